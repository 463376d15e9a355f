import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { PodRecheck } from "../../src/admission/pods/pod-recheck.ts";
import type { Pod } from "../../src/api/pod.ts";
import { appArmorProfile } from "../../src/policy/checks/appArmorProfile.ts";
import { privileged } from "../../src/policy/checks/privileged.ts";
import { runAsNonRoot } from "../../src/policy/checks/runAsNonRoot.ts";
import { createEvaluator, type LevelVersion } from "../../src/policy/evaluator.ts";
import { LATEST, minorVersion } from "../../src/policy/version.ts";

const EVALUATOR = createEvaluator([appArmorProfile, privileged, runAsNonRoot]);
const EXEMPTIONS = { ...NO_EXEMPTIONS, usernames: ["root"], runtimeClasses: ["kata"] };
const RESTRICTED: LevelVersion = { level: "restricted", version: LATEST };

const GOOD: Pod = { spec: { securityContext: { runAsNonRoot: true }, containers: [{ name: "a" }] } };
const ROOT: Pod = { spec: { containers: [{ name: "a" }] } };
const TWO_ROOTS: Pod = { spec: { containers: [{ name: "a" }, { name: "b" }] } };
const PRIVILEGED: Pod = { spec: { containers: [{ name: "a", securityContext: { privileged: true } }] } };
const KATA: Pod = { spec: { ...PRIVILEGED.spec, runtimeClassName: "kata" } };

function appArmor(...values: readonly string[]): Pod {
  const annotations = Object.fromEntries(
    values.map((value, index) => [`container.apparmor.security.beta.kubernetes.io/${index}`, value]),
  );
  return { metadata: { annotations }, spec: GOOD.spec };
}

const HEADLINE = 'existing pods in namespace "n" violate the new PodSecurity enforce level "restricted:latest"';

const CASES: readonly [rule: string, pods: readonly [name: string, pod: Pod][], lines: readonly string[]][] = [
  ["no pods", [], []],
  ["pods that meet the level", [["a", GOOD]], []],
  ["an exempt runtime class is not counted", [["a", KATA]], []],
  ["one", [["a", ROOT]], ["a: runAsNonRoot != true"]],
  [
    "one other pod, with any details",
    [
      ["b", ROOT],
      ["a", TWO_ROOTS],
    ],
    ["a (and 1 other pod): runAsNonRoot != true"],
  ],
  [
    "others, under the name that is first in byte order",
    [
      ["b-2", ROOT],
      ["b-10", ROOT],
      ["B", ROOT],
      ["k", KATA],
      ["a", GOOD],
    ],
    ["B (and 2 other pods): runAsNonRoot != true"],
  ],
  [
    "each set of reasons, the finished lines in byte order",
    [
      ["b", PRIVILEGED],
      ["a-b", ROOT],
      ["a", appArmor("x")],
      ["c", appArmor("x", "y")],
      ["d", PRIVILEGED],
    ],
    [
      "a-b: runAsNonRoot != true",
      "a: forbidden AppArmor profile",
      "b (and 1 other pod): privileged, runAsNonRoot != true",
      "c: forbidden AppArmor profiles",
    ],
  ],
];

describe("PodRecheck", () => {
  for (const [rule, pods, lines] of CASES) {
    it(rule, () => {
      for (const order of [pods, pods.toReversed()]) {
        const recheck = new PodRecheck("n", RESTRICTED, EXEMPTIONS);
        for (const [name, pod] of order) recheck.add(name, EVALUATOR.forPod(pod));
        assert.deepEqual(recheck.warnings(), lines.length === 0 ? [] : [HEADLINE, ...lines]);
      }
    });
  }

  it("names the version as written", () => {
    const recheck = new PodRecheck("n", { level: "baseline", version: minorVersion(999) }, EXEMPTIONS);
    recheck.add("a", EVALUATOR.forPod(PRIVILEGED));
    assert.deepEqual(recheck.warnings(), [
      'existing pods in namespace "n" violate the new PodSecurity enforce level "baseline:v1.999"',
      "a: privileged",
    ]);
  });

  it("checks more pods than the API server", () => {
    const recheck = new PodRecheck("n", RESTRICTED, EXEMPTIONS);
    for (let index = 0; index < 3005; index++) recheck.add(`p-${index}`, EVALUATOR.forPod(ROOT));
    assert.deepEqual(recheck.warnings(), [HEADLINE, "p-0 (and 3004 other pods): runAsNonRoot != true"]);
  });
});
