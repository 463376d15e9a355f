import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator } from "../../../src/policy/evaluator.ts";
import { LEVELS } from "../../../src/api/level.ts";
import { NEWEST_MINOR } from "../../../src/policy/version.ts";
import { decodePod, judge } from "../judge.ts";
import { ourOutcomes, theirOutcomes } from "../outcomes.ts";
import { randomPod } from "./random-pods.ts";
import { Referee, type Verdict } from "../referee.ts";
import { IS_FULL, SEED } from "../../seed.ts";

const PODS = IS_FULL ? 20_000 : 1_000;

/** Versions before and after every revision of a check, and above the newest one. */
const REVISIONS = CHECKS.flatMap(({ revisions }) => revisions.flatMap(({ since }) => [since - 1, since]));
const MINORS = [...new Set([...REVISIONS.filter((minor) => minor >= 0), NEWEST_MINOR, 99])];
const VERSIONS = [...MINORS.map((minor) => `v1.${minor}`), "latest"];
const POLICIES = LEVELS.flatMap((level) => VERSIONS.map((version) => `${level}:${version}`));
/** The emulated minor version (`--emulated-version`): the API server evaluates newer policies as this version. Verdicts of older minors also depend on the release. */
const EMULATED = 34;
/** The number of concurrent requests to the referee. */
const BATCH = 200;

const referee = await Referee.start();
if (referee !== undefined) {
  const compare = async (index: number): Promise<void> => {
    const { metadata, spec } = randomPod(SEED + index);
    const theirs = await referee.evaluate({ metadata, spec, policies: POLICIES });
    assert.deepEqual(judge(decodePod(metadata, spec), POLICIES), theirs, say(index, metadata, spec));
  };

  describe(`random pods (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => referee.stop());

    it(`${PODS} pods get exactly the verdicts and texts of the Go library`, async () => {
      for (let first = 0; first < PODS; first += BATCH) {
        const batch = Array.from({ length: Math.min(BATCH, PODS - first) }, (_, index) => first + index);
        await Promise.all(batch.map(compare));
      }
    });

    it("pods get the verdicts of the Go library under an emulated version", async () => {
      const emulating = createEvaluator(CHECKS, EMULATED);
      for (let index = 0; index < BATCH; index++) {
        const { metadata, spec } = randomPod(SEED + index);
        const ours = judge(decodePod(metadata, spec), POLICIES, emulating);
        const theirs: readonly Verdict[] = await referee.evaluate({
          metadata,
          spec,
          policies: POLICIES,
          emulate: EMULATED,
        });
        assert.deepEqual(ours, theirs, say(index, metadata, spec));
      }
    });

    it("pods and templates in a manifest get the verdicts of the API server, after its defaults", async () => {
      for (let index = 0; index < BATCH; index++) {
        const { metadata, spec } = randomPod(SEED + index);
        const template = { metadata, spec };
        const manifests = [
          { apiVersion: "v1", kind: "Pod", ...template },
          { apiVersion: "apps/v1", kind: "Deployment", spec: { template } },
        ];
        const text = manifests.map((manifest) => JSON.stringify(manifest)).join("\n");
        const theirs = theirOutcomes(await referee.manifest({ text, policies: POLICIES }));
        assert.equal(theirs.length, manifests.length);
        assert.deepEqual(ourOutcomes(text, POLICIES), theirs, say(index, metadata, spec));
      }
    });

    it("every check rejects some of the pods, and every level allows some", async () => {
      const seen = new Set<string>();
      for (let index = 0; index < PODS; index++) {
        const { metadata, spec } = randomPod(SEED + index);
        for (const [at, { allowed, reasons }] of judge(decodePod(metadata, spec), POLICIES).entries()) {
          if (allowed) seen.add(`${POLICIES[at]} allows`);
          for (const reason of reasons) seen.add(reason);
        }
      }
      const reasons = [
        ...["forbidden AppArmor profile", "forbidden AppArmor profiles", "non-default capabilities", "host namespaces"],
        ...["hostPath volumes", "hostPort", "probe or lifecycle host", "privileged", "procMount", "seLinuxOptions"],
        ...["seccompProfile", "forbidden sysctls", "hostProcess", "allowPrivilegeEscalation != false"],
        ...["unrestricted capabilities", "restricted volume types", "runAsNonRoot != true", "runAsUser=0"],
      ];
      const missing = [...reasons, ...POLICIES.map((policy) => `${policy} allows`)].filter((text) => !seen.has(text));
      assert.deepEqual(missing, []);
    });
  });
}

function say(index: number, metadata: unknown, spec: unknown): string {
  return `pod ${index} of KUBECTL_PSS_SEED=${SEED}: ${JSON.stringify({ metadata, spec })}`;
}
