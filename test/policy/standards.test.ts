import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { LEVELS } from "../../src/api/level.ts";
import { changesBetween, checksAt } from "../../src/policy/standards.ts";
import { minorVersion } from "../../src/policy/version.ts";

const NEWEST = createEvaluator(CHECKS).maxMinor;

/** The same checks, but each forbids every pod, so that the evaluator names every check that it runs. */
const FORBIDDING = CHECKS.map((check) => ({
  ...check,
  revisions: check.revisions.map((revision) => ({
    ...revision,
    check: () => ({ reason: `${check.id} since ${revision.since}`, detail: "", fields: [] }),
  })),
}));

for (const level of LEVELS) {
  test(`${level}: at every version it has the checks and revisions of the evaluator, in the same order`, () => {
    const evaluator = createEvaluator(FORBIDDING);
    for (let minor = 0; minor <= NEWEST; minor++) {
      const asked = checksAt(CHECKS, level, minor).map(({ check, revision }) => `${check.id} since ${revision.since}`);
      const violations = evaluator.evaluate({ spec: {} }, { level, version: minorVersion(minor) });
      assert.deepEqual(
        asked,
        violations.map(({ reason }) => reason),
        `v1.${minor}`,
      );
    }
  });
}

/** The changes between two minors: `ID since N`, and `ID by ID` for an overridden check. */
const CHANGES: readonly {
  readonly level: "baseline" | "restricted";
  readonly from: number;
  readonly to: number;
  readonly revised: readonly string[];
  readonly overridden?: readonly string[];
}[] = [
  { level: "baseline", from: 33, to: 34, revised: ["hostProbesAndHostLifecycle since 34"] },
  { level: "restricted", from: 33, to: 34, revised: ["hostProbesAndHostLifecycle since 34"] },
  { level: "baseline", from: 34, to: 35, revised: ["procMount since 35"] },
  {
    level: "restricted",
    from: 34,
    to: 35,
    revised: ["procMount_restricted since 35", "runAsNonRoot since 35", "runAsUser since 35"],
    overridden: ["procMount by procMount_restricted"],
  },
  {
    level: "restricted",
    from: 21,
    to: 22,
    revised: ["capabilities_restricted since 22"],
    overridden: ["capabilities_baseline by capabilities_restricted"],
  },
  { level: "baseline", from: 21, to: 22, revised: [] },
  // By version first: the first check in the order of evaluation was revised last.
  {
    level: "baseline",
    from: 26,
    to: 31,
    revised: ["sysctls since 27", "sysctls since 29", "seLinuxOptions since 31"],
  },
  // A check that is overridden at the end is not listed, even if it was revised in between.
  {
    level: "restricted",
    from: 18,
    to: 19,
    revised: ["seccompProfile_restricted since 19"],
    overridden: ["seccompProfile_baseline by seccompProfile_restricted"],
  },
  { level: "restricted", from: 37, to: 37, revised: [] },
];

for (const { level, from, to, revised, overridden = [] } of CHANGES) {
  test(`${level} from v1.${from} to v1.${to}`, () => {
    const changes = changesBetween(CHECKS, level, from, to);
    assert.equal(changes.level, level);
    assert.deepEqual(
      changes.revised.map(({ check, revision }) => `${check.id} since ${revision.since}`),
      revised,
    );
    assert.deepEqual(
      changes.overridden.map(({ check, by }) => `${check.id} by ${by.id}`),
      overridden,
    );
  });
}
