import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { NO_PAINT } from "../../src/render/terminal/paint.ts";
import { renderDiff } from "../../src/render/formats/fix/diff.ts";
import { assertGolden } from "../golden/golden.ts";
import { fixText, fixedText } from "./fix-text.ts";
import { SHAPES } from "./shapes.ts";

/** The diff of a fix, and what is left of it. */
function resultOf(text: string): string {
  const report = fixText(text);
  const style = {
    paint: NO_PAINT,
    width: Infinity,
    headers: true,
    details: true,
    checks: [],
    ellipsis: "…",
    arrow: "→",
  };
  const diff = [...renderDiff(report, style)].slice(2).join("");
  const left = report.workloads.flatMap(({ name, left: violations }) =>
    violations.map(
      ({ check, reason, message }) => `left: Pod or template of ${name}: ${check}: ${reason}: ${message}\n`,
    ),
  );
  return diff + left.join("");
}

test("there are at least 120 shapes", () => assert.ok(SHAPES.length >= 120));

for (const lineBreak of ["LF", "CRLF"]) {
  const write = (text: string): string => (lineBreak === "LF" ? text : text.replaceAll("\n", "\r\n"));

  describe(`with ${lineBreak}`, () => {
    it("the diff of each shape is the one in the golden file", () => {
      const diffs = SHAPES.map(({ name, text }) => `=== ${name}\n${resultOf(write(text))}`);
      assertGolden(`fixes/shapes-${lineBreak.toLowerCase()}.diff`, diffs.join("").replaceAll("\r", "␍"));
    });

    it("a second fix changes nothing, and every line break is kept", () => {
      for (const { name, text } of SHAPES) {
        const fixed = fixedText(write(text));
        assert.equal(fixedText(fixed), fixed, name);
        if (lineBreak === "CRLF") assert.doesNotMatch(fixed, /(?<!\r)\n/, name);
        else assert.doesNotMatch(fixed, /\r/, name);
      }
    });
  });
}
