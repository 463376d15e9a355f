import type { AuditEvent, AuditedObject } from "../../../api/requests/audit-event.ts";
import { isRecord } from "../../../api/record.ts";
import { RecordFault, fieldsIn, parseTime, textIn, textsIn, type Fields } from "./fields.ts";
import { requestedObject } from "./plain-event.ts";

/** The service of the entries of a Kubernetes API server. */
const SERVICE = "k8s.io";
/** gRPC's code of a request that is not permitted, and HTTP's. */
const [PERMISSION_DENIED, FORBIDDEN] = [7, 403];

/** Whether an object is a LogEntry of Google Cloud Logging with an audit log. */
export function isLogEntry({ protoPayload }: Fields): boolean {
  return isRecord(protoPayload) && typeof protoPayload["serviceName"] === "string";
}

/**
 * Decodes a LogEntry of GKE: protoPayload is a google.cloud.audit.AuditLog, and the annotations are the labels of the entry. An entry names neither
 * the stage nor the level: there is one for each complete request.
 *
 * @returns undefined for the entry of another service
 * @throws RecordFault if a field has a wrong type
 */
export function decodeLogEntry(entry: Fields): AuditEvent | undefined {
  const payload = fieldsIn(entry, "protoPayload") ?? {};
  if (textIn(payload, "serviceName") !== SERVICE) return undefined;
  const time = parseTime(textIn(entry, "timestamp")) ?? parseTime(textIn(entry, "receiveTimestamp"));
  if (time === undefined) throw new RecordFault("timestamp is no time");
  const method = textIn(payload, "methodName");
  const metadata = fieldsIn(payload, "requestMetadata") ?? {};
  const request = requestedObject(payload["request"]);
  // The response of a failed request is its status, and no object.
  const isStatus = isRecord(payload["response"]) && payload["response"]["kind"] === "Status";
  const response = isStatus ? undefined : requestedObject(payload["response"]);
  return {
    id: textIn(entry, "insertId"),
    stage: "ResponseComplete",
    level: response !== undefined ? "RequestResponse" : request !== undefined ? "Request" : "Metadata",
    time,
    verb: method.slice(method.lastIndexOf(".") + 1),
    isDryRun: false,
    user: textIn(fieldsIn(payload, "authenticationInfo") ?? {}, "principalEmail"),
    userAgent: textIn(metadata, "callerSuppliedUserAgent"),
    object: objectOf(textIn(payload, "resourceName")),
    ...statusOf(payload),
    annotations: textsIn(entry, "labels"),
    request,
    response,
  };
}

/** `GROUP/VERSION/namespaces/NAMESPACE/RESOURCE[/NAME[/SUBRESOURCE]]`, in which `core` is the core group. */
function objectOf(resourceName: string): AuditedObject | undefined {
  const [group = "", , ...path] = resourceName.split("/");
  if (path.length === 0) return undefined;
  const isNamespaced = path[0] === "namespaces" && path.length > 2 && path[2] !== "status" && path[2] !== "finalize";
  const namespace = isNamespaced ? (path[1] ?? "") : "";
  const [resource = "", name = "", subresource = ""] = isNamespaced ? path.slice(2) : path;
  return {
    group: group === "core" ? "" : group,
    resource,
    subresource,
    // As in a plain event, a Namespace is in itself.
    namespace: resource === "namespaces" ? name : namespace,
    name,
  };
}

function statusOf(payload: Fields): Pick<AuditEvent, "code" | "message" | "detailsName"> {
  const status = fieldsIn(payload, "status") ?? {};
  const { code } = status;
  if (code !== undefined && typeof code !== "number") throw new RecordFault("status.code is no number");
  const response = isRecord(payload["response"]) ? payload["response"] : {};
  const details = isRecord(response["details"]) ? response["details"] : {};
  const given = response["code"];
  const http = typeof given === "number" ? given : code === PERMISSION_DENIED ? FORBIDDEN : undefined;
  return {
    code: http,
    message: textIn(status, "message"),
    detailsName: typeof details["name"] === "string" ? details["name"] : "",
  };
}
