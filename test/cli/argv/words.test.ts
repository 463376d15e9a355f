import assert from "node:assert/strict";
import { PassThrough, Readable } from "node:stream";
import { describe, it } from "node:test";
import { divideWords } from "../../../src/cli/argv/words.ts";
import { createProgram } from "../../../src/cli/program.ts";

const STREAM = new PassThrough();
const IO = { env: {}, stdin: Readable.from([]), stdout: STREAM, stderr: STREAM };

/** Words by their operands, flags with values, and the flag that waits for a value. */
const LINES: readonly (readonly [words: string, operands: string, flags: string, open?: string])[] = [
  ["lint -n audit --strict a.yaml", "lint a.yaml", "namespace=audit strict"],
  ["-v 6 lint a.yaml -", "lint a.yaml -", "v=6"],
  ["lint -v6 --level=restricted -o json", "lint", "v=6 level=restricted output=json"],
  ["audit -An payments", "audit", "allNamespaces namespace=payments"],
  ["audit -npayments", "audit", "namespace=payments"],
  ["audit -f a.yaml b.yaml -n x", "audit", "filename=a.yaml filename=b.yaml namespace=x"],
  ["audit -f", "audit", "", "filename"],
  ["audit -f a.yaml", "audit", "filename=a.yaml", "filename"],
  ["audit --context", "audit", "", "context"],
  ["plan --step --context", "plan", "step=--context"],
  ["lint -- -n audit", "lint -n audit", ""],
  ["audit --unknown payments -", "audit payments -", ""],
  ["lnit lint -n", "lnit lint", ""],
];

describe("the words of a command line", () => {
  for (const [line, operands, flags, open] of LINES) {
    it(line, async () => {
      const words = line.split(" ");
      const divided = divideWords(await createProgram(IO, () => {}, ["__complete"]), words);
      assert.equal(divided.operands.map((position) => words[position]).join(" "), operands);
      const found = divided.flags.map(
        ({ option, value }) => option.attributeName() + (value === undefined ? "" : `=${value}`),
      );
      assert.equal(found.join(" "), flags);
      assert.equal(divided.open?.attributeName(), open);
    });
  }
});
