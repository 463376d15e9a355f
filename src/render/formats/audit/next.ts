import type { NamespaceReport, Report } from "../../../report/report.ts";
import { shellWord } from "../../../api/words/shell-word.ts";
import { count } from "../../../api/words/plural.ts";
import { LEVELS } from "../../../api/level.ts";
import { overviewOf } from "../../words/overview.ts";

/** Suggests the next steps after an audit: where to look first, and which namespaces could be stricter today. */
export function nextSteps({ namespaces }: Report): string[] {
  return [lookAt(namespaces), tighten(namespaces)].filter((step) => step !== "");
}

function lookAt(namespaces: readonly NamespaceReport[]): string {
  const counted = namespaces.map(({ name, workloads }) => ({ name, overview: overviewOf(workloads) }));
  const [worst] = counted.toSorted(
    (a, b) =>
      b.overview.byMode.enforce.workloads - a.overview.byMode.enforce.workloads ||
      b.overview.all.workloads - a.overview.all.workloads,
  );
  if (worst === undefined || worst.overview.all.workloads === 0) return "";
  return `Next: -n ${shellWord(worst.name)} shows what violates there, -o wide everything.`;
}

function tighten(namespaces: readonly NamespaceReport[]): string {
  // The future workloads of an empty namespace are unknown.
  const looser = namespaces.filter(
    ({ policy, readyFor }) =>
      policy !== null && readyFor !== null && LEVELS.indexOf(readyFor) > LEVELS.indexOf(policy.enforce.level),
  );
  const [first] = looser;
  if (first === undefined) return "";
  const command = `kubectl pss dry-run -n ${shellWord(first.name)} --enforce ${first.readyFor}`;
  const verb = looser.length === 1 ? "meets" : "meet";
  return `${count(looser.length, "namespace")} ${verb} a stricter level than enforce asks for: try ${command}`;
}
