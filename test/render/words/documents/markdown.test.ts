import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  code,
  codeBlock,
  details,
  htmlCode,
  tableHead,
  tableRow,
} from "../../../../src/render/words/documents/markdown.ts";
import { readMarkdown } from "../../formats/markdown/reader.ts";

describe("a span of code", () => {
  for (const [text, markdown, shown = text] of [
    ["web", "`web`"],
    ["", ""],
    ["a`b", "``a`b``"],
    ["a``b`", "``` a``b` ```"],
    ["`a", "`` `a ``"],
    [" a", "` a`"],
    [" a ", "`  a  `"],
    ["  ", "`  `"],
    ["@user #1 <b>*x*</b>", "`@user #1 <b>*x*</b>`"],
    ["a\\", "`a\\`"],
    ["a\nb\u001b[31m", "`a\\nb\\x1b[31m`", "a\\nb\\x1b[31m"],
  ] as const) {
    it(JSON.stringify(text), () => {
      assert.equal(code(text), markdown);
      assert.deepEqual(readMarkdown(`x ${markdown} y`).code, text === "" ? [] : [shown]);
    });
  }
});

describe("a row of a table", () => {
  for (const text of ["a|b", "a\\|b", "a\\\\|", "|", "`|`", "a\\", "||"]) {
    it(text, () => {
      const table = tableHead(["A", "B"]) + tableRow([code(text), "next"]);
      const { code: shown, skeleton } = readMarkdown(table);
      assert.deepEqual(shown, [text]);
      assert.match(skeleton, /<td><code>…<\/code><\/td>\s*<td>next<\/td>/);
    });
  }
});

describe("a block of code", () => {
  for (const lines of [["a"], ["a", "```", "  b "], ["`````"], ["~~~"], ["</code></pre><script>"], ["a\nb"]]) {
    it(JSON.stringify(lines), () => {
      const { code: shown, skeleton } = readMarkdown(`${codeBlock(lines)}after`);
      assert.deepEqual(shown, [`${lines.join("\n").replace("a\nb", "a\\nb")}\n`]);
      assert.match(skeleton, /<p>after<\/p>/);
    });
  }

  it("is empty without lines", () => assert.equal(codeBlock([]), ""));
});

describe("a fold", () => {
  for (const name of ["a", "</summary>", "<script>", "&lt;", "@user", "`a`", "a -->", '"', "*a*", "\n\n- a"]) {
    it(JSON.stringify(name), () => {
      const { code: shown, skeleton } = readMarkdown(details(`${htmlCode(name)}: one`, `- ${code(name)}\n\n`));
      const expected = name.replaceAll("\n", "\\n");
      assert.deepEqual(shown, [expected, expected]);
      assert.match(
        skeleton,
        /<details>\s*<summary><code>…<\/code>: one<\/summary>\s*<ul>\s*<li><code>…<\/code><\/li>\s*<\/ul>\s*<\/details>/,
      );
    });
  }
});
