import type { AuditEvent, AuditedObject, RequestedObject } from "../../../api/requests/audit-event.ts";
import { isRecord } from "../../../api/record.ts";
import { RecordFault, fieldsIn, parseTime, textIn, textsIn, type Fields } from "./fields.ts";

/** Whether an object is an audit event of any version. The items of an EventList have neither apiVersion nor kind. */
export function isPlainEvent({ kind, apiVersion, auditID, stage, requestURI }: Fields): boolean {
  if (kind === undefined) return auditID !== undefined && stage !== undefined && requestURI !== undefined;
  return kind === "Event" && typeof apiVersion === "string" && apiVersion.startsWith("audit.k8s.io/");
}

/**
 * Decodes an Event of audit.k8s.io. v1beta1 and v1alpha1, of API servers before v1.24, have the same names.
 *
 * @throws RecordFault if a field has a wrong type, or the time is missing
 */
export function decodePlainEvent(event: Fields): AuditEvent {
  const time = parseTime(textIn(event, "stageTimestamp")) ?? parseTime(textIn(event, "requestReceivedTimestamp"));
  if (time === undefined) throw new RecordFault("stageTimestamp is no time");
  const stage = textIn(event, "stage");
  if (stage === "") throw new RecordFault("stage is missing");
  const status = fieldsIn(event, "responseStatus") ?? {};
  const user = fieldsIn(event, "impersonatedUser") ?? fieldsIn(event, "user") ?? {};
  return {
    id: textIn(event, "auditID"),
    stage,
    level: textIn(event, "level"),
    time,
    verb: textIn(event, "verb"),
    isDryRun: isDryRun(textIn(event, "requestURI")),
    user: textIn(user, "username"),
    userAgent: textIn(event, "userAgent"),
    object: objectOf(fieldsIn(event, "objectRef")),
    ...statusOf(status),
    annotations: textsIn(event, "annotations"),
    request: requestedObject(event["requestObject"]),
    response: requestedObject(event["responseObject"]),
  };
}

/** Whether the query of a request has `dryRun`. */
function isDryRun(uri: string): boolean {
  return /[?&]dryRun=/.test(uri);
}

/** Reads a Status (k8s.io/apimachinery v0.37.2, meta/v1). */
function statusOf(status: Fields): Pick<AuditEvent, "code" | "message" | "detailsName"> {
  const { code } = status;
  if (code !== undefined && typeof code !== "number") throw new RecordFault("responseStatus.code is no number");
  return { code, message: textIn(status, "message"), detailsName: textIn(fieldsIn(status, "details") ?? {}, "name") };
}

function objectOf(ref: Fields | undefined): AuditedObject | undefined {
  return (
    ref && {
      group: textIn(ref, "apiGroup"),
      resource: textIn(ref, "resource"),
      subresource: textIn(ref, "subresource"),
      namespace: textIn(ref, "namespace"),
      name: textIn(ref, "name"),
    }
  );
}

/** Reads the metadata of an object in a request or a response. The object is the user's, so a wrong type is no fault of the event. */
export function requestedObject(value: unknown): RequestedObject | undefined {
  if (value === undefined || value === null || typeof value === "string") return undefined;
  const metadata = isRecord(value) && isRecord(value["metadata"]) ? value["metadata"] : {};
  const { name, generateName, labels, ownerReferences } = metadata;
  const owner = Array.isArray(ownerReferences)
    ? ownerReferences.filter(isRecord).find(({ controller }) => controller === true)
    : undefined;
  return {
    name: typeof name === "string" ? name : "",
    generateName: typeof generateName === "string" ? generateName : "",
    owner:
      owner !== undefined && typeof owner["kind"] === "string" && typeof owner["name"] === "string"
        ? { kind: owner["kind"], name: owner["name"] }
        : undefined,
    labels: isRecord(labels) ? labelsOf(labels) : undefined,
    isReadable: isRecord(value) && (labels === undefined || (isRecord(labels) && !hasDirective(labels))),
    isWhole: isRecord(value) && typeof value["kind"] === "string",
  };
}

/** Whether labels have a directive of a strategic merge patch, such as `$patch: replace`. */
function hasDirective(labels: Fields): boolean {
  return Object.keys(labels).some((name) => name.startsWith("$"));
}

function labelsOf(labels: Fields): Readonly<Record<string, string | null>> {
  const kept = Object.entries(labels).filter(([, value]) => typeof value === "string" || value === null);
  return Object.fromEntries(kept) as Readonly<Record<string, string | null>>;
}
