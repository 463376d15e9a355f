import type { Mode } from "../../../api/mode.ts";
import { reasonText, violationPhrase } from "../../../api/words/violation-words.ts";
import { kindGroupName, shownName, titleOf } from "../../../report/workload.ts";
import type { DistinctViolation, NamespaceReport, Report, Result, WorkloadReport } from "../../../report/report.ts";
import { physicalLocation } from "./location.ts";
import { messageOf } from "./text.ts";
import { pathsOf, violationsByFields } from "../../../report/violations.ts";

/** The SARIF level of each mode, the strongest first. Without any mode, `--level` asked. */
const LEVELS: readonly (readonly [Mode, string])[] = [
  ["enforce", "error"],
  ["warn", "warning"],
  ["audit", "note"],
];

/**
 * The violations of a report as SARIF's `results`, in the report's order. A fingerprint names fields, so a distinct violation has one result for
 * each set of fields.
 *
 * @param acceptFile the file of accepted violations; undefined if its name is not known
 */
export function* sarifResults(
  report: Report,
  ruleIndexes: ReadonlyMap<string, number>,
  acceptFile?: string,
): Generator<object, undefined> {
  for (const namespace of report.namespaces) yield* namespaceResults(namespace, report, ruleIndexes, acceptFile);
}

/**
 * Whether a result is accepted. SARIF wants `suppressions` in every result of a run or in none (2.1.0, 3.27.23), so an open one has an empty list.
 */
function acceptance(accepted: boolean, acceptFile: string | undefined): object {
  if (!accepted) return { baselineState: "new", suppressions: [] };
  const justification = `accepted in ${acceptFile ?? "the file of --accept"}`.toWellFormed();
  return { baselineState: "unchanged", suppressions: [{ kind: "external", justification }] };
}

function* namespaceResults(
  { workloads }: NamespaceReport,
  report: Report,
  ruleIndexes: ReadonlyMap<string, number>,
  acceptFile: string | undefined,
): Generator<object, undefined> {
  const seen = new Map<string, number>();
  for (const workload of workloads) {
    for (const { violation, results } of violationsByFields(workload, report.failOn)) {
      const { check, accepted, levels, modes } = violation;
      const fingerprint = fingerprintOf(workload, violation);
      const count = (seen.get(fingerprint) ?? 0) + 1;
      seen.set(fingerprint, count);
      const [first, ...others] = locationsOf(workload, violation, results, report);
      yield {
        ruleId: check,
        ...(ruleIndexes.has(check) && { ruleIndex: ruleIndexes.get(check) }),
        level: sarifLevel(modes),
        message: messageOf(sentence(workload, violation)),
        locations: [first],
        ...(others.length > 0 && { relatedLocations: others }),
        // Two files may contain the same workload, and pods with generated names look alike.
        partialFingerprints: { "kubectlPss/v1": count === 1 ? fingerprint : `${fingerprint} (${count})` },
        ...(report.accept !== null && acceptance(accepted, acceptFile)),
        properties: { levels, modes },
      };
    }
  }
}

/** The identity of a violation. It does not depend on lines, on the order of containers, or on the generated part of a pod's name. */
function fingerprintOf(workload: WorkloadReport, { check, fields }: DistinctViolation): string {
  return `${workload.namespace}/${kindGroupName(workload)} ${check} ${pathsOf(fields)}`.toWellFormed();
}

function sarifLevel(modes: readonly Mode[]): string {
  return LEVELS.find(([mode]) => modes.includes(mode))?.[1] ?? "error";
}

/**
 * The API server's words for one violation: `Deployment/web in namespace "shop" violates PodSecurity "baseline:latest": privileged (…)`.
 */
function sentence(workload: WorkloadReport, violation: DistinctViolation): string {
  const { modes, levels } = violation;
  const phrase = violationPhrase(levels, modes.length === 0 || modes.includes("enforce"));
  return `${titleOf(workload)} in namespace "${workload.namespace}" ${phrase}: ${reasonText(violation)}`;
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
  return places.map(({ path, line, column }) => {
    const place = { logicalLocations, ...(path !== "" && { message: messageOf(path) }) };
    if (source === null) return place;
    const isHere = isInFileOf(workload, results, report);
    return {
      physicalLocation: isHere ? physicalLocation({ ...source, line }, column) : physicalLocation(source),
      ...place,
    };
  });
}

/** Whether a result is about an object in the workload's file. The file of a controller's pods is unknown in a dump of several files. */
function isInFileOf({ kind }: WorkloadReport, [first]: readonly Result[], { source }: Report): boolean {
  return first?.subject !== "pods" || kind === "Pod" || (source.type === "files" && source.files === 1);
}

function logicalLocation(workload: WorkloadReport): object {
  const { namespace, kind } = workload;
  const name = shownName(workload.name).toWellFormed();
  const fullyQualifiedName = `${namespace}/${kind}/${name}`.toWellFormed();
  return { name, fullyQualifiedName, kind: "resource" };
}
