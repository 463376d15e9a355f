/** The forms in which audit events reach a user, by the documentation of the vendors, around any events. */
import { gzipSync, zstdCompressSync } from "node:zlib";

/** An event of audit.k8s.io/v1, as parsed JSON. */
export type EventObject = Readonly<Record<string, unknown>>;

/** A form: how events become bytes. */
export type Envelope = (events: readonly EventObject[]) => Buffer;

const compact = (value: unknown): string => JSON.stringify(value);
const lines = (values: readonly string[]): Buffer => Buffer.from(values.map((value) => `${value}\n`).join(""));
const pretty = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 4)}\n`);
const timeOf = (event: EventObject): string => String(event["stageTimestamp"]);

const jsonLines: Envelope = (events) => lines(events.map(compact));
const eventList = (events: readonly EventObject[]): unknown => ({
  kind: "EventList",
  apiVersion: "audit.k8s.io/v1",
  metadata: {},
  // Go leaves out the type of the items.
  items: events.map((event) => ({ ...event, kind: undefined, apiVersion: undefined })),
});
const cloudWatch = (event: EventObject): unknown => ({
  logStreamName: "kube-apiserver-audit-0123456789abcdef",
  timestamp: Date.parse(timeOf(event)),
  message: compact(event),
  eventId: String(event["auditID"]),
});
const aks = (event: EventObject): unknown => ({
  operationName: "Microsoft.ContainerService/managedClusters/diagnosticLogs/Read",
  category: "kube-audit-admin",
  time: timeOf(event),
  resourceId: "/SUBSCRIPTIONS/0/RESOURCEGROUPS/A/PROVIDERS/MICROSOFT.CONTAINERSERVICE/MANAGEDCLUSTERS/B",
  properties: { log: `${compact(event)}\n`, stream: "stdout", pod: "kube-apiserver-1" },
});
const row = (event: EventObject): unknown => ({
  TimeGenerated: timeOf(event),
  AuditId: event["auditID"],
  Stage: event["stage"],
  Level: event["level"],
  Verb: event["verb"],
  RequestUri: event["requestURI"],
  User: compact(event["impersonatedUser"] ?? event["user"]),
  UserAgent: event["userAgent"],
  ObjectRef: event["objectRef"],
  ResponseStatus: event["responseStatus"],
  RequestObject: event["requestObject"] ?? "",
  ResponseObject: "skipped-too-big-size-object",
  Annotations: event["annotations"] === undefined ? null : compact(event["annotations"]),
  RequestReceivedTime: event["requestReceivedTimestamp"],
  StageReceivedTime: timeOf(event),
  Type: "AKSAudit",
});

/** The forms that keep every field of an event. */
export const ENVELOPES: Readonly<Record<string, Envelope>> = {
  "the log file": jsonLines,
  "gzip with several members": (events) =>
    Buffer.concat([gzipSync(jsonLines(events.slice(0, 3))), gzipSync(jsonLines(events.slice(3)))]),
  zstd: (events) => zstdCompressSync(jsonLines(events)),
  "UTF-16 of Windows PowerShell": (events) => Buffer.from(`\ufeff${jsonLines(events).toString("utf8")}`, "utf16le"),
  "an EventList in a line": (events) => lines([compact(eventList(events))]),
  "EventLists of a webhook": (events) =>
    lines([...events.keys()].map((at) => compact(eventList(events.slice(at, at + 1))))),
  "an indented EventList": (events) => pretty(eventList(events)),
  "journald and oc adm node-logs": (events) =>
    lines(events.map((event) => `Nov 30 12:00:00 master-0 kube-apiserver[1234]: {x} ${compact(event)}`)),
  "a log with other lines": (events) =>
    lines(events.flatMap((event) => [`I1130 12:00:00.000000 1 controller.go:1] "Started {x}"`, compact(event), ""])),
  "indented events": (events) => Buffer.concat(events.map(pretty)),
  "container logs in JSON": (events) =>
    lines(events.map((event) => compact({ log: `${compact(event)}\n`, stream: "stdout", time: timeOf(event) }))),
  "EKS: aws logs filter-log-events": (events) =>
    pretty({ events: events.map(cloudWatch), searchedLogStreams: [{ logStreamName: "a", searchedCompletely: true }] }),
  "EKS: export to S3": (events) => gzipSync(lines(events.map((event) => `${timeOf(event)} ${compact(event)}`))),
  "EKS: subscription": (events) =>
    lines([
      compact({ messageType: "CONTROL_MESSAGE", logEvents: [{ id: "", message: "CWL CONTROL MESSAGE: ok" }] }),
      compact({
        messageType: "DATA_MESSAGE",
        owner: "1",
        logGroup: "/aws/eks/a/cluster",
        logEvents: events.map(cloudWatch),
      }),
    ]),
  "AKS: Event Hub": (events) => lines([compact({ records: events.map(aks) })]),
  "AKS: storage account": (events) =>
    lines([
      ...events.map((event) => compact(aks(event))),
      compact({ category: "kube-apiserver", properties: { log: "I1130 {x}" } }),
    ]),
  "AKS: AzureDiagnostics": (events) =>
    pretty(events.map((event) => ({ Category: "kube-audit", log_s: compact(event) }))),
  "AKS: AzureDiagnostics as CSV, with line breaks in values": (events) =>
    csv(
      events.map((event) => ({ TimeGenerated: timeOf(event), Category: "kube-audit", log_s: `${compact(event)}\n` })),
      (name) => name,
      String,
      "\n",
    ),
};

/** Log Analytics leaves out large objects of responses. */
export const LOG_ANALYTICS: Envelope = (events) => pretty(events.map(row));

/** The same rows as CSV: of a query, and of the portal, which writes times in its own way and ends lines with CRLF. */
export const LOG_ANALYTICS_CSV: Readonly<Record<string, Envelope>> = {
  "Log Analytics: CSV of a query": (events) => csv(events.map(row), (name) => name, String, "\n"),
  "Log Analytics: CSV of the portal": (events) =>
    csv(events.map(row), (name) => (/Time/.test(name) ? `${name} [UTC]` : name), portalTime, "\r\n"),
};

function csv(
  rows: readonly unknown[],
  titleOf: (name: string) => string,
  timeText: (time: string) => string,
  end: string,
): Buffer {
  const all = rows as readonly Readonly<Record<string, unknown>>[];
  const names = Object.keys(all[0] ?? {});
  const cell = (name: string, value: unknown): string => {
    const text = typeof value === "string" ? value : value === null || value === undefined ? "" : JSON.stringify(value);
    const shown = /Time/.test(name) && text !== "" ? timeText(text) : text;
    return /[",\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
  };
  const lineOf = (cells: readonly string[]): string => `${cells.join(",")}${end}`;
  return Buffer.from(
    `\ufeff${lineOf(names.map(titleOf))}${all.map((one) => lineOf(names.map((name) => cell(name, one[name])))).join("")}`,
  );
}

/** `11/30/2026, 1:14:03.123456 PM` */
function portalTime(time: string): string {
  const [, year, month, day, hour = "", rest = ""] = /^(\d+)-(\d+)-(\d+)T(\d+)(:[\d:.]+)Z$/.exec(time) ?? [];
  return `${Number(month)}/${Number(day)}/${year}, ${Number(hour) % 12 || 12}${rest} ${Number(hour) < 12 ? "AM" : "PM"}`;
}

/** Google Cloud Logging has complete requests only, and neither dry runs nor stages nor levels. */
export const GKE: Readonly<Record<string, Envelope>> = {
  "GKE: gcloud logging read": (events) => pretty(events.map(logEntry)),
  "GKE: sink to storage": (events) => lines(events.map((event) => compact(logEntry(event)))),
};

/** gRPC's codes of failures, by those of HTTP. */
const GRPC: Readonly<Record<number, number>> = { 400: 3, 403: 7, 404: 5, 409: 6 };

function logEntry(event: EventObject): unknown {
  const { objectRef, responseStatus, user, impersonatedUser, verb } = event as {
    readonly objectRef?: Readonly<Record<string, string>>;
    readonly responseStatus?: { readonly code?: number; readonly message?: string; readonly details?: unknown };
    readonly user?: { readonly username?: string };
    readonly impersonatedUser?: { readonly username?: string };
    readonly verb?: string;
  };
  const { apiGroup = "core", apiVersion = "v1", namespace, resource = "", name, subresource } = objectRef ?? {};
  const place = resource === "namespaces" || namespace === undefined ? [] : ["namespaces", namespace];
  const { code = 200 } = responseStatus ?? {};
  const isFailed = code >= 400;
  return {
    insertId: event["auditID"],
    logName: "projects/p/logs/cloudaudit.googleapis.com%2Factivity",
    timestamp: timeOf(event),
    resource: { type: "k8s_cluster", labels: { cluster_name: "a", location: "b", project_id: "p" } },
    labels: event["annotations"],
    protoPayload: {
      "@type": "type.googleapis.com/google.cloud.audit.AuditLog",
      serviceName: "k8s.io",
      methodName: `io.k8s.${apiGroup}.${apiVersion}.${resource}.${verb}`,
      resourceName: [
        apiGroup,
        apiVersion,
        ...place,
        resource,
        ...[name, subresource].filter((part) => part !== undefined),
      ].join("/"),
      authenticationInfo: { principalEmail: (impersonatedUser ?? user)?.username },
      requestMetadata: { callerSuppliedUserAgent: event["userAgent"] },
      status: isFailed ? { code: GRPC[code] ?? 2, message: responseStatus?.message } : {},
      ...(event["requestObject"] !== undefined && { request: event["requestObject"] }),
      ...(isFailed && { response: { kind: "Status", ...responseStatus } }),
    },
  };
}
