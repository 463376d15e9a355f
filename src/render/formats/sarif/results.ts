import { MODES, type Mode } from "../../../api/mode.ts";
import { reasonText, violationPhrase } from "../../../api/words/violation-words.ts";
import { kindGroupName, shownName, titleOf } from "../../../report/workload.ts";
import type { NamespaceReport, Report, Result, ViolationReport, WorkloadReport } from "../../../report/report.ts";
import { physicalLocation } from "./location.ts";
import { messageOf } from "./text.ts";
import { levelOf } from "../../../report/violations.ts";

/**
 * A violation, with all results of its workload that contain it in the same words for the same fields. It is finer than a distinct violation
 * of the report: a fingerprint names fields, and SARIF has one result for each.
 */
interface Found {
  readonly violation: ViolationReport;
  readonly fingerprint: string;
  readonly results: Result[];
}

/** The SARIF level of each mode, the strongest first. Without any mode, `--level` asked. */
const LEVELS: readonly (readonly [Mode, string])[] = [
  ["enforce", "error"],
  ["warn", "warning"],
  ["audit", "note"],
];

/** The violations of a report as SARIF's `results`, in the report's order. */
export function* sarifResults(report: Report, ruleIndexes: ReadonlyMap<string, number>): Generator<object, undefined> {
  for (const namespace of report.namespaces) yield* namespaceResults(namespace, report, ruleIndexes);
}

function* namespaceResults(
  { workloads }: NamespaceReport,
  report: Report,
  ruleIndexes: ReadonlyMap<string, number>,
): Generator<object, undefined> {
  const seen = new Map<string, number>();
  for (const workload of workloads) {
    for (const { violation, fingerprint, results } of foundIn(workload)) {
      const count = (seen.get(fingerprint) ?? 0) + 1;
      seen.set(fingerprint, count);
      const [first, ...others] = locationsOf(workload, violation, results, report);
      yield {
        ruleId: violation.check,
        ...(ruleIndexes.has(violation.check) && { ruleIndex: ruleIndexes.get(violation.check) }),
        level: sarifLevel(results),
        message: messageOf(sentence(workload, violation, results)),
        locations: [first],
        ...(others.length > 0 && { relatedLocations: others }),
        // Two files may contain the same workload, and pods with generated names look alike.
        partialFingerprints: { "kubectlPss/v1": count === 1 ? fingerprint : `${fingerprint} (${count})` },
        ...(report.baseline !== null && { baselineState: violation.accepted ? "unchanged" : "new" }),
        properties: { levels: [...new Set(results.map(levelOf))], modes: modesOf(results) },
      };
    }
  }
}

function foundIn(workload: WorkloadReport): Iterable<Found> {
  const found = new Map<string, Found>();
  for (const result of workload.results) {
    for (const violation of result.violations) {
      const fingerprint = fingerprintOf(workload, violation);
      const key = `${fingerprint}\n${violation.detail}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { violation, fingerprint, results: [result] });
      else known.results.push(result);
    }
  }
  return found.values();
}

/** The identity of a violation. It does not depend on lines, on the order of containers, or on the generated part of a pod's name. */
function fingerprintOf(workload: WorkloadReport, { check, fields }: ViolationReport): string {
  const paths = fields.map(({ stablePath, path }) => (stablePath === "" ? path : stablePath)).toSorted();
  return `${workload.namespace}/${kindGroupName(workload)} ${check} ${[...new Set(paths)].join(" ")}`.toWellFormed();
}

function modesOf(results: readonly Result[]): Mode[] {
  return MODES.filter((mode) => results.some(({ modes }) => modes.includes(mode)));
}

function sarifLevel(results: readonly Result[]): string {
  const modes = modesOf(results);
  return LEVELS.find(([mode]) => modes.includes(mode))?.[1] ?? "error";
}

/**
 * The API server's words for one violation: `Deployment/web in namespace "shop" violates PodSecurity "baseline:latest": privileged (…)`.
 */
function sentence(workload: WorkloadReport, violation: ViolationReport, results: readonly Result[]): string {
  const modes = modesOf(results);
  const levels = [...new Set(results.map(levelOf))];
  const phrase = violationPhrase(levels, modes.length === 0 || modes.includes("enforce"));
  return `${titleOf(workload)} in namespace "${workload.namespace}" ${phrase}: ${reasonText(violation)}`;
}

/** The locations of a violation: it is shown at the first; the others have the same fault. */
function locationsOf(
  workload: WorkloadReport,
  { fields }: ViolationReport,
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
