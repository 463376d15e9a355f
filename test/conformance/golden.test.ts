import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readVectors } from "../golden/vectors.ts";
import { decodePod, judge } from "./judge.ts";

/** How many lines the files hold: a file that lost its lines would pass every comparison. */
const LINES = { cases: 2448, "fuzz-pods": 4000 } as const;

describe("the verdicts that the Go library printed", () => {
  for (const name of ["cases", "fuzz-pods"] as const) {
    it(`${name}: ours are the same, word for word`, () => {
      const vectors = readVectors(name);
      assert.equal(vectors.length, LINES[name]);
      for (const [index, { metadata, spec, level, version, allowed, reasons, details }] of vectors.entries()) {
        const [verdict] = judge(decodePod(metadata, spec), [`${level}:${version}`]);
        assert.deepEqual(
          { allowed: verdict?.allowed, reasons: verdict?.reasons, details: verdict?.details },
          { allowed, reasons, details },
          `line ${index + 1} of ${name}: ${level}:${version}`,
        );
      }
    });
  }
});
