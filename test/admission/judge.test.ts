import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Exemptions } from "../../src/admission/exemptions.ts";
import { judgeController, judgeModes, judgePod, type Verdict, type ModeResult } from "../../src/admission/judge.ts";
import { MODES } from "../../src/api/mode.ts";
import { type Policy } from "../../src/admission/labels.ts";
import type { Pod } from "../../src/api/pod.ts";
import { privileged } from "../../src/policy/checks/privileged.ts";
import { runAsNonRoot } from "../../src/policy/checks/runAsNonRoot.ts";
import {
  createEvaluator,
  formatLevelVersion,
  type LevelVersion,
  type PodEvaluation,
} from "../../src/policy/evaluator.ts";
import { LATEST, minorVersion } from "../../src/policy/version.ts";

const EVALUATOR = createEvaluator([privileged, runAsNonRoot]);
const EXEMPTIONS: Exemptions = { usernames: ["root"], namespaces: ["exempt"], runtimeClasses: ["kata"] };

const PRIVILEGED: LevelVersion = { level: "privileged", version: LATEST };
const BASELINE: LevelVersion = { level: "baseline", version: LATEST };
const RESTRICTED: LevelVersion = { level: "restricted", version: LATEST };
const POLICY: Policy = { enforce: BASELINE, audit: RESTRICTED, warn: RESTRICTED };

const POD: Pod = { spec: { containers: [{ name: "a", securityContext: { privileged: true } }] } };
const KATA: Pod = { spec: { ...POD.spec, runtimeClassName: "kata" } };

/** `level:version modes checks`, one for each result. */
function summary({ results }: { readonly results: readonly ModeResult[] }): string[] {
  return results.map(
    (result) =>
      `${formatLevelVersion(result)} [${result.modes.join(" ")}] ${result.violations.map(({ check }) => check).join(" ")}`,
  );
}

const ALL = ["baseline:latest [enforce] privileged", "restricted:latest [audit warn] privileged runAsNonRoot"];
const PODS_ONLY = ["baseline:latest [enforce] privileged"];

describe("judgeModes", () => {
  const cases: readonly { policy: Policy; results: readonly string[] }[] = [
    { policy: POLICY, results: ALL },
    {
      policy: { enforce: RESTRICTED, audit: BASELINE, warn: RESTRICTED },
      results: ["restricted:latest [enforce warn] privileged runAsNonRoot", "baseline:latest [audit] privileged"],
    },
    {
      policy: { enforce: BASELINE, audit: BASELINE, warn: BASELINE },
      results: ["baseline:latest [enforce audit warn] privileged"],
    },
    {
      // The same checks, but not the same text.
      policy: { enforce: { ...BASELINE, version: minorVersion(37) }, audit: BASELINE, warn: PRIVILEGED },
      results: [
        "baseline:v1.37 [enforce] privileged",
        "baseline:latest [audit] privileged",
        "privileged:latest [warn] ",
      ],
    },
  ];
  for (const { policy, results } of cases) {
    it(results.join(", "), () => {
      assert.deepEqual(summary({ results: judgeModes(EVALUATOR.forPod(POD), policy, MODES) }), results);
    });
  }

  it("evaluates each level and version once", () => {
    const evaluated: string[] = [];
    const pod: PodEvaluation = {
      pod: POD,
      violations(policy) {
        evaluated.push(formatLevelVersion(policy));
        return [];
      },
    };
    judgeModes(pod, POLICY, MODES);
    assert.deepEqual(evaluated, ["baseline:latest", "restricted:latest"]);
  });
});

interface Case {
  readonly name: string;
  readonly pod?: Pod;
  readonly namespace?: string;
  readonly user?: string;
  readonly policy?: Policy;
  readonly exempt?: Verdict["exempt"];
  readonly results: readonly string[];
}

function verify(judge: typeof judgePod, cases: readonly Case[]): void {
  for (const { name, pod = POD, namespace = "app", user, policy = POLICY, exempt, results } of cases) {
    it(name, () => {
      const request = user === undefined ? { namespace } : { namespace, user };
      const judgement = judge(EVALUATOR.forPod(pod), request, policy, EXEMPTIONS);
      assert.deepEqual(judgement.exempt, exempt);
      assert.deepEqual(summary(judgement), results);
    });
  }
}

const ALL_PRIVILEGED: Policy = { enforce: PRIVILEGED, audit: PRIVILEGED, warn: PRIVILEGED };

describe("judgePod", () => {
  verify(judgePod, [
    { name: "no exemption", user: "alice", results: ALL },
    {
      name: "by namespace",
      namespace: "exempt",
      user: "root",
      exempt: { by: "namespace", value: "exempt" },
      results: [],
    },
    { name: "by user", pod: KATA, user: "root", exempt: { by: "user", value: "root" }, results: [] },
    { name: "by runtime class", pod: KATA, exempt: { by: "runtimeClass", value: "kata" }, results: [] },
    {
      name: "the runtime class is not read if every mode is privileged",
      pod: KATA,
      policy: ALL_PRIVILEGED,
      results: ["privileged:latest [enforce audit warn] "],
    },
    {
      name: "the runtime class is read if one mode is not privileged",
      pod: KATA,
      policy: { ...ALL_PRIVILEGED, audit: BASELINE },
      exempt: { by: "runtimeClass", value: "kata" },
      results: [],
    },
    {
      name: "nothing against it",
      pod: { spec: {} },
      results: ["baseline:latest [enforce] ", "restricted:latest [audit warn] "],
    },
  ]);
});

describe("judgeController", () => {
  verify(judgeController, [
    { name: "without an exemption, enforce has the verdict of its pods", user: "alice", results: ALL },
    {
      name: "by namespace",
      namespace: "exempt",
      user: "root",
      exempt: { by: "namespace", value: "exempt" },
      results: [],
    },
    {
      name: "by user: the controller is exempt, its pods are not",
      user: "root",
      exempt: { by: "user", value: "root" },
      results: PODS_ONLY,
    },
    {
      name: "by runtime class: its pods are exempt too",
      pod: KATA,
      exempt: { by: "runtimeClass", value: "kata" },
      results: [],
    },
    {
      name: "by user and runtime class: the latter reaches further",
      pod: KATA,
      user: "root",
      exempt: { by: "runtimeClass", value: "kata" },
      results: [],
    },
    {
      name: "the runtime class is not read if every mode is privileged",
      pod: KATA,
      policy: ALL_PRIVILEGED,
      results: ["privileged:latest [enforce audit warn] "],
    },
  ]);
});
