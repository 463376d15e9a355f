import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const UPDATE = "KUBECTL_PSS_UPDATE_GOLDEN";

/** Compares text with the golden file of that name, or makes it the golden file when the environment asks for that. */
export function assertGolden(name: string, actual: string): void {
  const path = join(import.meta.dirname, name);
  if (process.env[UPDATE] === "1") writeFileSync(path, actual);
  const hint = `test/golden/render/${name}; if the change is meant, run the test with ${UPDATE}=1 and read the diff`;
  assert.ok(existsSync(path), `there is no ${hint}`);
  const expected = readFileSync(path, "utf8");
  if (actual === expected) return;
  const lines = expected.split("\n");
  const at = actual.split("\n").findIndex((line, index) => line !== lines[index]);
  assert.equal(actual, expected, `line ${at + 1} differs from ${hint}`);
}
