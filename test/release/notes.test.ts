import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { joinLines, sectionOf } from "../../release/notes.ts";

describe("the notes of a release", () => {
  it("are the section of its version, with or without a date", () => {
    const changelog =
      "# Changelog\n\n## 1.10.0\n\n- a\n\n## 1.1.0-rc.2\n\n- e\n\n## 1.1.0 (2026-12-01)\n\n- b\n\n### Fixed\n\n- c\n\n## 1.1.0-rc.1\n\n- d\n";
    assert.equal(sectionOf("1.10.0", changelog), "- a\n");
    assert.equal(sectionOf("1.1.0", changelog), "- b\n\n### Fixed\n\n- c\n");
    assert.equal(sectionOf("1.1.0-rc.1", changelog), "- d\n");
  });

  for (const [what, text, joined] of [
    ["paragraphs", "a\nb\n  `c`\n\nd\n", "a b `c`\n\nd\n"],
    [
      "items",
      "- a\n  b\n- c\n  - d\n    e\n\n  f\n* g\n+ h\n1. i\n   j\n",
      "- a b\n- c\n  - d e\n\n  f\n* g\n+ h\n1. i j\n",
    ],
    [
      "headings, quotations and tables",
      "### a\n\nb\n> c\n\n| d |\n|---|\n| e |\n",
      "### a\n\nb\n> c\n\n| d |\n|---|\n| e |\n",
    ],
    ["code", "a\nb:\n\n```sh\nc\nd\n```\n\ne\nf\n", "a b:\n\n```sh\nc\nd\n```\n\ne f\n"],
  ] as const) {
    it(`have no line breaks that GitHub would show: ${what}`, () => {
      assert.equal(joinLines(text), joined);
    });
  }

  it("keep every word of this changelog", () => {
    const changelog = readFileSync("CHANGELOG.md", "utf8");
    const words = (text: string): readonly string[] => text.split(/\s+/);
    assert.deepEqual(words(joinLines(changelog)), words(changelog));
    assert.doesNotMatch(joinLines(changelog), /^ +[^\s-]/m);
  });
});
