import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { readVectors } from "../../golden/vectors.ts";
import { decodePod, judge } from "../judge.ts";

const VECTORS = [
  "cases",
  "fuzz-pods",
  "fixtures",
  "fixtures-cross",
  "labels",
  "admission-objects",
  "admission-namespaces",
] as const;
const README = readFileSync("test/golden/vectors/README.md", "utf8");

describe("the recorded verdicts of the Go library", () => {
  for (const name of ["cases", "fuzz-pods"] as const) {
    it(`${name}: ours have exactly the same text`, () => {
      for (const [index, { metadata, spec, level, version, allowed, reasons, details }] of readVectors(
        name,
      ).entries()) {
        const [verdict] = judge(decodePod(metadata, spec), [`${level}:${version}`]);
        assert.deepEqual(
          { allowed: verdict?.allowed, reasons: verdict?.reasons, details: verdict?.details },
          { allowed, reasons, details },
          `line ${index + 1} of ${name}: ${level}:${version}`,
        );
      }
    });
  }

  // A file without lines would pass every comparison.
  for (const name of VECTORS) {
    it(`${name}: README.md has the number of lines`, () => {
      const lines = readVectors(name).length.toLocaleString("en-US");
      assert.ok(README.includes(`| \`${name}.jsonl.gz\` | ${lines} |`), `${lines} lines`);
    });
  }
});
