/** The edits of published manifests of widely used projects, beside the repository or in the folder of KUBECTL_PSS_CORPUS. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, describe, it } from "node:test";
import { readStream } from "../../src/objects/stream/read-stream.ts";
import type { FixReport, TextChange } from "../../src/report/fix/fix-report.ts";
import { CustomKinds } from "../../src/workloads/custom/custom-kinds.ts";
import { corpusFiles, WITHOUT_CORPUS } from "../conformance/manifests/corpus.ts";
import { fixText, textAfter } from "./fix-text.ts";

const files = (await corpusFiles()).filter((file) => /\/corpus\/.*\.(?:ya?ml|json)$/.test(file));
if (files.length === 0) console.log(WITHOUT_CORPUS);

/** The counts over all files. */
interface Counts {
  violating: number;
  fixed: number;
}

function add(counts: Counts, { summary }: FixReport): void {
  counts.violating += summary.violating;
  counts.fixed += summary.fixed;
}

function unreadableIn(text: string): number {
  const items = readStream(text, "test.yaml", { templates: undefined, kinds: new CustomKinds() });
  return [...items].filter(({ type }) => type === "unreadable").length;
}

/** The text before and after without what the edits replace. */
function outside(before: string, after: string, edits: readonly TextChange[]): readonly [string, string] {
  let [ofBefore, ofAfter, at, shift] = ["", "", 0, 0];
  for (const { start, end, text } of edits) {
    ofBefore += before.slice(at, start);
    ofAfter += after.slice(at + shift, start + shift);
    shift += text.length - (end - start);
    at = end;
  }
  return [ofBefore + before.slice(at), ofAfter + after.slice(at + shift)];
}

if (files.length > 0) {
  describe(`the corpus of ${files.length} files at restricted`, () => {
    const filtered = { violating: 0, fixed: 0 };
    const inPlace = { violating: 0, fixed: 0 };
    const left = { violating: 0, fixed: 0 };

    before(() => {
      for (const name of files) {
        const text = readFileSync(name, "utf8").replace(/^\uFEFF/, "");
        add(inPlace, fixText(text));
        const report = fixText(text, { isFilter: true });
        add(filtered, report);
        const [file] = report.files;
        const after = textAfter(report) ?? text;
        add(left, fixText(after, { isFilter: true }));
        if (file === undefined) continue;
        assert.equal(file.failure, null, name);
        const [rest, same] = outside(file.before, after, file.edits);
        assert.equal(same, rest, name);
        assert.equal(unreadableIn(after), unreadableIn(file.before), name);
      }
    });

    it("has at least 83 % of the violating workloads fixed by the filter, and 81 % in place", () => {
      const share = ({ fixed, violating }: Counts): number => fixed / violating;
      const shown = JSON.stringify({ filtered, inPlace });
      assert.ok(filtered.violating > 600, shown);
      assert.ok(share(filtered) >= 0.83, shown);
      // Files that Helm rendered are not edited in place.
      assert.ok(share(inPlace) >= 0.81, shown);
      console.log(shown);
    });

    it("has nothing to fix in the results, and no workload is worse", () => {
      assert.deepEqual(left, { violating: filtered.violating - filtered.fixed, fixed: 0 });
    });
  });
}
