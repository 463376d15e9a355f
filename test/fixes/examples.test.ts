import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../../src/policy/checks.ts";
import { LATEST } from "../../src/policy/version.ts";
import { parseYamlDocument } from "../../src/text/yaml.ts";
import { fixText, textAfter } from "./fix-text.ts";

/** The lines of an example before or after its fix. */
function sideOf(example: string, mark: "-" | "+"): string {
  const lines = example.split("\n").filter((line) => line.startsWith(" ") || line.startsWith(mark));
  return lines.map((line) => `${line.slice(1)}\n`).join("");
}

for (const { id, level, example, fix } of CHECKS) {
  const report = (takesAway: boolean) =>
    fixText(sideOf(example, "-"), { takesAway, levels: [{ level, version: LATEST }] });

  if (fix.kind === "decide") {
    test(`${id}: the example stays as it is, and its options are named`, () => {
      const { files, workloads } = report(true);
      assert.deepEqual(files, []);
      const left = workloads.flatMap((one) => one.left).find(({ check }) => check === id);
      assert.equal(left?.reason, "decide");
      assert.deepEqual(left.options, fix.options);
      assert.ok(left.options.length > 1);
    });
  } else {
    test(`${id}: the example is fixed into what it shows after the fix`, () => {
      const fixed = report(true);
      assert.equal(fixed.workloads[0]?.state, "fixed");
      const after = parseYamlDocument(textAfter(fixed) ?? "").value;
      assert.deepEqual(after, parseYamlDocument(sideOf(example, "+")).value);
    });
  }

  if (fix.kind === "take away") {
    test(`${id}: without --take-away nothing is taken from the example`, () => {
      const { files, workloads } = report(false);
      assert.deepEqual(files, []);
      assert.deepEqual(
        workloads[0]?.left.map(({ reason }) => reason),
        ["take away"],
      );
    });
  }
}
