import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, test } from "node:test";
import type { FixOptions } from "../../src/fixes/options.ts";
import { LATEST } from "../../src/policy/version.ts";
import { NO_PAINT } from "../../src/render/terminal/paint.ts";
import { renderDiff } from "../../src/render/formats/fix/diff.ts";
import type { FixReport } from "../../src/report/fix/fix-report.ts";
import { assertGolden } from "../golden/golden.ts";
import { fixText, fixedText, textAfter } from "./fix-text.ts";
import { REMOVALS, SHAPES } from "./shapes.ts";

const BASELINE: Partial<FixOptions> = { takesAway: true, levels: [{ level: "baseline", version: LATEST }] };

const STYLE = { paint: NO_PAINT, width: Infinity, headers: true, details: true, checks: [], ellipsis: "…", arrow: "→" };

function diffOf(report: FixReport): string {
  return [...renderDiff(report, STYLE)].join("");
}

/** The diff of a fix without its first two lines, and what is left. */
function resultOf(text: string, changes: Partial<FixOptions>): string {
  const report = fixText(text, changes);
  const diff = diffOf(report).split("\n").slice(2).join("\n");
  const left = report.workloads.flatMap(({ name, left: violations }) =>
    violations.map(({ check, reason, message }) => `left: ${name}: ${check}: ${reason}: ${message}\n`),
  );
  return diff + left.join("");
}

test("there are at least 120 shapes", () => assert.ok(SHAPES.length >= 120));

for (const lineBreak of ["LF", "CRLF"]) {
  const write = (text: string): string => (lineBreak === "LF" ? text : text.replaceAll("\n", "\r\n"));
  const golden = (shapes: typeof SHAPES, changes: Partial<FixOptions>): string =>
    shapes
      .map(({ name, text }) => `=== ${name}\n${resultOf(write(text), changes)}`)
      .join("")
      .replaceAll("\r", "␍");

  describe(`with ${lineBreak}`, () => {
    it("the diff of each shape is the one in the golden file", () => {
      assertGolden(`fixes/shapes-${lineBreak.toLowerCase()}.diff`, golden(SHAPES, {}));
    });

    it("the diff of each removal is the one in the golden file", () => {
      assertGolden(`fixes/removals-${lineBreak.toLowerCase()}.diff`, golden(REMOVALS, BASELINE));
    });

    it("a second fix changes nothing, and every line break is kept", () => {
      for (const [shapes, changes] of [[SHAPES, {}] as const, [REMOVALS, BASELINE] as const]) {
        for (const { name, text } of shapes) {
          const fixed = fixedText(write(text), changes);
          assert.equal(fixedText(fixed, changes), fixed, name);
          if (lineBreak === "CRLF") assert.doesNotMatch(fixed, /(?<!\r)\n/, name);
          else assert.doesNotMatch(fixed, /\r/, name);
        }
      }
    });

    it("git applies each diff, with the same result", (t) => {
      const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-diff-"));
      t.after(() => rmSync(directory, { recursive: true }));
      for (const [shapes, changes] of [[SHAPES, {}] as const, [REMOVALS, BASELINE] as const]) {
        for (const [index, { name, text }] of shapes.entries()) {
          const report = fixText(write(text), changes);
          const after = textAfter(report);
          // All diffs of a hundred shapes would take a minute.
          if (after === undefined || index % 6 !== 0) continue;
          writeFileSync(join(directory, "test.yaml"), write(text));
          const { status, stderr } = spawnSync("git", ["apply", "-p1", "-"], {
            cwd: directory,
            input: diffOf(report),
            encoding: "utf8",
          });
          assert.equal(status, 0, `${name}: ${stderr}`);
          assert.equal(readFileSync(join(directory, "test.yaml"), "utf8"), after, name);
        }
      }
    });
  });
}
