import type { Mode } from "../../../api/mode.ts";
import type { Acceptance } from "../../../report/acceptance.ts";
import { Fingerprints } from "../../../report/fingerprints.ts";
import { shownName } from "../../../report/workload.ts";
import type { DistinctViolation, NamespaceReport, Report, Result, WorkloadReport } from "../../../report/report.ts";
import { sarifFixes } from "./fixes.ts";
import { physicalLocation } from "./location.ts";
import { messageOf } from "./text.ts";
import { acceptanceText } from "../../words/acceptance.ts";
import { isInFileOf } from "../../words/issues/in-file.ts";
import { violationSentence } from "../../words/issues/sentence.ts";
import { violationsByFields } from "../../../report/violations.ts";

/** The SARIF level of each mode, the strongest first. Without any mode, `--level` asked. */
const LEVELS: readonly (readonly [Mode, string])[] = [
  ["enforce", "error"],
  ["warn", "warning"],
  ["audit", "note"],
];

/**
 * The violations of a report as SARIF's `results`, in the report's order. A fingerprint names fields, so a distinct violation has one result for
 * each set of fields.
 */
export function* sarifResults(report: Report, ruleIndexes: ReadonlyMap<string, number>): Generator<object, undefined> {
  for (const namespace of report.namespaces) yield* namespaceResults(namespace, report, ruleIndexes);
}

/**
 * The acceptance of a result. SARIF wants `suppressions` in every result of a run or in none (2.1.0, 3.27.23), so an open one has an empty list. An
 * annotation is in the source, and everything else is external (3.35.2).
 */
function suppressionsOf(accepted: Acceptance | null): object[] {
  if (accepted === null) return [];
  const kind = accepted.by === "annotation" ? "inSource" : "external";
  return [{ kind, status: "accepted", justification: acceptanceText(accepted).toWellFormed() }];
}

function* namespaceResults(
  { workloads }: NamespaceReport,
  report: Report,
  ruleIndexes: ReadonlyMap<string, number>,
): Generator<object, undefined> {
  const fingerprints = new Fingerprints();
  for (const workload of workloads) {
    const fixes = sarifFixes(workload);
    for (const { violation, results } of violationsByFields(workload, report.failOn)) {
      const { check, accepted, levels, modes } = violation;
      const fingerprint = fingerprints.next(workload, violation);
      if (isUnplaced(workload, report)) continue;
      const [first, ...others] = locationsOf(workload, violation, results, report);
      yield {
        ruleId: check,
        ...(ruleIndexes.has(check) && { ruleIndex: ruleIndexes.get(check) }),
        level: sarifLevel(modes),
        message: messageOf(violationSentence(workload, violation)),
        locations: [first],
        ...(others.length > 0 && { relatedLocations: others }),
        partialFingerprints: { "kubectlPss/v1": fingerprint },
        ...(fixes.length > 0 && accepted === null && workload.fix?.kept.includes(check) === false && { fixes }),
        ...(report.accepts && { suppressions: suppressionsOf(accepted) }),
        properties: { levels, modes },
      };
    }
  }
}

/**
 * Whether a workload has no manifest although others have one (`--map`). Its violations are no results, because GitHub refuses a whole file for one result
 * without a place.
 */
export function isUnplaced({ source }: WorkloadReport, report: Report): boolean {
  return source === null && report.manifests !== undefined;
}

/** The SARIF level of a violation in some modes. */
export function sarifLevel(modes: readonly Mode[]): string {
  return LEVELS.find(([mode]) => modes.includes(mode))?.[1] ?? "error";
}

/** The locations of a violation: it is shown at the first; the others have the same fault. */
function locationsOf(
  workload: WorkloadReport,
  { fields }: DistinctViolation,
  results: readonly Result[],
  report: Report,
): object[] {
  const { source } = workload;
  const logicalLocations = [logicalLocation(workload)];
  // A violation without fields is about the whole object.
  const places = fields.length > 0 ? fields : [{ path: "", line: source?.line ?? 0, column: 0 }];
  return places.map((field) => {
    const { path, line } = field;
    const place = { logicalLocations, ...(path !== "" && { message: messageOf(path) }) };
    if (source === null) return place;
    // A rendered object has no lines in its file.
    const isHere = source.rendered === undefined && isInFileOf(workload, results, report);
    return {
      physicalLocation: isHere ? physicalLocation({ ...source, line }, field) : physicalLocation(source),
      ...place,
    };
  });
}

function logicalLocation(workload: WorkloadReport): object {
  const { namespace, kind } = workload;
  const name = shownName(workload.name).toWellFormed();
  const fullyQualifiedName = `${namespace}/${kind}/${name}`.toWellFormed();
  return { name, fullyQualifiedName, kind: "resource" };
}
