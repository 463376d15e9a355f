/**
 * Applies accepted violations to a report: those of the configuration, of a list, and of annotations. The bundle has it in a separate file.
 */
import { acceptViolations, type RuleUse } from "../../accepted/accept.ts";
import { coverageOfAudit, coverageOfLint, isIncomplete, type WouldRead } from "../../accepted/coverage.ts";
import { acceptedEntries, parseLastDay } from "../../accepted/entries.ts";
import { dayInReason, isOver } from "../../accepted/last-day.ts";
import { UserError } from "../../api/user-error.ts";
import { annotationRules, ruleNotes } from "../../accepted/notes.ts";
import { ruleOf, type AcceptedRule } from "../../accepted/rule.ts";
import { updateEntries, type ListUpdate } from "../../accepted/update.ts";
import type { Report } from "../../report/report.ts";
import { compareNotes } from "../../report/notes/note-order.ts";
import { acceptedFileExists, readAcceptedFile } from "../../sources/accepted-file.ts";
import { meantWorkloadKind } from "../../workloads/pod-template.ts";
import { decodeOwnFile } from "../inputs/own-file.ts";
import type { AcceptedRequest, AcceptedUpdate, AcceptedViolations, CheckedScope } from "./accepted-request.ts";

/**
 * Reads the accepted violations before anything else is read, so that a wrong list ends the run at once. A list that is updated need not exist.
 *
 * @throws UserError if the list is wrong, or cannot be updated
 */
export function readAccepted(request: AcceptedRequest): AcceptedViolations {
  const { file, update, rules, today } = request;
  if (update !== undefined) verifyUpdate(update, today);
  const list = file === undefined ? [] : rulesIn(file, update !== undefined);
  return {
    async apply(report, scope, strict, otherKinds) {
      const annotations = annotationRules(workloadsOf(report), strict);
      const accept = (of: readonly AcceptedRule[]) =>
        acceptViolations(report, [...rules, ...of], annotations.rules, today);
      if (file !== undefined && update !== undefined) await updateList(file, update, accept, scope);
      const all = [...rules, ...(file === undefined || update === undefined ? list : rulesIn(file, true))];
      if (all.length === 0 && file === undefined && annotations.rules.size + annotations.notes.length === 0)
        return report;
      const { report: accepted, use } = acceptViolations(report, all, annotations.rules, today);
      const own = [...annotations.rules.values()].flat();
      const found = new Set([...otherKinds, ...Array.from(workloadsOf(report), ({ kind }) => kind)]);
      const meantKind = (kind: string): string | undefined => (found.has(kind) ? undefined : meantKindOf(kind));
      const notes = [
        ...annotations.notes,
        ...ruleNotes([...own, ...all], use, coverageOf(report, scope), { strict, meantKind }),
      ];
      return { ...accepted, notes: [...report.notes, ...notes].toSorted(compareNotes) };
    },
  };
}

/** The kind that an entry means; undefined for a right one, and for a pattern. */
function meantKindOf(kind: string): string | undefined {
  return /[*?\\]/.test(kind) ? undefined : meantWorkloadKind(kind);
}

/** @throws UserError if the list cannot be written, or the last day of new entries is wrong or missing */
function verifyUpdate({ reason, until, refuseUnwritable }: AcceptedUpdate, today: string): void {
  if (until !== undefined) {
    const day = parseLastDay(until);
    if ("fault" in day) throw new UserError(`--until: ${day.fault}`, "For instance: --until 2027-01-31");
    if (isOver(until, today))
      throw new UserError(`--until ${until} is over: today is ${today} in UTC`, "Name a later day.");
  }
  const named = until === undefined ? dayInReason(reason) : undefined;
  if (named !== undefined) {
    throw new UserError("--reason names a day, which ends nothing", `Give the day as --until ${named}`);
  }
  refuseUnwritable();
}

function coverageOf(report: Report, scope: CheckedScope): WouldRead {
  return scope.type === "files" ? coverageOfLint(report, scope.isWhole) : coverageOfAudit(report, scope.includes);
}

function* workloadsOf({ namespaces }: Report) {
  for (const { workloads } of namespaces) yield* workloads;
}

/** The most entries of a list. Each takes about 4 kB while it is read. */
const MAX_ENTRIES = 100_000;

/**
 * Reads the rules of a list.
 *
 * @param isOptional whether the list need not exist
 * @throws UserError if it cannot be read, or is wrong
 */
export function rulesIn(file: string, isOptional: boolean): readonly AcceptedRule[] {
  if (isOptional && !acceptedFileExists(file)) return [];
  const read = readAcceptedFile(file);
  refuseTooMany(file, read.value);
  const { value, lineOf } = decodeOwnFile(file, read, acceptedEntries);
  return value.map((entry, index) => ruleOf(entry, { by: "file", file, line: lineOf([index]) }));
}

/** @throws UserError if a list has more entries than the memory should have */
function refuseTooMany(file: string, list: unknown): void {
  if (!Array.isArray(list) || list.length <= MAX_ENTRIES) return;
  throw new UserError(
    `${file}: ${list.length.toLocaleString("en-US")} entries, and at most ${MAX_ENTRIES.toLocaleString("en-US")} are read`,
    "Use patterns, such as `name: web-*`, or divide the list by directories of manifests.",
  );
}

/** Reads the list again, because another run may have changed it. */
async function updateList(
  file: string,
  { reason, until, write }: AcceptedUpdate,
  accept: (rules: readonly AcceptedRule[]) => { readonly report: Report; readonly use: RuleUse },
  scope: CheckedScope,
): Promise<void> {
  await write((): ListUpdate => {
    const list = rulesIn(file, true);
    const { report, use } = accept(list);
    const isStale = (rule: AcceptedRule, wouldRead: WouldRead): boolean =>
      !use.matched.has(rule) && (use.found.has(rule) || (scope.type === "namespaces" && wouldRead(rule)));
    const coverage = coverageOf(report, scope);
    const stale = new Set(list.filter((rule) => isStale(rule, coverage)).map(({ entry }) => entry));
    const unmatched = list.filter((rule) => isIncomplete(report) && !use.matched.has(rule));
    const unknown = new Set(unmatched.map(({ entry }) => entry));
    const updated = updateEntries(
      report,
      list.map(({ entry }) => entry),
      { isStale: (entry) => stale.has(entry), isUnknown: (entry) => unknown.has(entry) },
      use.expired,
      { reason, ...(until !== undefined && { until }) },
    );
    // A later run must be able to read the list.
    refuseTooMany(file, updated.entries);
    return updated;
  });
}
