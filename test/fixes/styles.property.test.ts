import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { readDocuments } from "../../src/text/documents.ts";
import type { FixedFile } from "../../src/report/fix/fix-report.ts";
import * as fc from "../property.ts";
import { repeats } from "../seed.ts";
import { fixText, textAfter } from "./fix-text.ts";
import { manifest } from "./random-manifest.ts";

/** The number of manifests that `npm run verify` tries. */
const MANY = 20_000;

/** The hash of a text without the edited ranges. */
function hashOutside(text: string, ranges: readonly { readonly start: number; readonly end: number }[]): string {
  const hash = createHash("sha256");
  let at = 0;
  for (const { start, end } of ranges) {
    hash.update(text.slice(at, start));
    at = end;
  }
  return hash.update(text.slice(at)).digest("hex");
}

/** The places of the inserted texts in the new text. */
function insertedRanges({ edits }: FixedFile): { readonly start: number; readonly end: number }[] {
  let moved = 0;
  return edits.map(({ start, end, text }) => {
    const range = { start: start + moved, end: start + moved + text.length };
    moved += text.length - (end - start);
    return range;
  });
}

/** The comments of a manifest, without their indentation. */
function commentsOf(text: string): string[] {
  return text.split(/\r?\n/).flatMap((line) => /(?:^|\s)#.*$/.exec(line)?.[0].trim() ?? []);
}

test("manifests in any style are fixed, verified, and otherwise unchanged", () => {
  let fixed = 0;
  fc.assert(
    fc.property(manifest, (text) => {
      assert.ok(
        [...readDocuments(text)].every((document) => !("fault" in document)),
        text,
      );
      const report = fixText(text);
      const { files, workloads } = report;
      for (const { failure } of files) assert.equal(failure, null, text);
      for (const { state, left } of workloads) assert.equal(state, "fixed", JSON.stringify(left));
      fixed += workloads.length;
      const [file] = files;
      const after = textAfter(report);
      if (file === undefined || after === undefined) return;
      assert.equal(hashOutside(file.before, file.edits), hashOutside(after, insertedRanges(file)));
      // The comments of a field that goes, go with it.
      const kept = file.edits.reduceRight(
        (rest, { start, end }) => rest.slice(0, start) + rest.slice(end),
        file.before,
      );
      assert.deepEqual(commentsOf(after), commentsOf(kept), after);
      if (text.includes("\r\n")) assert.doesNotMatch(after, /(?<!\r)\n/);
      assert.deepEqual(fixText(after).workloads, [], after);
    }),
    { numRuns: repeats(400, MANY) },
  );
  assert.ok(fixed > 0);
});
