import type { AuditEvent } from "../../../api/requests/audit-event.ts";
import { isRecord } from "../../../api/record.ts";
import { decodePlainEvent } from "./plain-event.ts";
import type { Fields } from "./fields.ts";

/** The fields of an event, and the columns of the tables AKSAudit and AKSAuditAdmin of Azure Monitor. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  auditID: ["AuditId"],
  stage: ["Stage"],
  level: ["Level"],
  requestURI: ["RequestUri"],
  verb: ["Verb"],
  user: ["User"],
  userAgent: ["UserAgent"],
  objectRef: ["ObjectRef"],
  responseStatus: ["ResponseStatus"],
  requestObject: ["RequestObject"],
  responseObject: ["ResponseObject"],
  requestReceivedTimestamp: ["RequestReceivedTime"],
  stageTimestamp: ["StageReceivedTime", "StageTimestamp", "TimeGenerated"],
  annotations: ["Annotations"],
};

/** The columns with an object, which a query may return as text. */
const OBJECTS: ReadonlySet<string> = new Set([
  "user",
  "objectRef",
  "responseStatus",
  "requestObject",
  "responseObject",
  "annotations",
]);

/** Whether an object is a row of the tables AKSAudit or AKSAuditAdmin. */
export function isLogAnalyticsRow({ AuditId, Verb }: Fields): boolean {
  return typeof AuditId === "string" && typeof Verb === "string";
}

/** @throws RecordFault if a column has a wrong type */
export function decodeLogAnalyticsRow(row: Fields): AuditEvent {
  const fields = Object.entries(COLUMNS).flatMap(([field, columns]) => {
    const value = columns.map((column) => row[column]).find((one) => one !== undefined && one !== null && one !== "");
    return value === undefined ? [] : [[field, OBJECTS.has(field) ? objectIn(value) : value]];
  });
  return decodePlainEvent(Object.fromEntries(fields));
}

/** A text such as `skipped-too-big-size-object` is no object, and counts as absent. */
function objectIn(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
