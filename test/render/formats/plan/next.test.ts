import assert from "node:assert/strict";
import { test } from "node:test";
import { planNext } from "../../../../src/render/formats/plan/next.ts";
import type { RolloutPlan } from "../../../../src/report/plan/rollout-plan.ts";
import { DONE_PLAN, PLAN } from "../../../fixtures/reports/plan.ts";
import { SUGGESTIONS } from "../../../fixtures/suggestions.ts";

function nextOf(plan: RolloutPlan): readonly [string, string] | undefined {
  const step = planNext(plan);
  const text = (words: readonly string[]): { text: string; isWhole: boolean } => ({
    text: words.join(" "),
    isWhole: true,
  });
  return step === undefined ? undefined : [step.command({ pss: text, kubectl: text }).text, step.effect];
}

test("the next step after a plan is the script with a guard, and never a step without a guard", () => {
  assert.deepEqual(nextOf(PLAN), [
    "plan -o commands > rollout.sh",
    "for this cluster only; sh rollout.sh shows what it would do",
  ]);
  assert.ok(!nextOf(DONE_PLAN)?.[0].includes("--step"));
});

test("if only namespaces to observe are left, the next step has the time", () => {
  const steps = PLAN.steps.map((step) => {
    const groups = step.id === "enforce" ? step.groups.filter(({ observeDays }) => observeDays !== null) : [];
    return step.safe ? { ...step, groups, commands: groups.flatMap(({ commands }) => commands) } : step;
  });
  assert.deepEqual(nextOf({ ...PLAN, steps }), [
    "plan -o commands > rollout.sh",
    "after up to 31 days of observation, sh rollout.sh apply observed raises enforce there",
  ]);
});

test("if the days of observation are over, the next step says so, and in how many namespaces", () => {
  const waiting = (days: readonly (number | null)[]): RolloutPlan => {
    const steps = PLAN.steps.map((step) => {
      if (step.id !== "enforce") return { ...step, groups: [], commands: [], namespaces: [] };
      const groups = step.groups.filter(({ observeDays }) => observeDays === 7);
      const some = step.namespaces.filter(({ observeDays }) => observeDays === 7);
      const namespaces = some.map((one, index) => ({ ...one, observed: { since: null, days: days[index] ?? null } }));
      return { ...step, groups, commands: groups.flatMap(({ commands }) => commands), namespaces };
    });
    return { ...PLAN, steps };
  };
  const effects = [[7, 9, 20], [7, 6, null], [null]].map((days) => nextOf(waiting(days))?.[1]);
  assert.deepEqual(effects, [
    "the days of observation are over; if the audit log has no violation there, sh rollout.sh apply observed raises enforce there",
    "the days of observation are over in 1 of 3 namespaces; if the audit log has no violation there, sh rollout.sh apply observed raises enforce there",
    "after 7 days of observation, sh rollout.sh apply observed raises enforce there",
  ]);
});

test("the script is in a new file, which replaces no script of an earlier plan", () => {
  const step = planNext(PLAN, "rollout-3.sh");
  const text = step?.command(SUGGESTIONS).text;
  assert.equal(text, "kubectl pss plan -o commands > rollout-3.sh");
  assert.equal(step?.effect, "for this cluster only; sh rollout-3.sh shows what it would do");
});
