import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { explain } from "../../src/app/explain/explain.ts";
import { explanationMarkdown } from "../../src/render/formats/explain/markdown.ts";

test("docs/from-psp.md is the mapping that explain prints", () => {
  const page = [...explanationMarkdown(explain("PodSecurityPolicy"))].join("");
  assert.equal(readFileSync("docs/from-psp.md", "utf8"), page);
});
