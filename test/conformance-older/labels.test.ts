import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { defaultsOn, resolvePolicy, BUILTIN_POLICY } from "../../src/admission/labels.ts";
import { MODES } from "../../src/api/mode.ts";
import { POLICY_LABELS } from "../../src/api/policies/policy-labels.ts";
import { formatLevelVersion } from "../../src/policy/evaluator.ts";
import { minorVersion, LATEST } from "../../src/policy/version.ts";
import type { Defaults } from "../conformance/referee.ts";
import { RandomJson } from "../conformance/random.ts";
import { IS_FULL, SEED } from "../seed.ts";
import { OLDER_MINORS, OlderServer } from "./older-server.ts";

const NAMESPACES = IS_FULL ? 3000 : 300;
const LEVELS_TO_PICK = ["privileged", "baseline", "restricted"] as const;
const LEVEL_VALUES = [...LEVELS_TO_PICK, ...LEVELS_TO_PICK, "x"] as const;
const VERSIONS = ["latest", "v1.0", "v1.24", "v1.99", "1.24", "", "v1.024"] as const;

for (const minor of OLDER_MINORS) {
  const server = await OlderServer.start(minor);
  if (server === undefined) break;
  describe(`the labels of ${NAMESPACES} namespaces on an API server of v1.${minor} (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => server.stop());

    it("result in its policy and its errors", async () => {
      for (let index = 0; index < NAMESPACES; index++) {
        const random = new RandomJson(SEED + index);
        const labels: Record<string, string> = {};
        for (const label of POLICY_LABELS) {
          if (!random.chance(0.5)) continue;
          labels[label] = label.endsWith("-version") ? random.pick(VERSIONS) : random.pick(LEVEL_VALUES);
        }
        const defaults: Record<string, string> = {};
        const policy = { ...BUILTIN_POLICY };
        for (const mode of MODES) {
          const level = random.chance(0.5) ? "privileged" : random.pick(LEVELS_TO_PICK);
          const version = random.chance(0.5) ? LATEST : minorVersion(random.below(40));
          defaults[mode] = level;
          defaults[`${mode}-version`] = version.text;
          policy[mode] = { level, version, from: "configuration" };
        }
        const ours = resolvePolicy(labels, defaultsOn(minor, policy));
        const { enforce, audit, warn } = ours.policy;
        assert.deepEqual(
          {
            enforce: formatLevelVersion(enforce),
            audit: formatLevelVersion(audit),
            warn: formatLevelVersion(warn),
            errors: ours.errors.map(({ message }) => message),
          },
          await server.labels(labels, defaults as Defaults),
          JSON.stringify({ labels, defaults }),
        );
      }
    });
  });
}
