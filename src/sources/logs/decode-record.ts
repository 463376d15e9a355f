import { isUtf8 } from "node:buffer";
import type { AuditEvent } from "../../api/requests/audit-event.ts";
import { isRecord } from "../../api/record.ts";
import { RecordFault, type Fields } from "./envelopes/fields.ts";
import { decodeLogEntry, isLogEntry } from "./envelopes/gke.ts";
import { decodeLogAnalyticsRow, isLogAnalyticsRow } from "./envelopes/log-analytics.ts";
import { decodePlainEvent, isPlainEvent } from "./envelopes/plain-event.ts";

/** The contents of a record. */
export type Decoded =
  | { readonly type: "event"; readonly event: AuditEvent }
  /** Text, or an object of another kind. */
  | { readonly type: "other" }
  /** A line of `--audit-log-format=legacy`, which has no annotations. */
  | { readonly type: "legacy" }
  /** An event that the log service has cut off. */
  | { readonly type: "cut" }
  /** `reason` contains no text of the record. */
  | { readonly type: "bad"; readonly reason: string };

/** Envelopes contain envelopes: a container log around a subscription around its messages. */
const MAX_ENVELOPES = 6;
/** The fields that contain lists of records. */
const LISTS = ["items", "events", "records", "logEvents", "value"] as const;
/**
 * The fields that contain a record as text: of Amazon CloudWatch Logs (message, and \@message in a query), of AKS (log_s in AzureDiagnostics) and of
 * container runtimes (log).
 */
const TEXTS = ["message", "@message", "log_s", "log"] as const;
/** The categories of AKS that contain audit events. The others have the text logs of other components. */
const AKS_AUDIT = /^kube-audit(?:-admin)?$/i;
/** The end of a message that CloudWatch Logs has cut off. */
const CUT = "[Truncated...]";
const LEGACY = /\bAUDIT: id="/;
const OTHER: Decoded = { type: "other" };

/**
 * Decodes a record: a line, or an object of a document.
 *
 * @param text the bytes as Latin-1
 */
export function* decodeRecord(text: string, bytes: Buffer, start: number, end: number): Generator<Decoded, undefined> {
  const open = text.indexOf("{");
  if (open === -1) return yield LEGACY.test(text) ? { type: "legacy" } : OTHER;
  const record = bytes.subarray(start + open, end);
  if (!isUtf8(record)) return yield { type: "bad", reason: "invalid UTF-8" };
  yield* decodeText(record.toString("utf8"), 0);
}

/** Decodes a row of a table of Azure Monitor: its columns, or the record in one of them. */
export function decodeRow(row: Fields): Generator<Decoded, undefined> {
  return decodeValue(row, 0);
}

function* decodeText(text: string, depth: number): Generator<Decoded, undefined> {
  const value = parse(text);
  if (value !== undefined) yield* decodeValue(value, depth);
  else if (text.trimEnd().endsWith(CUT)) yield { type: "cut" };
  else if (LEGACY.test(text)) yield { type: "legacy" };
  else yield looksLikeRecord(text) ? { type: "bad", reason: "not valid JSON" } : OTHER;
}

/** The first object in a text; undefined if there is none. Text may be around it, which may have braces of its own. */
function parse(text: string): unknown {
  const from = text.indexOf("{");
  const to = text.lastIndexOf("}") + 1;
  if (from === -1 || to <= from) return undefined;
  const inner = text.indexOf('{"', from + 1);
  for (const start of text.startsWith('{"', from) || inner === -1 ? [from] : [from, inner]) {
    try {
      return JSON.parse(text.slice(start, to));
    } catch {
      // The text before the record may have a brace.
    }
  }
  return undefined;
}

/** Whether text that is not JSON was meant as a record, and not as a message with a brace in it. */
function looksLikeRecord(text: string): boolean {
  return /\{\s*\\?"/.test(text);
}

function* decodeValue(value: unknown, depth: number): Generator<Decoded, undefined> {
  if (!isRecord(value) || depth > MAX_ENVELOPES) return yield OTHER;
  try {
    if (isPlainEvent(value)) return yield { type: "event", event: decodePlainEvent(value) };
    if (isLogEntry(value)) {
      const event = decodeLogEntry(value);
      return yield event === undefined ? OTHER : { type: "event", event };
    }
    if (isLogAnalyticsRow(value)) return yield { type: "event", event: decodeLogAnalyticsRow(value) };
  } catch (error) {
    if (!(error instanceof RecordFault)) throw error;
    return yield { type: "bad", reason: error.message };
  }
  yield* decodeEnvelope(value, depth);
}

function* decodeEnvelope(value: Fields, depth: number): Generator<Decoded, undefined> {
  const { category, properties } = value;
  if (typeof category === "string" && properties !== undefined) {
    if (!AKS_AUDIT.test(category)) return yield OTHER;
    // Storage and Event Hub write an object, and some exports of it a text.
    const inner = typeof properties === "string" ? parse(properties) : properties;
    return yield* decodeEnvelope(isRecord(inner) ? { log: inner["log"] } : {}, depth + 1);
  }
  for (const list of LISTS) {
    const records = value[list];
    if (!Array.isArray(records)) continue;
    for (const record of records) yield* decodeValue(record, depth + 1);
    return;
  }
  const inner = TEXTS.map((name) => value[name]).find((text) => typeof text === "string" && text.includes("{"));
  if (typeof inner === "string") yield* decodeText(inner, depth + 1);
  else yield OTHER;
}
