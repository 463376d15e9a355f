import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, describe, it } from "node:test";
import type { MutablePod } from "../../src/psp/changes/mutate.ts";
import { GAP_CODES } from "../../src/report/psp/psp-report.ts";
import { IS_FULL, SEED } from "../seed.ts";
import { writeAnswers, type Answers } from "./answers.ts";
import { compare, nothingSeen, type Answer } from "./compared.ts";
import { Provider } from "./provider.ts";
import { randomPod, randomPolicy } from "./random-psp.ts";

/** The number of pods and of policies. */
const [PODS, POLICIES] = IS_FULL ? [4000, 300] : [600, 150];
/** Fixed seeds are below this number. */
const FIXED_SEEDS = 10_000;
/** Every second seed is the same in each run, so that each run sees every gap, rare ones too. */
const seedAt = (index: number): number => (index % 2 === 0 ? index : FIXED_SEEDS + SEED + index);
/** The same numbers for the recorded answers, which `KUBECTL_PSS_UPDATE_GOLDEN=1` writes. */
const [RECORDED_PODS, RECORDED_POLICIES] = [80, 40];

const provider = await Provider.start();
if (provider !== undefined) {
  const answersOf = async (policy: ReturnType<typeof randomPolicy>): Promise<readonly Answer[]> => {
    const answers = await provider.admit(policy);
    assert.ok(answers !== undefined, JSON.stringify(policy));
    return answers;
  };

  describe(`PodSecurityPolicy of Kubernetes v1.24 (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => provider.stop());

    it(`${PODS} random pods under ${POLICIES} random policies meet the levels, and change as predicted`, async () => {
      const pods = await provider.setPods(Array.from({ length: PODS }, (_, index) => randomPod(seedAt(index))));
      const seen = nothingSeen();
      const texts = new Map<MutablePod, string>();
      for (let index = 0; index < POLICIES; index++) {
        const policy = randomPolicy(seedAt(index));
        compare(policy, pods, await answersOf(policy), seen, texts);
      }
      assert.deepEqual([...seen.levels.keys()].toSorted(), ["baseline", "privileged", "restricted"]);
      // PodSecurityPolicy never looks at ephemeral containers, so no answer of the plugin can be about them.
      const expected = GAP_CODES.filter((code) => code !== "ephemeral-containers");
      assert.deepEqual([...seen.gaps].toSorted(), expected.toSorted(), JSON.stringify(seen));
    });

    it("writes the recorded answers", { skip: process.env["KUBECTL_PSS_UPDATE_GOLDEN"] !== "1" }, async () => {
      const pods = await provider.setPods(Array.from({ length: RECORDED_PODS }, (_, index) => randomPod(index)));
      const policies: Answers["policies"][number][] = [];
      for (let index = 0; index < RECORDED_POLICIES; index++) {
        const policy = randomPolicy(index);
        policies.push({ policy, answers: await answersOf(policy) });
      }
      mkdirSync("test/golden/psp", { recursive: true });
      writeAnswers({ pods, policies });
    });
  });
}
