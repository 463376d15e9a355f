import assert from "node:assert/strict";
import { test } from "node:test";
import type { Result } from "../../../../src/report/report.ts";
import { podsText } from "../../../../src/render/words/workload/workload.ts";
import { shareOf } from "../../../../src/render/words/workload/share.ts";
import { ESCALATION, HOST_PORT } from "../../../fixtures/reports/cluster-violations.ts";
import { pods, template, workload } from "../../../fixtures/reports/cluster-workloads.ts";

const BAD = [ESCALATION];

const SHARES: readonly (readonly [what: string, pods: number, results: readonly Result[], expected: string])[] = [
  [
    "a template and all its pods",
    3,
    [template("restricted", ["warn"], BAD), pods("a", 3, "restricted", ["warn"], BAD)],
    "",
  ],
  ["pods without a template", 2, [pods("a", 2, "restricted", ["warn"], BAD)], ""],
  ["a template without pods", 0, [template("restricted", ["warn"], BAD)], ""],
  [
    "pods that are good already",
    2,
    [template("restricted", ["warn"], BAD), pods("a", 2, "restricted", ["warn"], [])],
    "template only",
  ],
  [
    "pods that a webhook changed",
    2,
    [template("restricted", ["warn"], []), pods("a", 2, "restricted", ["warn"], BAD)],
    "pods only",
  ],
  [
    "old pods of a template that is good already",
    3,
    [
      template("restricted", ["warn"], []),
      pods("a", 2, "restricted", ["warn"], BAD),
      pods("b", 1, "restricted", ["warn"], []),
    ],
    "2 of 3 pods, not the template",
  ],
  [
    "some pods, by two levels",
    3,
    [pods("a", 2, "baseline", ["enforce"], BAD), pods("a", 2, "restricted", ["warn"], BAD)],
    "2 of 3 pods",
  ],
  [
    "pods with more texts for some of them",
    3,
    [pods("a", 2, "restricted", ["warn"], BAD), pods("b", 1, "restricted", ["warn"], [ESCALATION, HOST_PORT])],
    "",
  ],
];

for (const [what, count, results, expected] of SHARES) {
  test(`the share of ${what}: ${expected === "" ? "all" : expected}`, () => {
    const one = workload("Deployment", "apps/v1", "a", "web", count, {}, results);
    const [violation] = one.violations;
    assert.ok(violation);
    assert.equal(shareOf(one, violation), expected);
  });
}

for (const [expected, kind, count, parts] of [
  ["3 pods", "Deployment", 3, { replicas: 3 }],
  ["1 pod", "Job", 1, {}],
  ["scaled to zero", "Deployment", 0, { replicas: 0 }],
  ["no pods now", "CronJob", 0, {}],
  ["no pods now", "Deployment", 0, { replicas: 2 }],
  ["", "Pod", 1, {}],
  ["static pod: runs whatever is enforced", "Pod", 1, { static: true }],
] as const) {
  test(`${count} pods of a ${kind} ${JSON.stringify(parts)}`, () =>
    assert.equal(podsText(workload(kind, "v1", "a", "web", count, parts, [])), expected));
}
