import { resolvePolicy, type Labels } from "../../admission/labels.ts";
import { levelLabel } from "../../api/policies/policy-labels.ts";
import type { DenyingBinding, ReadPolicies } from "../../admission/policy-judge.ts";
import { compareLevels } from "../../api/level.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { cutText, listNames, shorten } from "../../api/words/quoted.ts";
import { count, plural } from "../../api/words/plural.ts";
import type { PlannedNamespace, PlanStep, PolicyLabels } from "../../report/plan/rollout-plan.ts";
import type { Note } from "../../report/report.ts";
import type { NamespaceInput } from "../planned-namespace.ts";
import type { PlanOptions } from "../options.ts";

/** The most namespaces in a note. */
const MOST = 100;

/**
 * Warns about each ValidatingAdmissionPolicy that no longer denies pods in a namespace after a safe step: its binding does not select the new labels, and these
 * enforce less than the policy. Such a binding is a default for namespaces without an enforce label.
 */
export function lostPolicyNotes(
  policies: Pick<ReadPolicies, "denyingBindings">,
  namespaces: readonly NamespaceInput[],
  steps: readonly PlanStep[],
  options: PlanOptions,
): readonly Note[] {
  const inputs = new Map(namespaces.map((input) => [input.name, input]));
  const lostBy = ({ name, from, to }: PlannedNamespace): readonly DenyingBinding[] => {
    const input = inputs.get(name);
    return input === undefined ? [] : lostPolicies(policies, input, from, to, options);
  };
  return steps
    .filter(({ safe }) => safe)
    .flatMap(({ number, namespaces: moved }) => {
      const lost = moved.flatMap((namespace) =>
        lostBy(namespace).map((binding) => ({ ...binding, namespace: namespace.name })),
      );
      return Array.from(
        Map.groupBy(lost, ({ binding }) => binding),
        ([, some]) => some,
      )
        .toSorted(([a], [b]) => compareBytes(a?.binding ?? "", b?.binding ?? ""))
        .flatMap((some) => lostNote(number, some));
    });
}

/** Tells each namespace which policies it loses with other labels. */
export function withPolicies(
  namespaces: readonly NamespaceInput[],
  policies: Pick<ReadPolicies, "denyingBindings">,
  options: PlanOptions,
): readonly NamespaceInput[] {
  return namespaces.map((input) => ({
    ...input,
    policiesLost: (labels) => lostPolicies(policies, input, input.labels, labels, options),
  }));
}

/** The bindings that select a namespace with some labels, and not with others that enforce less than their policy. */
function lostPolicies(
  policies: Pick<ReadPolicies, "denyingBindings">,
  { name, labels }: NamespaceInput,
  from: Labels,
  to: PolicyLabels,
  { admission }: PlanOptions,
): readonly DenyingBinding[] {
  const before = policies.denyingBindings(name, { ...labels, ...from });
  if (before.length === 0) return [];
  const after = new Set(policies.denyingBindings(name, { ...labels, ...to }).map(({ binding }) => binding));
  const { enforce } = resolvePolicy(to, admission.defaults).policy;
  return before.filter(
    ({ binding, level }) => !after.has(binding) && (level === undefined || compareLevels(enforce.level, level) < 0),
  );
}

/** Notes on the namespaces that get no label of enforce in step 1, because it would switch off a policy that is bound by default. */
export function keptPolicyNotes(namespaces: readonly NamespaceInput[], steps: readonly PlanStep[]): readonly Note[] {
  const inputs = new Map(namespaces.map((input) => [input.name, input]));
  const enforce = levelLabel("enforce");
  return steps
    .filter(({ id }) => id === "close-the-gap")
    .flatMap(({ number, namespaces: moved }) => {
      const kept = moved
        .filter(({ to }) => to[enforce] === undefined)
        .flatMap(({ name, to }) =>
          (inputs.get(name)?.policiesLost?.({ ...to, [enforce]: "privileged" }) ?? []).map((one) => ({
            ...one,
            namespace: name,
          })),
        );
      return Array.from(
        Map.groupBy(kept, ({ policy }) => policy),
        ([policy, some]): Note => {
          const names = [...new Set(some.map(({ namespace }) => namespace))];
          const message =
            `step ${number} sets no enforce label in ${count(names.length, "namespace")}, because ValidatingAdmissionPolicy ${shorten(policy)} denies pods only where ` +
            `there is none: ${listNames(names, MOST)}. Step 3 sets it where everything meets a level that is as strict`;
          return { severity: "info", code: "admission-policy", message: cutText(message), source: null };
        },
      );
    });
}

function lostNote(step: number, lost: readonly (DenyingBinding & { readonly namespace: string })[]): Note[] {
  const [first] = lost;
  if (first === undefined) return [];
  const names = lost.map(({ namespace }) => namespace);
  const those = plural(names.length, "this namespace", "these namespaces");
  const admitted = first.level === undefined ? "" : "; enforce then admits pods that the policy denies now";
  const message =
    `step ${step} switches off ValidatingAdmissionPolicy ${shorten(first.policy)} in ${count(names.length, "namespace")}, because its binding ` +
    `${shorten(first.binding)} does not select the new labels: ${listNames(names, MOST)}${admitted}. To keep the policy in force, leave ${those} ` +
    "out with --skip, or first bind the policy by a label of your own";
  return [{ severity: "warning", code: "admission-policy", message: cutText(message), source: null }];
}
