import { MODES, type Mode } from "../../../api/mode.ts";
import type { NamespaceReport, PolicyPart, Report } from "../../../report/report.ts";
import { escapeName } from "../escape.ts";
import { nameSome } from "../lines.ts";
import { labelText } from "../namespace.ts";
import { askedLevels } from "../overview.ts";

/** Says which policy judged the workloads of a lint, as a part of a sentence; empty for a cluster, where each namespace says so. */
export function judgedByText(report: Report): string {
  if (report.kind !== "LintReport") return "";
  const levels = askedLevels(report);
  if (levels.length > 0)
    return `judged by --level ${levels.map((level) => level.replace(/:latest$/, "")).join(" and ")}`;
  const judged = report.namespaces.filter(({ workloads }) => workloads.length > 0);
  const assumed = judged.filter(({ assumedPolicy }) => assumedPolicy);
  const labelled = judged.filter(({ labelled }) => labelled);
  const others = judged.filter(({ assumedPolicy, labelled }) => !assumedPolicy && !labelled);
  const parts = [
    labelled.length === 0 ? "" : `by the labels of ${namesOf(labelled)}`,
    others.length === 0 ? "" : `${forSome(others, judged)}by the defaults of --admission-config`,
    !assumed[0]?.policy ? "" : `${forSome(assumed, judged)}as in a namespace labelled ${policyText(assumed[0].policy)}`,
  ].filter((part) => part !== "");
  const advice = assumed.length === 0 ? "" : " (--level LEVEL changes it)";
  return parts.length === 0 ? "" : `judged ${parts.join("; ")}${advice}`;
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
