import assert from "node:assert/strict";
import { test } from "node:test";
import { renderPlan, type PlanFormat } from "../../../../src/render/formats/plan/format.ts";
import type { Style, Suggestions } from "../../../../src/render/terminal/style.ts";
import type { PlannedNamespace, RolloutPlan } from "../../../../src/report/plan/rollout-plan.ts";
import { PLAN } from "../../../fixtures/reports/plan.ts";
import { SUGGESTIONS } from "../../../fixtures/suggestions.ts";

const STYLE: Style = { width: 80, colour: false, headers: true, details: false, checks: [] };
const FIX = PLAN.steps.at(-1)?.namespaces ?? [];

/** The plan with this number of namespaces to fix. */
function planWith(count: number, change: Partial<PlannedNamespace> = {}): RolloutPlan {
  const first = FIX.find(({ command }) => command !== null) ?? assert.fail();
  const namespaces = Array.from({ length: count }, (_, index) => ({ ...first, name: `team-${index}`, ...change }));
  return { ...PLAN, steps: PLAN.steps.map((step) => (step.id === "fix" ? { ...step, namespaces } : step)) };
}

async function table(plan: RolloutPlan, format: PlanFormat = "table", style: Style = STYLE): Promise<string> {
  return [...(await renderPlan(plan, format, style))].join("");
}

test("only a short list of namespaces to fix has the command of each; -o wide always has it", async () => {
  assert.equal((await table(planWith(5))).match(/then: kubectl/g)?.length, 5);
  assert.doesNotMatch(await table(planWith(6)), /then: kubectl/);
  assert.match(await table(planWith(6)), /--step 4 prints them/);
  const wide = await table(planWith(6), "wide");
  assert.equal(wide.match(/then: kubectl/g)?.length, 6);
});

test("a sentence names a command of this program only if it can be pasted and is short", async () => {
  const long = Array.from({ length: 60 }, (_, index) => `kubectl label namespace team-${index}`).join(" ");
  const plan: RolloutPlan = {
    ...planWith(6),
    steps: planWith(6).steps.map((step) => ({
      ...step,
      groups: step.groups.map((group) => ({ ...group, commands: [long] })),
    })),
  };
  const textWith = (pss: Suggestions["pss"]) =>
    table(plan, "table", { ...STYLE, suggestions: { ...SUGGESTIONS, pss } });
  assert.match(await textWith(SUGGESTIONS.pss), /1 command, printed by: kubectl pss plan --step 1\n/);
  assert.match(await textWith(SUGGESTIONS.pss), /for afterwards: kubectl pss plan --step 4\n/);
  const others: readonly Suggestions["pss"][] = [
    (words) => ({ text: `${SUGGESTIONS.pss(words).text} -f FILE`, isWhole: false }),
    (words) => ({ text: `${SUGGESTIONS.pss(words).text} -n ${"team-a,".repeat(60)}b`, isWhole: true }),
  ];
  for (const pss of others) {
    const text = await textWith(pss);
    assert.match(text, /1 command: --step 1 prints it\./);
    assert.match(text, /for afterwards: --step 4 prints them\./);
    assert.doesNotMatch(text, /printed by|The fields to fix:|for afterwards: kubectl/);
  }
});

test("no format says that workloads are rejected now in a namespace that is being deleted", async () => {
  const [first = assert.fail()] = PLAN.namespaces;
  const planKeeping = (kept: "terminating" | null): RolloutPlan => ({
    ...PLAN,
    namespaces: [{ ...first, rejectedNow: 7, kept, state: kept === null ? first.state : "kept" }],
    steps: PLAN.steps.map((step) => ({ ...step, namespaces: [], groups: [] })),
  });
  for (const format of ["table", "wide", "markdown", "html", "commands"] as const) {
    assert.match(await table(planKeeping(null), format), /7 workloads are rejected now/);
    assert.doesNotMatch(
      await table(planKeeping("terminating"), format),
      /\b7 (?:workloads are )?rejected now|"rejectedNow":7/,
    );
  }
});

test("no name of a check is truncated", async () => {
  assert.doesNotMatch(await table(PLAN), /…/);
  assert.match(await table(PLAN), /capabilities_restricted/);
});

test("the advice about the owner of the labels appears once for each namespace", async () => {
  assert.equal((await table(PLAN)).match(/orders: Flux sets them/g)?.length, 1);
  assert.match(await table(PLAN), /enforce=restricted \(Flux\): orders/);
});

test("an owner is named only if a label changes", async () => {
  const owner = { manager: "helm", tool: "Helm", advice: "Helm sets them" };
  assert.match(await table(planWith(1, { owner })), /note: Helm sets them/);
  assert.doesNotMatch(await table(planWith(1, { owner, command: null })), /Helm/);
});

test("an enforce level that rejects running pods is one sentence, and a lower level is marked as relaxing", async () => {
  const blockedBy = [
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      namespace: "a",
      name: "erp",
      stableName: "erp",
      checks: [],
      rejected: "no",
    },
  ];
  const to = { "pod-security.kubernetes.io/enforce": "restricted" };
  const relax = { level: "baseline" as const, command: "kubectl label ns a enforce=baseline" };
  const text = (await table(planWith(1, { blockedBy, to, relax, command: null }))).replaceAll(/\s+/g, " ");
  assert.ok(
    text.includes(
      "note: its enforce=restricted rejects StatefulSet/erp now: fix it, or lower enforce to baseline, which it meets or: kubectl label ns a enforce=baseline # relaxes enforce",
    ),
    text,
  );
});
