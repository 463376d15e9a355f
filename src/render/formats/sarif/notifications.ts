import type { Note, Report, Source } from "../../../report/report.ts";
import { physicalLocation } from "./location.ts";
import { isForbidden } from "../../../report/gaps/forbidden.ts";
import { forbiddenWords } from "../../words/rights/forbidden.ts";
import { openViolations } from "../../../report/violations.ts";
import { policySentence } from "../../words/policies/policy-text.ts";
import { violationSentence } from "../../words/issues/sentence.ts";
import { isUnplaced, sarifLevel } from "./results.ts";
import { messageOf } from "./text.ts";

const LEVELS: Readonly<Record<Note["severity"], string>> = { error: "error", warning: "warning", info: "note" };

/**
 * The messages besides results, as SARIF's `toolExecutionNotifications`: forbidden lists as one message, unreadable inputs, notes, answers of admission policies, and violations of
 * workloads without a manifest (`--map`). The last are not results, because they have no place, and GitHub refuses a whole file for one result without a place.
 */
export function* sarifNotifications(report: Report): Generator<object, undefined> {
  const { unreadable, notes } = report;
  const forbidden = forbiddenWords(report);
  if (forbidden !== "") yield notification("error", "forbidden", forbidden, null);
  for (const one of unreadable) {
    if (!isForbidden(one)) yield notification("error", "unreadable", one.message, one.source);
  }
  for (const { severity, code, message, source } of notes) yield notification(LEVELS[severity], code, message, source);
  for (const verdict of report.policies ?? []) {
    const level = verdict.actions.includes("Deny") ? "error" : "warning";
    yield notification(level, "admission-policy", policySentence(verdict), verdict.source);
  }
  for (const { workloads } of report.namespaces) {
    for (const workload of workloads) {
      if (!isUnplaced(workload, report)) continue;
      for (const violation of openViolations(workload)) {
        const text = violationSentence(workload, violation);
        yield notification(sarifLevel(violation.modes), violation.check, text, null);
      }
    }
  }
}

function notification(level: string, id: string, text: string, source: Source | null): object {
  return {
    level,
    descriptor: { id },
    message: messageOf(text),
    ...(source !== null && { locations: [{ physicalLocation: physicalLocation(source) }] }),
  };
}
