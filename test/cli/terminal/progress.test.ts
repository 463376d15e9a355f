import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { after, before, describe, it } from "node:test";
import type { OutputStream } from "../../../src/cli/terminal/io.ts";
import { showCluster, showFiles } from "../../../src/cli/terminal/progress.ts";

/** A terminal with this many columns; undefined for a pipe. */
function stderrOf(columns: number | undefined): { stream: OutputStream; text: () => string } {
  const stream = new PassThrough();
  const chunks: string[] = [];
  stream.on("data", (chunk) => chunks.push(String(chunk)));
  const terminal = { isTTY: true, columns, cursorTo: () => true, moveCursor: () => true, clearLine: () => true };
  return { stream: columns === undefined ? stream : Object.assign(stream, terminal), text: () => chunks.join("") };
}

async function progressOf(columns: number | undefined, files: number): Promise<string> {
  const { stream, text } = stderrOf(columns);
  const line = await showFiles({ stderr: stream, env: {} }, files);
  for (const read of [1, 2]) line?.update(read);
  line?.end();
  return text();
}

describe("progress", () => {
  // ora prints nothing in CI, and on a dumb terminal.
  const { CI, TERM } = process.env;
  before(() => {
    delete process.env["CI"];
    process.env["TERM"] = "xterm";
  });
  after(() => {
    if (CI !== undefined) process.env["CI"] = CI;
    if (TERM !== undefined) process.env["TERM"] = TERM;
  });

  it("shows its progress on a terminal", async () => {
    assert.match(await progressOf(80, 625), /reading manifests: 1 of 625 files/);
  });

  it("shows how much of a cluster is read on a terminal, and nothing in a pipe", async () => {
    const { stream, text } = stderrOf(80);
    const line = await showCluster({ stderr: stream, env: {} });
    assert.match(text(), /reading the cluster/);
    line?.update({ pages: 2, pods: 7, remaining: 3 });
    line?.end();
    assert.equal(await showCluster({ stderr: stderrOf(undefined).stream, env: {} }), undefined);
  });

  it("has no colours with NO_COLOR", async () => {
    const sgr = new RegExp(String.raw`\u001b\[[0-9;]*m`);
    for (const [NO_COLOR, isColoured] of [
      ["", true],
      ["1", false],
    ] as const) {
      const { stream, text } = stderrOf(80);
      const line = await showCluster({ stderr: stream, env: { NO_COLOR, FORCE_COLOR: isColoured ? "1" : "" } });
      line?.end();
      if (!isColoured) assert.doesNotMatch(text(), sgr);
    }
  });

  for (const [name, columns, files] of [
    ["a pipe", undefined, 625],
    ["a terminal without a known width", 0, 625],
    ["a few files", 80, 3],
  ] as const) {
    it(`shows nothing for ${name}`, async () => assert.equal(await progressOf(columns, files), ""));
  }
});
