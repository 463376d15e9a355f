import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { YamlError, parseYamlDocument } from "../../../src/text/yaml.ts";
import { randomYaml } from "./random-yaml.ts";
import { Referee, type YamlAnswer } from "../referee.ts";
import { IS_FULL, SEED } from "../../seed.ts";

const TEXTS = IS_FULL ? 200_000 : 10_000;
/** The number of texts in one request. */
const BATCH = 500;

/** Our reading of a text, as JSON; undefined if we reject it. */
function read(text: string): { readonly json: unknown } | undefined {
  try {
    const { value } = parseYamlDocument(text);
    const json = JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? Number(part) : part));
    return { json: JSON.parse(json) };
  } catch (error) {
    if (error instanceof YamlError) return undefined;
    throw error;
  }
}

const referee = await Referee.start();
if (referee !== undefined) {
  describe(`random YAML (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => referee.stop());

    it(`${TEXTS} texts have the same values as in go-yaml, or are rejected as in go-yaml`, async () => {
      let refused = 0;
      for (let first = 0; first < TEXTS; first += BATCH) {
        const texts = Array.from({ length: Math.min(BATCH, TEXTS - first) }, (_, index) =>
          randomYaml(SEED + first + index),
        );
        const answers: readonly YamlAnswer[] = await referee.yaml(texts);
        for (const [index, theirs] of answers.entries()) {
          const text = texts[index] ?? "";
          assert.deepEqual(read(text), "refused" in theirs ? undefined : theirs, JSON.stringify(text));
          if ("refused" in theirs) refused++;
        }
      }
      assert.ok(refused > TEXTS / 10 && refused < TEXTS * 0.9, `${refused} of ${TEXTS} texts are refused`);
    });
  });
}
