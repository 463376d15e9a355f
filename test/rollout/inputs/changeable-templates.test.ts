import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { sizeOfInventory } from "../../../src/audit/workload/report-size.ts";
import { ADMISSION, inventoryOf } from "../../audit/clusters.ts";
import { itemsOf } from "../../audit/items.ts";
import { openshiftDump } from "../../audit/scc.ts";
import { PlanInputs } from "../../../src/rollout/inputs/plan-inputs.ts";
import { USUAL_PLAN } from "../../../src/rollout/options.ts";
import { planRollout } from "../../../src/rollout/plan.ts";

/** The planned level of enforce, the checks that block the last step, and the namespaces whose templates OpenShift changes. */
function planned(dump: string): readonly [level: string | undefined, checks: string, changed: string] {
  const options = { ...USUAL_PLAN, admission: ADMISSION };
  const inputs = new PlanInputs(options, sizeOfInventory());
  const inventory = inventoryOf({}, [inputs]);
  const items = itemsOf(dump);
  inventory.readFiles(() => items);
  const { namespaces, steps } = planRollout(inputs.namespaces(inventory), options);
  const blockedBy = steps.at(-1)?.namespaces.flatMap((namespace) => namespace.blockedBy) ?? [];
  const checks = blockedBy.flatMap((workload) => workload.checks.map(({ check }) => check));
  const changed = inputs.changedByScc(inventory).map(({ name, workloads }) => `${name} ${workloads}`);
  return [namespaces[0]?.enforce?.planned, checks.join(" "), changed.join()];
}

const ALL = "allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted";

describe("a plan for a template that violates restricted", () => {
  for (const [name, dump, expected] of [
    ["raises enforce if OpenShift changed its pod", openshiftDump({}), ["restricted", "", "orders 1"]],
    [
      "does not raise it if one pod was not changed",
      openshiftDump({ pods: ["restricted-v2", undefined] }),
      ["baseline", ALL, ""],
    ],
    [
      "does not raise it if a changed pod violates restricted",
      openshiftDump({ podSpec: "containers: [{name: a}]" }),
      ["baseline", ALL, ""],
    ],
    [
      "does not raise it if the template sets a value that no constraints change",
      openshiftDump({ template: "hostNetwork: true, containers: [{name: a}]" }),
      ["privileged", "hostNamespaces", ""],
    ],
    [
      "does not raise it if the cluster reports that new pods are rejected",
      openshiftDump({
        enforce: "baseline",
        status:
          'status: {observedGeneration: 1, conditions: [{type: ReplicaFailure, status: "True", reason: FailedCreate, message: \'pods "a" is forbidden: violates PodSecurity "restricted:latest": seccompProfile\'}]}',
      }),
      ["baseline", ALL, ""],
    ],
  ] as const) {
    it(name, () => assert.deepEqual(planned(dump), expected));
  }
});
