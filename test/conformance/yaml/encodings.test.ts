import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { decodeManifest } from "../../../src/sources/files/decode-text.ts";
import { RandomJson } from "../random.ts";
import { Referee } from "../referee.ts";
import { IS_FULL, SEED } from "../../seed.ts";

const FILES = IS_FULL ? 50_000 : 2_000;

/** Bytes that begin, continue and break UTF-8 characters, and UTF-16 surrogates. */
const BYTES = [
  0x00, 0x0a, 0x20, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xd7, 0xd8, 0xdb, 0xdc,
].concat([0xdf, 0xe0, 0xe2, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xfe, 0xff]);
const MARKS: readonly [readonly number[], ...(readonly number[])[]] = [[], [], [0xff, 0xfe], [0xfe, 0xff]];

function randomBytes(random: RandomJson): Buffer {
  // The second byte is never zero without a byte order mark: we reject such a file as UTF-16.
  const mark = random.pick(MARKS);
  const bytes = random.list(24, () => BYTES[random.below(BYTES.length)] ?? 0);
  return Buffer.from(mark.length === 0 ? [0x41, 0x41, ...bytes] : [...mark, ...bytes]);
}

const referee = await Referee.start();
if (referee !== undefined) {
  describe(`encodings (KUBECTL_PSS_SEED=${SEED})`, () => {
    after(() => referee.stop());

    it(`the bytes of ${FILES} files are decoded to the same text as by kubectl`, async () => {
      const random = new RandomJson(SEED);
      let replaced = 0;
      for (let file = 0; file < FILES; file++) {
        const bytes = randomBytes(random);
        const ours = decodeManifest(bytes);
        const theirs: string = await referee.decode(bytes);
        assert.ok("text" in ours, bytes.toString("hex"));
        assert.equal(ours.text, theirs, bytes.toString("hex"));
        if (ours.replaced !== undefined) replaced++;
      }
      assert.ok(replaced > FILES / 2, `only ${replaced} files have bytes that were replaced`);
    });
  });
}
