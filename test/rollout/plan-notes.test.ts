import assert from "node:assert/strict";
import { test } from "node:test";
import { sizeOfInventory } from "../../src/audit/workload/report-size.ts";
import { PlanInputs } from "../../src/rollout/inputs/plan-inputs.ts";
import { USUAL_PLAN, type PlanOptions } from "../../src/rollout/options.ts";
import { planNotes, type PlanAssumptions } from "../../src/rollout/notes/plan-notes.ts";
import { planRollout } from "../../src/rollout/plan.ts";
import { ADMISSION, inventoryOf, namespace, pod } from "../audit/clusters.ts";
import { itemsOf } from "../audit/items.ts";

/** The warning about the assumed defaults; undefined if there is none. */
function defaultsWarning(
  dump: string,
  { hasConfiguration = false }: Partial<PlanAssumptions> = {},
  others: Partial<PlanOptions> = {},
): string | undefined {
  const options = { ...USUAL_PLAN, admission: ADMISSION, kubectl: ["kubectl", "--context", "a b"], ...others };
  const inputs = new PlanInputs(options, sizeOfInventory());
  const inventory = inventoryOf({}, [inputs]);
  const items = itemsOf(dump);
  inventory.readFiles(() => items);
  const notes = planNotes(inventory, inputs, {
    hasConfiguration,
    hasServerVersion: true,
    leavesOutCredentials: false,
    named: [],
    steps: planRollout(inputs.namespaces(inventory), options).steps,
    kubectl: options.kubectl,
  });
  return notes.find(({ code }) => code === "assumed-defaults")?.message;
}

const UNLABELLED = namespace("team-a", {}) + pod("web");
const INVALID = namespace("team-a", { enforce: "Baseline" }) + pod("web");

test("the warning about the assumed defaults ends with a command that tests them", () => {
  const command = /: kubectl --context 'a b' run pss-test -n team-a --image=pss-test --privileged --dry-run=server$/;
  assert.match(defaultsWarning(UNLABELLED) ?? "", command);
});

test("it names a system namespace only if there is no other", () => {
  const system = namespace("kube-system", {});
  assert.match(defaultsWarning(system + UNLABELLED) ?? "", /-n team-a /);
  assert.match(defaultsWarning(system + pod("web")) ?? "", /-n kube-system /);
});

test("if every namespace has labels, no command can test them", () => {
  assert.match(defaultsWarning(INVALID) ?? "", /step 1 relaxes them$/);
});

test("there is no warning if the defaults are known, or if the first step is empty", () => {
  assert.equal(defaultsWarning(UNLABELLED, { hasConfiguration: true }), undefined);
  assert.equal(defaultsWarning(UNLABELLED, {}, { skip: new Set(["team-a"]) }), undefined);
});
