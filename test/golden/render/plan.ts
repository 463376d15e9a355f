/** Plans that every form of them is rendered from: one with something in each of its parts, and one of three thousand namespaces. */
import { BUILTIN_POLICY } from "../../../src/admission/labels.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator } from "../../../src/policy/evaluator.ts";
import { minorVersion } from "../../../src/policy/version.ts";
import type { PlanOptions } from "../../../src/rollout/options.ts";
import { pinOf } from "../../../src/rollout/pin.ts";
import { planRollout } from "../../../src/rollout/plan.ts";
import type { LabelOwner, RolloutPlan } from "../../../src/report/rollout-plan.ts";
import { inputOf, PODS, type TestNamespace } from "../../rollout/clusters.ts";

const OPTIONS: PlanOptions = {
  admission: {
    evaluator: createEvaluator(CHECKS),
    exemptions: { usernames: [], namespaces: ["cni"], runtimeClasses: [] },
    defaults: BUILTIN_POLICY,
  },
  target: "restricted",
  maxStep: 2,
  version: undefined,
  skip: new Set(["legacy"]),
  keepPrivileged: undefined,
  upgradeFrom: 33,
  kubectl: ["kubectl", "--context", "prod west"],
};

const BASELINE = { "pod-security.kubernetes.io/enforce": "baseline" };
const FLUX: LabelOwner = { manager: "kustomize-controller", advice: "Flux sets them: change them in Git, in Kustomization flux-system/apps" };

function namespaces(...all: readonly (readonly [name: string, labels: TestNamespace["labels"], pods: string])[]): TestNamespace[] {
  return all.map(([name, labels, pods]) => ({
    name,
    labels,
    pods: pods.split(" ").flatMap((pod) => PODS[pod] ?? []),
  }));
}

/** Everything that a plan can hold. */
export const PLAN: RolloutPlan = planOf(
  namespaces(
    ["kube-system", {}, "hostNetwork privileged"],
    ["cni", {}, "privileged"],
    ["legacy", {}, "plain"],
    ["shop", BASELINE, "plain plain restricted noSeccomp"],
    ["web", BASELINE, "noSeccomp probeHost"],
    ["billing", {}, "restricted restricted"],
    ["mail", {}, "restricted"],
    ["empty", {}, ""],
    ["orders", { ...BASELINE, "pod-security.kubernetes.io/warn": "Restricted" }, "restricted"],
  ),
  OPTIONS,
  (name) => (name === "web" || name === "orders" ? FLUX : null),
);

/** A plan with nothing to do. */
export const DONE_PLAN: RolloutPlan = planOf(
  namespaces(["shop", { ...BASELINE, "pod-security.kubernetes.io/enforce": "restricted", ...restrictedWatch() }, "restricted"]),
  { ...OPTIONS, upgradeFrom: undefined },
);

/** A plan that pins a version. */
export const PINNED_PLAN: RolloutPlan = planOf(namespaces(["shop", BASELINE, "restricted"]), {
  ...OPTIONS,
  upgradeFrom: undefined,
  version: minorVersion(33),
});

/** A plan for three thousand namespaces. */
export const LARGE_PLAN: RolloutPlan = planOf(
  Array.from({ length: 3000 }, (_, index): TestNamespace => {
    const [pods = [], labels = {}] = largeKinds()[index % largeKinds().length] ?? [];
    return { name: `team-${String(index).padStart(4, "0")}`, labels, pods };
  }),
  { ...OPTIONS, upgradeFrom: undefined, kubectl: ["kubectl"] },
);

function largeKinds(): readonly (readonly [TestNamespace["pods"], TestNamespace["labels"]])[] {
  const pods = (name: string): TestNamespace["pods"] => (PODS[name] === undefined ? [] : [PODS[name]]);
  return [
    [pods("restricted"), {}],
    [pods("plain"), {}],
    [pods("privileged"), {}],
    [pods("noSeccomp"), BASELINE],
  ];
}

function restrictedWatch(): TestNamespace["labels"] {
  return { "pod-security.kubernetes.io/audit": "restricted", "pod-security.kubernetes.io/warn": "restricted" };
}

function planOf(
  all: readonly TestNamespace[],
  options: PlanOptions,
  ownerOf: (name: string) => LabelOwner | null = () => null,
): RolloutPlan {
  return {
    kind: "RolloutPlan",
    source: { type: "cluster", context: "prod west", server: "https://10.0.0.1:6443" },
    serverVersion: "v1.37",
    ...planRollout(
      all.map((namespace) => ({ ...inputOf(namespace, options), owner: ownerOf(namespace.name) })),
      options,
    ),
    pin: pinOf(options.version, CHECKS, 37),
    notes: [],
    unreadable: [],
  };
}
