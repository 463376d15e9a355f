import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { SEED } from "../seed.ts";
import type { MutablePod } from "../../src/psp/changes/mutate.ts";
import { compare, type Answer, type Seen } from "./compared.ts";
import { Provider } from "./provider.ts";
import { randomPod, randomPolicy } from "./random-psp.ts";

const PODS = Number(process.env["P"] ?? 4000);
const POLICIES = Number(process.env["Q"] ?? 300);

const provider = await Provider.start();
if (provider !== undefined) {
  describe(`PodSecurityPolicy of Kubernetes v1.24 (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => provider.stop());

    it(`${PODS} random pods under ${POLICIES} random policies meet the levels, and change as predicted`, async () => {
      const pods = await provider.setPods(Array.from({ length: PODS }, (_, index) => randomPod(SEED + index)));
      const seen: Seen = { levels: new Map(), gaps: new Set(), admitted: 0, unchanged: 0, changed: 0 };
      const texts = new Map<MutablePod, string>();
      for (let index = 0; index < POLICIES; index++) {
        const policy = randomPolicy(SEED + index);
        const answers: readonly Answer[] | undefined = await provider.admit(policy);
        assert.ok(answers !== undefined, JSON.stringify(policy));
        compare(policy, pods, answers, seen, texts);
      }
      console.log(seen);
    });
  });
}
