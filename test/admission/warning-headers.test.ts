import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { asWarningHeaders } from "../../src/admission/warning-headers.ts";

/** A text of this many code points that begins with its own number. */
function text(number: number, codePoints: number, filler = "x"): string {
  const head = `${number} `;
  return head + filler.repeat(codePoints - head.length);
}

function texts(count: number, codePoints: number, filler?: string): string[] {
  return Array.from({ length: count }, (_, index) => text(index, codePoints, filler));
}

const cut = (warning: string): string => Array.from(warning).slice(0, 256).join("");

describe("asWarningHeaders", () => {
  const cases: readonly [rule: string, warnings: readonly string[], headers: readonly string[]][] = [
    ["none", [], []],
    ["in their order, quotes and all", ['b "q" \\', "a"], ['b "q" \\', "a"]],
    ["an empty warning is left out", ["", "a"], ["a"]],
    ["each text once", ["a", "b", "a"], ["a", "b"]],
    ["a control character keeps one back", ["a\n", "b\u0085", "c\u00a0", "\u007f"], ["c\u00a0"]],
    ["4,096 code points in one", [text(0, 4096)], [text(0, 4096)]],
    ["4,097 code points in one", [text(0, 4097)], [text(0, 256)]],
    ["4,096 code points, twice as many UTF-16 units", [text(0, 4096, "😀")], [text(0, 4096, "😀")]],
    ["4,097 code points, cut between characters", [text(0, 4097, "😀")], [text(0, 256, "😀")]],
    ["4,096 code points together", texts(8, 512), texts(8, 512)],
    ["one more code point: all are cut", [...texts(8, 512), "x"], [...texts(8, 512).map(cut), "x"]],
    ["later warnings are truncated, too", [...texts(9, 512), text(9, 300)], [...texts(9, 512).map(cut), text(9, 256)]],
    ["16 of full length, and no more", texts(30, 402), texts(16, 256)],
    ["as many short ones as were there at the limit", texts(50, 136), texts(31, 136)],
    [
      "a long one is added while there is room",
      [...texts(15, 300), "short", ...texts(18, 290).slice(16)],
      [...texts(15, 256), "short", text(16, 256)],
    ],
    ["equal after the cut", [`${text(0, 4000)}a`, `${text(0, 4000)}b`], [text(0, 256), text(0, 256)]],
    [
      "a warning from before the truncation is not repeated",
      [text(0, 3000), text(1, 3000), text(0, 3000)],
      [text(0, 256), text(1, 256)],
    ],
    [
      "a control character after the truncation has no effect",
      [`${text(0, 300)}\n`, text(1, 4097)],
      [text(0, 256), text(1, 256)],
    ],
    ["a control character within the cut", [`\n${text(0, 300)}`, text(1, 4097), "\t"], [text(1, 256)]],
    ["a control character beyond the cut, later", [text(1, 4097), `${text(0, 300)}\n`], [text(1, 256), text(0, 256)]],
    ["a kept back one does not count", [`${text(0, 4000)}\n`, text(1, 4096)], [text(1, 4096)]],
  ];
  for (const [rule, warnings, headers] of cases) {
    it(rule, () => assert.deepEqual(asWarningHeaders(warnings), headers));
  }
});
