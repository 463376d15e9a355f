import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { LEVELS } from "../../src/api/level.ts";
import type { Pod } from "../../src/api/pod.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { readManifests } from "../../src/sources/files/manifests.ts";
import { podsOf } from "../../src/workloads/identity.ts";
import { defaultTemplate } from "../../src/workloads/defaults.ts";
import { decodePod, judge } from "../conformance/judge.ts";
import { corpusFiles, WITHOUT_CORPUS } from "../conformance/manifests/corpus.ts";
import { officialFixtures } from "../conformance/pods/fixtures.ts";
import { randomPod } from "../conformance/pods/random-pods.ts";
import { goVersion } from "../go-program.ts";
import { IS_FULL, SEED } from "../seed.ts";
import { OLDER_MINORS, OlderServer } from "./older-server.ts";

const PODS = IS_FULL ? 3000 : 250;
/** The number of pods that are on their way to a server at once. */
const BATCH = 100;

/** A pod with a name for the message of a failed comparison. */
interface Case {
  readonly name: string;
  readonly pod: Pod;
}

const random: readonly Case[] = Array.from({ length: PODS }, (_, index) => {
  const { metadata, spec } = randomPod(SEED + index);
  return { name: `random pod ${index}`, pod: defaultTemplate(decodePod(metadata, spec)) };
});

/** The distinct pods of files. */
function podsIn(files: readonly string[]): readonly Case[] {
  const cases = new Map<string, Case>();
  for (const file of files) {
    for (const item of readManifests([{ type: "file", path: file }], { text: "" })) {
      if (item.type !== "workload") continue;
      for (const { pod } of podsOf(item)) {
        const key = JSON.stringify(pod, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
        cases.set(key, { name: `${file}:${item.source.line}`, pod });
      }
    }
  }
  return [...cases.values()];
}

const corpus = await corpusFiles();
if (corpus.length === 0) console.log(WITHOUT_CORPUS);
const published = (await goVersion()) === undefined ? [] : (await officialFixtures()).map(({ path }) => path);
const cases: readonly Case[] = [...random, ...podsIn(published), ...podsIn(corpus)];

for (const minor of OLDER_MINORS) {
  const server = await OlderServer.start(minor);
  if (server === undefined) break;
  const versions = [...Array.from({ length: minor + 1 }, (_, one) => `v1.${one}`), "v1.99", "latest"];
  const policies = LEVELS.flatMap((level) => versions.map((version) => `${level}:${version}`));
  const evaluator = createEvaluator(CHECKS, minor);

  describe(`an API server of v1.${minor} (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => server.stop());

    it(`${cases.length} pods get its verdicts and its text at every version`, async () => {
      const compare = async ({ name, pod }: Case): Promise<void> => {
        const theirs = await server.evaluate({ metadata: pod.metadata, spec: pod.spec, policies });
        assert.deepEqual(judge(pod, policies, evaluator), theirs, `${name}: ${JSON.stringify(pod.spec)}`);
      };
      for (let first = 0; first < cases.length; first += BATCH) {
        await Promise.all(cases.slice(first, first + BATCH).map(compare));
      }
    });
  });
}
