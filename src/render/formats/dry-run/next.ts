import type { NamespaceReport, Report } from "../../../report/report.ts";
import { kubectlStep, pssStep, type NextStep } from "../../words/next-step.ts";
import { count } from "../../../api/words/plural.ts";
import { byOutcome, loosenedModes } from "../../words/dry-run/outcome.ts";

/**
 * The command to run after a dry run: the audit of the namespace with the most new violations, or else the `kubectl label` that sets the labels.
 * If the API server denies them, a look at the labels that are there. It is undefined if no namespace was found, and if something
 * could not be read.
 */
export function dryRunNext(report: Report): NextStep | undefined {
  const groups = byOutcome(report);
  const [denied] = groups.get("denied") ?? [];
  if (denied !== undefined) {
    return kubectlStep(["get", "ns", denied.name, "--show-labels"], "its labels, one of which is invalid");
  }
  const [worst] = groups.get("new") ?? [];
  if (worst !== undefined) return pssStep(["audit", "-n", worst.name], "the workloads and fields to fix there");
  const [first] = report.namespaces;
  if (report.summary.workloads === 0 && report.scope?.type === "names" && report.scope.isCurrent) {
    return pssStep(["dry-run", "-A"], "tries all namespaces; this one has no workloads");
  }
  // Something that was not read may violate, and unknown labels may be stricter.
  const isComplete = report.summary.unreadable === 0 && report.namespaces.every(({ labelsKnown }) => labelsKnown);
  return first === undefined || !isComplete ? undefined : labelStep(report, first);
}

function labelStep({ scope, source, namespaces }: Report, { change }: NamespaceReport): NextStep {
  const labels = Object.entries(change?.labels ?? {});
  const words = labels.map(([name, value]) => (value === null ? `${name}-` : `${name}=${value}`));
  const named = namespaces.map(({ name }) => name);
  const chosen = scope?.type === "all" ? ["--all"] : scope?.type === "selector" ? ["-l", scope.selector] : named;
  const where = source.type === "files" ? " in the cluster of the current context" : "";
  const loosened = namespaces.filter((namespace) => loosenedModes(namespace).length > 0).length;
  const warning = loosened === 0 ? "" : `; it loosens ${count(loosened, "namespace")}`;
  const effect = `sets these labels${where}${warning}`;
  return kubectlStep(["label", "--overwrite", "ns", ...chosen, ...words], effect);
}
