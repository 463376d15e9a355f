import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { constants, zstdCompressSync } from "node:zlib";
import { beginsZstdFrame, ZstdFrames } from "../../../src/sources/logs/zstd-frames.ts";
import { logBytes } from "../../../src/sources/logs/log-bytes.ts";
import * as fc from "../../property.ts";

const { ZSTD_c_checksumFlag, ZSTD_c_contentSizeFlag, ZSTD_c_compressionLevel } = constants;
/** A frame without data, such as pzstd writes before each frame. */
const SKIPPABLE = Buffer.from("5c2a4d180400000001020304", "hex");
const EMPTY_SKIPPABLE = Buffer.from("502a4d1800000000", "hex");
/** Raw, RLE and compressed blocks, one and several of them, and no data. */
const TEXTS = [
  "",
  "a",
  "a".repeat(300),
  "ab".repeat(40_000),
  Array.from({ length: 60_000 }, (_, n) => `${n * 7919}`).join(","),
];

interface Frame {
  readonly bytes: Buffer;
  readonly text: string;
}

const frame: fc.Arbitrary<Frame> = fc.oneof(
  fc.constantFrom(SKIPPABLE, EMPTY_SKIPPABLE).map((bytes) => ({ bytes, text: "" })),
  fc
    .tuple(fc.constantFrom(...TEXTS), fc.boolean(), fc.boolean(), fc.constantFrom(1, 3, 12))
    .map(([text, hasChecksum, hasSize, level]) => ({
      text,
      bytes: zstdCompressSync(text, {
        params: {
          [ZSTD_c_checksumFlag]: hasChecksum ? 1 : 0,
          [ZSTD_c_contentSizeFlag]: hasSize ? 1 : 0,
          [ZSTD_c_compressionLevel]: level,
        },
      }),
    })),
);

describe("zstd frames", () => {
  it("are found in every division into chunks", () => {
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 5 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        (all, places) => {
          const frames = new ZstdFrames();
          const parts: Buffer[] = [];
          for (const chunk of divided(Buffer.concat(all.map(({ bytes }) => bytes)), places))
            parts.push(...frames.cut(chunk));
          assert.equal(frames.fault, undefined);
          const ends = endsOf(parts);
          for (const end of endsOf(all.map(({ bytes }) => bytes))) assert.ok(ends.includes(end), `no cut at ${end}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("decompress to all of their text", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(frame, { minLength: 1, maxLength: 5 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true })),
        async (all, places) => {
          const { text, code } = await readAll(divided(Buffer.concat(all.map(({ bytes }) => bytes)), places));
          assert.equal(code, undefined);
          assert.ok(text === all.map((each) => each.text).join(""));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("that end early are cut off, and other bytes are damage", async () => {
    const first = zstdCompressSync("first");
    const second = zstdCompressSync("ab".repeat(40_000));
    for (let length = 1; length < second.length; length++) {
      const { text, code } = await readAll([Buffer.concat([first, second.subarray(0, length)])]);
      assert.equal(code, "Z_BUF_ERROR", `${length} bytes`);
      assert.ok(text.startsWith("first") || text === "");
    }
    for (const rest of ["plain text", "\u0000\u0000\u0000\u0000", "\n\n\n\n"]) {
      for (const chunks of [[Buffer.concat([first, Buffer.from(rest)])], [first, Buffer.from(rest)]]) {
        assert.deepEqual(await readAll(chunks), { text: "first", code: "ZSTD_error_prefix_unknown" });
      }
    }
  });

  it("with a block of an unknown type are damaged", () => {
    const frames = new ZstdFrames();
    // A frame of one segment and 0 bytes, and the header of a block of type 3.
    const parts = [...frames.cut(Buffer.from("28b52ffd2000070000", "hex"))];
    assert.deepEqual([parts, frames.fault], [[], "damaged"]);
  });

  it("begin with one of the two numbers", () => {
    assert.deepEqual(
      [SKIPPABLE, EMPTY_SKIPPABLE, zstdCompressSync(""), Buffer.from("28b52f", "hex"), Buffer.from("text")].map(
        beginsZstdFrame,
      ),
      [true, true, true, false, false],
    );
  });
});

async function readAll(chunks: readonly Buffer[]): Promise<{ text: string; code?: unknown }> {
  const source = async function* (): AsyncGenerator<Buffer, undefined> {
    yield* chunks;
  };
  let text = "";
  try {
    for await (const chunk of logBytes(source())) text += chunk.toString("latin1");
    return { text };
  } catch (error) {
    return { text, code: error instanceof Error && "code" in error ? error.code : error };
  }
}

/** Cuts bytes at these places, each a share of the length. */
function divided(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [0, ...places.map((place) => Math.floor(place * bytes.length)).sort((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

function endsOf(parts: readonly Buffer[]): readonly number[] {
  let end = 0;
  return parts.map(({ length }) => (end += length));
}
