/** Reads the facts of a history that a plan needs (src/render/formats/history/document.ts, version 1). */
import { LEVELS } from "../../api/level.ts";
import type { EarlierHistory, EarlierNamespace, EarlierWorkload } from "../plan/plan-history.ts";
import { DocumentFields, fault } from "../document/document-fields.ts";
import { refuseOthers, type ReadableReports, type ReportParts } from "../document/document-kinds.ts";
import { isSettled } from "./settled.ts";
import { UNKNOWN_REASONS, type HistoryVerdict } from "./history-report.ts";

const READABLE: ReadableReports = {
  kinds: ["HistoryReport"],
  noun: "a report of history",
  hint: "--history reads a report of `kubectl pss history`: kubectl pss history -o json audit-logs/ > FILE writes one.",
};
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const VERDICTS = ["could-enforce", "blocked", "enforced", "not-seen", "unknown"] as const;

/**
 * Decodes a history.
 *
 * @param file its name, for messages
 * @throws UserError for another document, and if a field is missing or wrong
 */
export function decodeHistory({ fields, namespaces }: ReportParts, file: string): EarlierHistory {
  refuseOthers(fields, file, READABLE);
  if (namespaces === undefined) throw fault(file, "namespaces", "a list", undefined);
  const document = new DocumentFields(fields, file, "history");
  const coverage = document.object("coverage");
  const labels = document.has("labels") ? document.object("labels") : undefined;
  return {
    file,
    generatedAt: timeIn(document, "generatedAt", file),
    first: timeIn(coverage, "first", file),
    last: timeIn(coverage, "last", file),
    server: labels?.word("type", ["files", "cluster"]) === "cluster" ? labels.text("server") : null,
    clusterUid: document.textOrNull("clusterUid"),
    isWhole: !document.has("names") && !document.has("selector"),
    isComplete: document.count("unreadable") === 0,
    namespaces: Array.from(namespaces, (parts, index) => {
      const path = `namespaces[${index}]`;
      if (parts.workloads === undefined) throw fault(file, `${path}.workloads`, "a list", undefined);
      const workloads = Array.from(parts.workloads, (value, at) =>
        decodeWorkload(new DocumentFields(value, file, `${path}.workloads[${at}]`), file),
      );
      return { ...decodeNamespace(new DocumentFields(parts.fields, file, path)), workloads: workloads.flat() };
    }),
  };
}

function decodeNamespace(fields: DocumentFields): Omit<EarlierNamespace, "workloads"> {
  const evidence = fields.object("evidence");
  return {
    name: fields.text("name"),
    enforce: decodePolicy(fields, "enforce"),
    audit: decodePolicy(fields, "audit"),
    verdict: decodeVerdict(fields.object("verdict")),
    evidence: { pods: evidence.number("pods"), days: evidence.number("days") },
    folded: fields.number("folded"),
  };
}

/** @returns null also for a policy that is known from the log alone, and not from labels */
function decodePolicy(fields: DocumentFields, name: string): string | null {
  if (!fields.has(name)) return null;
  const policy = fields.object(name);
  const text = `${policy.word("level", LEVELS)}:${policy.text("version")}`;
  return policy.word("from", ["labels", "log"]) === "labels" ? text : null;
}

function decodeVerdict(fields: DocumentFields): HistoryVerdict {
  const type = fields.word("type", VERDICTS);
  if (type === "unknown") return { type, reason: fields.word("reason", UNKNOWN_REASONS) };
  const policy = { level: fields.word("level", LEVELS), version: fields.text("version") };
  return type === "blocked" ? { type, ...policy, workloads: fields.number("workloads") } : { type, ...policy };
}

/** @returns nothing for a workload that violated nothing at the end of the log */
function decodeWorkload(fields: DocumentFields, file: string): readonly EarlierWorkload[] {
  const state = fields.word("state", ["violating", "quiet", "deleted"]);
  const now = fields.wordOrNull("now", ["violating", "fixed", "gone"]);
  const [violations, denied] = [fields.number("violations"), fields.number("denied")];
  const workload = {
    kind: fields.text("kind"),
    name: fields.textOrNull("name"),
    violates: fields.word("violates", ["baseline", "restricted"]),
    checks: fields.objects("checks", (check) => check.text("check")),
    // A rejected pod may be a violation of the audit policy, too.
    isRejected: denied > 0 && violations <= denied,
    times: Math.max(violations, denied),
    last: timeIn(fields, "last", file),
  };
  return state === "violating" && !isSettled(workload.kind, now) ? [workload] : [];
}

function timeIn(fields: DocumentFields, name: string, file: string): string | null {
  const time = fields.textOrNull(name);
  if (time === null || TIME.test(time)) return time;
  throw fault(file, name, "a time such as 2026-11-30T12:00:00Z", time);
}
