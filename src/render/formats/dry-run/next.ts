import type { NamespaceReport, Report } from "../../../report/report.ts";
import { kubectlStep, pssStep, type NextStep } from "../../words/next-step.ts";
import { isWorse, outcomeOf } from "../../words/dry-run/outcome.ts";

/** The longest list of names in a command, in characters: a longer command is one for a script. */
const LONGEST_NAMES = 1000;

/**
 * The command to run after a dry run: the audit of the namespace with the most new violations, or else the `kubectl label` that sets the labels.
 * It is undefined if no policy changes, and if the API server rejects the labels.
 */
export function dryRunNext({ namespaces }: Report): NextStep | undefined {
  const [worst] = namespaces.filter(({ workloads }) => workloads.some(isWorse)).toSorted(byNewViolations);
  if (worst !== undefined) {
    return pssStep(["audit", "-n", worst.name], "the workloads and fields to fix there");
  }
  if (namespaces.some(({ change }) => change === null || change.denied !== null)) return undefined;
  const changed = namespaces.filter((namespace) => outcomeOf(namespace) !== "unchanged");
  const labels = Object.entries(changed[0]?.change?.labels ?? {});
  const names = changed.map(({ name }) => name);
  if (names.length === 0 || names.join(" ").length > LONGEST_NAMES) return undefined;
  const words = labels.map(([name, value]) => (value === null ? `${name}-` : `${name}=${value}`));
  return kubectlStep(["label", "--overwrite", "ns", ...names, ...words], "sets these labels");
}

function byNewViolations(a: NamespaceReport, b: NamespaceReport): number {
  return newViolations(b) - newViolations(a);
}

function newViolations({ workloads }: NamespaceReport): number {
  return workloads.filter(isWorse).length;
}
