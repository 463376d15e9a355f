import { compareLevels } from "../../../api/level.ts";
import type { NamespaceReport, Report } from "../../../report/report.ts";
import { kubectlStep, pssStep, type NextStep } from "../../words/next-step.ts";
import { isNothingSelected, nothingSelectedStep } from "../../words/nothing-selected.ts";
import { count } from "../../../api/words/plural.ts";
import { byOutcome, changedModes, loosenedModes } from "../../words/dry-run/outcome.ts";

/**
 * The command to run after a dry run: the audit of the namespace with the most new violations, or of one that fails the run, or else the
 * `kubectl label` that sets the labels. If the API server denies them, a look at the labels that are there. It is undefined if the labels change
 * nothing, and if something could not be read.
 */
export function dryRunNext(report: Report): NextStep | undefined {
  if (isNothingSelected(report.namespaces.length, report)) return nothingSelectedStep(report);
  const groups = byOutcome(report);
  const [denied] = groups.get("denied") ?? [];
  if (denied !== undefined) {
    return kubectlStep(["get", "ns", denied.name, "--show-labels"], "its labels: one is invalid");
  }
  const [worst] = groups.get("new") ?? groups.get("unknown") ?? [];
  if (worst !== undefined) return pssStep(["audit", "-n", worst.name], "the workloads and fields to fix there");
  // Something that was not read may violate, and unknown labels may be stricter.
  const isComplete = report.summary.unreadable === 0 && report.namespaces.every(({ labelsKnown }) => labelsKnown);
  if (!isComplete) return undefined;
  if (report.summary.workloads === 0 && report.scope?.type === "names" && report.scope.isCurrent) {
    return pssStep(["dry-run", "-A"], "tries all namespaces; this one has no workloads");
  }
  const [violating] = groups.get("violating") ?? [];
  if (violating !== undefined && report.summary.failing > 0) {
    return pssStep(["audit", "-n", violating.name], "the workloads and fields that already violate there");
  }
  return observeStep(report) ?? labelStep(report);
}

/** The plan of the namespaces whose next pods may violate a stricter enforce, or in which nothing runs that could be judged. */
function observeStep({ namespaces, scope }: Report): NextStep | undefined {
  const isNamed = scope?.type === "names";
  const some = namespaces.filter((one) => one.observeFirst !== undefined || (isNamed && isUntested(one)));
  if (some.length === 0) return undefined;
  const names = isNamed ? some.flatMap(({ name }) => ["-n", name]) : [];
  return pssStep(
    ["plan", ...names],
    some.every(isUntested) ? "nothing runs there, so nothing was tested" : "what to observe first",
  );
}

/** Whether enforce becomes stricter in a namespace without workloads. */
function isUntested({ change, workloads, labelsKnown, exempt }: NamespaceReport): boolean {
  if (change === null || change.from === null || !labelsKnown || exempt) return false;
  return workloads.length === 0 && compareLevels(change.to.enforce.level, change.from.enforce.level) > 0;
}

/**
 * The `kubectl label` for the namespaces whose policy changes and is not loosened. A dump does not have all namespaces of a cluster, so they are
 * named. If the labels only loosen, the step says so, and only for namespaces that the user names. They may do nothing: then there is no step.
 */
function labelStep({ scope, source, namespaces }: Report): NextStep | undefined {
  const changed = namespaces.filter(({ change }) => change !== null && changedModes(change).length > 0);
  const loosened = changed.filter((namespace) => loosenedModes(namespace).length > 0);
  const stricter = changed.filter((namespace) => !loosened.includes(namespace));
  if (stricter.length === 0 && scope?.type === "names") return loosenStep(loosened, source);
  const [first] = stricter;
  if (first === undefined) return undefined;
  const words = labelWords(first);
  const named = stricter.map(({ name }) => name);
  const isDump = source.type === "files";
  const ofScope = scope?.type === "all" ? ["--all"] : scope?.type === "selector" ? ["-l", scope.selector] : named;
  const chosen = isDump || loosened.length > 0 ? named : ofScope;
  const where = whereText(source);
  const left =
    loosened.length === 0 ? "" : `, and leaves out ${count(loosened.length, "namespace")} that they would loosen`;
  return kubectlStep(["label", "--overwrite", "ns", ...chosen, ...words], `sets these labels${where}${left}`);
}

/** The `kubectl label` for named namespaces that the labels loosen. */
function loosenStep(loosened: readonly NamespaceReport[], source: Report["source"]): NextStep | undefined {
  const [first] = loosened;
  if (first === undefined) return undefined;
  const modes = [...new Set(loosened.flatMap(loosenedModes))].join(", ");
  return kubectlStep(
    ["label", "--overwrite", "ns", ...loosened.map(({ name }) => name), ...labelWords(first)],
    `sets these labels${whereText(source)}, and makes ${modes} less strict`,
  );
}

/** The labels in the words of `kubectl label`. */
function labelWords({ change }: NamespaceReport): readonly string[] {
  return Object.entries(change?.labels ?? {}).map(([name, value]) =>
    value === null ? `${name}-` : `${name}=${value}`,
  );
}

function whereText({ type }: Report["source"]): string {
  return type === "files" ? " in the cluster of the current context" : "";
}
