import assert from "node:assert/strict";
import { isUtf8 } from "node:buffer";
import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { corpusFiles } from "./corpus.ts";
import { Mutator } from "./mutations.ts";
import { Referee } from "../referee.ts";
import { differenceOf, hasItemsWithoutList, ourVisit } from "./visited.ts";
import { IS_FULL, SEED } from "../../seed.ts";

const FILES = IS_FULL ? 20_000 : 1_500;
const POLICIES = ["baseline:latest", "restricted:latest"];
/** The number of concurrent requests to the referee. */
const BATCH = 100;
/** Larger files are dumps with similar parts. */
const MAX_SIZE = 400_000;
const ROOT = join(import.meta.dirname, "../../..");

/** Real manifests: those of the corpus, or of this repository without a corpus. */
async function realTexts(): Promise<readonly string[]> {
  const corpus = (await corpusFiles()).filter((file) => /\.(?:ya?ml|json)$/.test(file));
  const own = globSync("{examples,deploy,test/fixtures,test/golden}/**/*.{yaml,yml,json}", { cwd: ROOT });
  const files = corpus.length > 0 ? corpus : own.map((file) => join(ROOT, file)).toSorted();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  const texts = contents.filter((bytes) => isUtf8(bytes) && bytes.length < MAX_SIZE).map(String);
  // Flux's variables get their defaults here, and kubectl reads them as they are written. A machine configuration of Talos is no object, and no fault here.
  return texts.filter((text) => !/\$\{\w+(?::?[=-]|\})|^machine:/m.test(text));
}

const referee = await Referee.start();
if (referee !== undefined) {
  describe(`real files, damaged (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => referee.stop());

    it(`${FILES} files have the same objects for us as for kubectl and the API server`, async () => {
      const texts = await realTexts();
      let objects = 0;
      /** How many files are not compared. */
      let left = 0;
      let whole = 0;
      const compare = async (index: number): Promise<void> => {
        const bytes = new Mutator(SEED * FILES + index, texts).next();
        if (hasItemsWithoutList(bytes)) {
          left++;
          return;
        }
        const ours = ourVisit(bytes, POLICIES);
        const theirs = await referee.visit({ bytes, policies: POLICIES });
        const difference = differenceOf(ours, theirs);
        assert.equal(difference, undefined, `file ${index}, in base64: ${bytes.toString("base64")}`);
        objects += theirs.objects.length;
        if (theirs.stopped === undefined) whole++;
      };
      for (let first = 0; first < FILES; first += BATCH) {
        const length = Math.min(BATCH, FILES - first);
        await Promise.all(Array.from({ length }, (_, index) => compare(first + index)));
      }
      assert.ok(left < FILES / 100, `${left} files are not compared`);
      assert.ok(objects > FILES / 2, `only ${objects} objects`);
      assert.ok(whole > FILES / 5, `kubectl reads only ${whole} files to their end`);
    });
  });
}
