/** Audit events as kube-apiserver v1.37.2 writes them. */
import type { EventObject } from "./envelopes.ts";

/** The differences of an event from a pod that a user creates. */
export interface EventParts {
  readonly id?: string;
  readonly time?: string;
  readonly stage?: string;
  readonly level?: string;
  readonly verb?: string;
  readonly dryRun?: boolean;
  readonly user?: string;
  readonly agent?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly code?: number;
  readonly message?: string;
  readonly detailsName?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly request?: unknown;
  readonly response?: unknown;
}

let number = 0;

/** An event; its fields have the order of kube-apiserver's log. */
export function auditEvent(parts: EventParts = {}): EventObject {
  const {
    time = "2026-11-20T12:00:00.000000Z",
    group = "",
    resource = "pods",
    namespace = "shop",
    verb = "create",
  } = parts;
  const { code = verb === "create" ? 201 : 200, message, name, subresource, request, response } = parts;
  return {
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: parts.level ?? (response !== undefined ? "RequestResponse" : request !== undefined ? "Request" : "Metadata"),
    auditID: parts.id ?? `00000000-0000-4000-8000-${String(number++).padStart(12, "0")}`,
    stage: parts.stage ?? "ResponseComplete",
    requestURI: `/api/v1/namespaces/${namespace}/${resource}${parts.dryRun === true ? "?dryRun=All" : ""}`,
    verb,
    user: { username: parts.user ?? "admin", groups: ["system:authenticated"] },
    sourceIPs: ["10.0.0.1"],
    userAgent: parts.agent ?? "kubectl/v1.37.2",
    objectRef: {
      resource,
      namespace,
      ...(name !== undefined && { name }),
      ...(group !== "" && { apiGroup: group }),
      apiVersion: "v1",
      ...(subresource !== undefined && { subresource }),
    },
    responseStatus: {
      metadata: {},
      ...(code >= 400 && { status: "Failure", message, reason: code === 403 ? "Forbidden" : "Invalid" }),
      ...(parts.detailsName !== undefined && { details: { name: parts.detailsName, kind: resource } }),
      code,
    },
    ...(request !== undefined && { requestObject: request }),
    ...(response !== undefined && { responseObject: response }),
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { "authorization.k8s.io/decision": "allow", ...parts.annotations },
  };
}
