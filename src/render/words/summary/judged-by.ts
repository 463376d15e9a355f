import { MODES, type Mode } from "../../../api/mode.ts";
import type { NamespaceReport, PolicyPart, Report, WorkloadReport } from "../../../report/report.ts";
import { escapeName, escapeText } from "../escape.ts";
import { nameSome } from "../lines.ts";
import { labelText } from "../namespace/namespace.ts";
import { askedLevels } from "../overview.ts";

/** Says which policy judged the workloads of a lint, as a part of a sentence; empty for a cluster, where each namespace says so. */
export function judgedByText(report: Report): string {
  if (report.kind !== "LintReport") return "";
  const levels = askedLevels(report);
  const { levelsFrom } = report;
  if (levels.length > 0) {
    const names = levels.map((level) => level.replace(/:latest$/, "")).join(" and ");
    return levelsFrom === undefined ? `judged by --level ${names}` : `judged by ${names} (${escapeText(levelsFrom)})`;
  }
  const judged = report.namespaces.filter(({ workloads }) => workloads.some(isByPolicy));
  const assumed = judged.filter(({ assumedPolicy }) => assumedPolicy);
  const labelled = judged.filter(({ labelled }) => labelled);
  const others = judged.filter(({ assumedPolicy, labelled }) => !assumedPolicy && !labelled);
  const parts = [
    report.levels.length === 0 ? "" : `by the levels of ${escapeText(levelsFrom ?? "--level")}`,
    labelled.length === 0 ? "" : `by the labels of ${namesOf(labelled)}`,
    others.length === 0 ? "" : `${forSome(others, judged)}by the defaults of --admission-config`,
    !assumed[0]?.policy ? "" : `${forSome(assumed, judged)}as in a namespace labelled ${policyText(assumed[0].policy)}`,
  ].filter((part) => part !== "");
  const advice = assumed.length === 0 ? "" : " (--level LEVEL changes it)";
  return parts.length === 0 ? "" : `judged ${parts.join("; ")}${advice}`;
}

/** Whether no level of `--level` or of the configuration judges a workload, so that the policy of its namespace does. */
function isByPolicy({ results }: WorkloadReport): boolean {
  return results.every(({ requested }) => !requested);
}

/**
 * `enforce=baseline, audit=warn=restricted`, in the form of labels: the version only if it is not latest.
 *
 * @internal exported for its test
 */
export function policyText(policy: Readonly<Record<Mode, Pick<PolicyPart, "level" | "version">>>): string {
  const byLevel = Map.groupBy(MODES, (mode) => labelText(policy[mode]));
  return Array.from(byLevel, ([level, modes]) => `${modes.join("=")}=${level}`).join(", ");
}

/** The names of some namespaces, unless they are all that were judged. */
function forSome(namespaces: readonly NamespaceReport[], judged: readonly NamespaceReport[]): string {
  return namespaces.length === judged.length ? "" : `${namesOf(namespaces)} `;
}

function namesOf(namespaces: readonly NamespaceReport[]): string {
  return nameSome(namespaces.map(({ name }) => escapeName(name)));
}
