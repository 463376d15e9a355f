import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const MAIN = new URL("../src/main.ts", import.meta.url).href;

/** Runs a command line in a separate process, with an input that never arrives and does not keep the process alive. */
function runDrained(
  args: readonly string[],
  before = "",
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const script = `
    import { run } from ${JSON.stringify(MAIN)};
    const stdin = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) };
    ${before}
    process.exitCode = await run(${JSON.stringify(args)}, { env: {}, stdin, stdout: process.stdout, stderr: process.stderr });`;
  return spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
}

test("a run that waits for an event that never happens ends with an error", () => {
  const { status, stdout, stderr } = runDrained(["lint", "-"]);
  assert.deepEqual([status, stdout], [2, ""]);
  assert.match(
    stderr,
    /^error: this is a bug of kubectl pss: nothing is left to be done, and the run has not ended\nRun it again/,
  );
  assert.doesNotMatch(stderr, /unsettled|await/);
});

test("a run that ends earlier is not reported", () => {
  const { status, stderr } = runDrained(["version"]);
  assert.deepEqual([status, stderr], [0, ""]);
});

test("the second of two runs is checked, too", () => {
  const first = `await run(["version"], { env: {}, stdin, stdout: process.stdout, stderr: process.stderr });`;
  assert.equal(runDrained(["lint", "-"], first).status, 2);
});
