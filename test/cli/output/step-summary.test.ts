import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { appendStepSummary } from "../../../src/cli/output/step-summary.ts";
import { runCli } from "../run-cli.ts";

const MIB = 1024 * 1024;
const POD = "test/fixtures/lint/pod.yaml";
const REST = "The rest is left out: GitHub accepts 1 MiB for the summary of a step.\n";

const folder = mkdtempSync(join(tmpdir(), "step-summary-"));
after(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(content?: string): string {
  const path = join(folder, `${files++}.md`);
  if (content !== undefined) writeFileSync(path, content);
  return path;
}

describe("the summary of a step", () => {
  for (const [name, content, sections, expected] of [
    ["is created if the file does not exist", undefined, ["# a\n", "b\n"], "# a\nb\n"],
    ["is the same in an empty file and in a new file", "", ["# a\n"], "# a\n"],
    ["is appended to existing text", "<details>", ["# a\n"], "<details>\n\n# a\n"],
    [
      "is counted in bytes",
      "x".repeat(MIB - 200),
      ["é".repeat(60), "\n"],
      `${"x".repeat(MIB - 200)}\n\n${"é".repeat(60)}\n`,
    ],
    [
      "is cut at a section",
      "x".repeat(MIB - 200),
      ["a".repeat(60), "é".repeat(60), "c"],
      `${"x".repeat(MIB - 200)}\n\n${"a".repeat(60)}${REST}`,
    ],
    ["may have room for no section", "x".repeat(MIB - 80), ["a".repeat(60)], `${"x".repeat(MIB - 80)}\n\n${REST}`],
  ] as const) {
    it(name, async () => {
      const path = file(content);
      assert.equal(await appendStepSummary(path, sections), undefined);
      assert.ok(readFileSync(path, "utf8") === expected);
      assert.ok(statSync(path).size <= MIB);
    });
  }

  it("reports that there is no room", async () => {
    const content = "x".repeat(MIB - 10);
    const path = file(content);
    assert.equal(await appendStepSummary(path, ["a"]), `${path}: it has the 1 MiB that GitHub accepts already`);
    assert.ok(readFileSync(path, "utf8") === content);
  });

  it("must not be a directory, a pipe or a device", async () => {
    const path = join(folder, "directory");
    mkdirSync(path);
    assert.equal(await appendStepSummary(path, ["a"]), `${path} could not be written: it is not a regular file`);
    assert.equal(
      await appendStepSummary("/dev/null", ["a"]),
      "/dev/null could not be written: it is not a regular file",
    );
  });

  it("reports why it cannot be written", async () => {
    const path = join(folder, "missing", "summary.md");
    assert.equal(await appendStepSummary(path, ["a"]), `${path} could not be written: no such file or directory`);
    const below = join(file("x"), "summary.md");
    assert.equal(await appendStepSummary(below, ["a"]), `${below} could not be written: no such file or directory`);
  });
});

describe("GITHUB_STEP_SUMMARY", () => {
  it("has the Markdown report, in addition to the annotations", async () => {
    const path = file("before\n");
    const { code, stdout, stderr } = await runCli(["lint", "-o", "github", "--level", "restricted", POD], {
      env: { GITHUB_STEP_SUMMARY: path },
    });
    const markdown = await runCli(["lint", "-o", "markdown", "--level", "restricted", POD]);
    assert.equal(stderr, "");
    assert.equal(code, markdown.code);
    assert.match(stdout, /^::error file=test\/fixtures\/lint\/pod\.yaml,line=\d+,col=\d+,title=violates PodSecurity /);
    assert.match(markdown.stdout, /^## Pod Security: /);
    assert.equal(readFileSync(path, "utf8"), `before\n\n\n${markdown.stdout}`);
  });

  it("is only for annotations, and may be empty", async () => {
    const path = file();
    await runCli(["lint", "-o", "json", POD], { env: { GITHUB_STEP_SUMMARY: path } });
    assert.ok(!existsSync(path));
    const { stderr } = await runCli(["lint", "-o", "github", "--level", "restricted", POD], {
      env: { GITHUB_STEP_SUMMARY: "" },
    });
    assert.equal(stderr, "");
  });

  it("that cannot be written is a warning", async () => {
    const path = join(folder, "missing", "\u001b[31m.md");
    const { code, stdout, stderr } = await runCli(["lint", "-o", "github", "--level", "restricted", POD], {
      env: { GITHUB_STEP_SUMMARY: path },
    });
    assert.equal(code, 1);
    assert.match(stdout, /^::error /);
    const shown = join(folder, "missing", "\\x1b[31m.md");
    assert.equal(
      stderr,
      `warning: the summary of the step: ${shown} could not be written: no such file or directory\n`,
    );
  });
});
