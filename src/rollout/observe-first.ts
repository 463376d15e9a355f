import { resolvePolicy, type Labels } from "../admission/labels.ts";
import { compareLevels } from "../api/level.ts";
import { levelLabel } from "../api/policies/policy-labels.ts";
import { applyChanges } from "../audit/dry-run/change.ts";
import type { ObserveFirst } from "../report/plan/caution.ts";
import type { NamespaceReport, Report } from "../report/report.ts";
import type { PlanOptions } from "./options.ts";
import { PlannedNamespaceState, type NamespaceInput } from "./planned-namespace.ts";

/**
 * Adds to a report what a plan says about the next pods of each namespace: the reasons to observe it before enforce gets the level that it is ready for or,
 * in a dry run, the level that is tried. A namespace whose enforce would not become stricter has none.
 */
export function withObserveFirst(report: Report, inputs: readonly NamespaceInput[], options: PlanOptions): Report {
  const byName = new Map(inputs.map((input) => [input.name, input]));
  const namespaces = report.namespaces.map((namespace) => {
    const input = byName.get(namespace.name);
    const observeFirst = input === undefined ? undefined : observeFirstOf(namespace, input, options);
    return observeFirst === undefined ? namespace : { ...namespace, observeFirst };
  });
  return { ...report, namespaces };
}

function observeFirstOf(
  namespace: NamespaceReport,
  input: NamespaceInput,
  options: PlanOptions,
): ObserveFirst | undefined {
  if (!input.areLabelsKnown || namespace.exempt) return undefined;
  const labels = labelsToEnforce(namespace, input.labels);
  if (labels === undefined) return undefined;
  const { defaults } = options.admission;
  const [now, then] = [input.labels, labels].map((some) => resolvePolicy(some, defaults).policy.enforce.level);
  if (now === undefined || then === undefined || compareLevels(then, now) <= 0) return undefined;
  const { cautions, observeDays, slowestCronJob } = new PlannedNamespaceState(input, options).factsWith(labels);
  if (observeDays === null) return undefined;
  return { days: observeDays, cautions, ...(slowestCronJob !== undefined && { slowestCronJob }) };
}

/** The labels with the stricter enforce; undefined if there is none. */
function labelsToEnforce({ change, readyFor }: NamespaceReport, labels: Labels): Labels | undefined {
  if (change !== null) return change.denied === null ? applyChanges(labels, change.labels) : undefined;
  return readyFor === null ? undefined : applyChanges(labels, { [levelLabel("enforce")]: readyFor });
}
