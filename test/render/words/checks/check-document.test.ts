import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import MarkdownIt from "markdown-it";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { checkMarkdown, escapeMarkdown } from "../../../../src/render/words/checks/check-document.ts";
import { exampleAfter, exampleBefore, overriddenText } from "../../../../src/render/words/checks/check-text.ts";
import { explanationMarkdown } from "../../../../src/render/formats/explain/markdown.ts";
import { text } from "../../painted.ts";

const DOCUMENT = "docs/checks.md";
const markdown = new MarkdownIt({ html: true });

/** The used fields of a markdown-it token. */
interface Token {
  readonly type: string;
  readonly content: string;
  readonly info: string;
  readonly children: readonly Token[] | null;
}

/** The visible words of some Markdown, paragraph by paragraph: text and code alike. */
function paragraphs(source: string): string[] {
  const tokens: readonly Token[] = markdown.parse(source, {});
  return tokens
    .filter(({ type }) => type === "inline")
    .map(({ children }) => (children ?? []).map(({ content }) => content).join(""));
}

/** The contents of its blocks of YAML. */
function yamlBlocks(source: string): string[] {
  const tokens: readonly Token[] = markdown.parse(source, {});
  return tokens.filter(({ type, info }) => type === "fence" && info === "yaml").map(({ content }) => content);
}

describe("the help of a check", () => {
  for (const check of CHECKS) {
    it(`${check.id}: contains its declared texts`, () => {
      const help = checkMarkdown(check, CHECKS);
      const shown = paragraphs(help);
      const { title, level, requirement, description, remediation, windows = "", userNamespaces = "" } = check;
      const since = `v1.${check.revisions[0]?.since}`;
      assert.equal(shown[0], `${title}, ${level}, since ${since}. ${requirement}`);
      for (const words of [description, remediation, windows, userNamespaces, overriddenText(check, CHECKS)]) {
        if (words !== "") assert.ok(shown.includes(words), words);
      }
      const changes = check.revisions.flatMap(({ change }) => change ?? []);
      for (const words of changes)
        assert.ok(
          shown.some((line) => line.endsWith(`: ${words}`)),
          words,
        );
      const values = new Set([check, ...check.revisions].flatMap(({ allowedValues }) => allowedValues ?? []));
      for (const value of values)
        assert.ok(
          shown.some((line) => line.startsWith(value)),
          value,
        );
      assert.deepEqual(yamlBlocks(help), [exampleBefore(check), exampleAfter(check)]);
      assert.match(help, /[^\n]\n$/);
    });
  }

  it("describes another list of containers only as the same", () => {
    const privileged = CHECKS.find(({ id }) => id === "privileged");
    assert.ok(privileged !== undefined);
    const shown = paragraphs(checkMarkdown(privileged));
    assert.ok(shown.includes("spec.containers[*].securityContext.privileged"));
    assert.ok(shown.includes("The same applies to initContainers and ephemeralContainers."));
    assert.ok(!shown.some((line) => line.startsWith("spec.initContainers")));
  });

  it("names the replacement of a check only if all checks are known", () => {
    const check = CHECKS.find(({ id }) => id === "procMount");
    assert.ok(check !== undefined);
    assert.doesNotMatch(checkMarkdown(check), /takes its place/);
    assert.match(
      checkMarkdown(check, CHECKS),
      /At the restricted level procMount_restricted replaces it from v1\.35 on\./,
    );
  });
});

describe("text in Markdown", () => {
  for (const words of [
    "a*b*c",
    "`code`",
    "[a](b)",
    "<script>x</script>",
    String.raw`back\slash`,
    "a | b",
    "localhost/*",
  ]) {
    it(`reads back: ${words}`, () => assert.deepEqual(paragraphs(escapeMarkdown(words)), [words]));
    it(`reads back in a cell: ${words}`, () => {
      const cells = paragraphs(`| a |\n|---|\n| ${escapeMarkdown(words)} |\n`);
      assert.deepEqual(cells, ["a", words]);
    });
  }
});

describe(DOCUMENT, () => {
  const document = text(explanationMarkdown({ topic: "checks", serverVersion: "v1.37", checks: CHECKS }));
  if (process.env["KUBECTL_PSS_UPDATE_GOLDEN"] === "1") writeFileSync(DOCUMENT, document);

  it("is the output of explain", () => {
    assert.equal(readFileSync(DOCUMENT, "utf8"), document, `KUBECTL_PSS_UPDATE_GOLDEN=1 writes ${DOCUMENT} again`);
  });

  it("has a line in its contents and a section with an anchor for each check", () => {
    const ids = CHECKS.map(({ id }) => id);
    const tokens: readonly Token[] = markdown.parse(document, {});
    const headings = tokens.flatMap(({ type }, at) => (type === "heading_open" ? [tokens[at + 1]?.content] : []));
    assert.deepEqual(
      headings.filter((heading) => ids.includes(heading ?? "")),
      ids,
    );
    assert.deepEqual(
      [...document.matchAll(/<a id="([^"]*)"><\/a>/g)].map(([, id]) => id),
      ids,
    );
    assert.deepEqual(
      [...document.matchAll(/\| \[([^\]]*)\]\(#([^)]*)\) \|/g)].map(([, name, id]) => [name, id]),
      ids.map((id) => [id, id]),
    );
  });
});
