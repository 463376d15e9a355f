import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const UPDATE = "KUBECTL_PSS_UPDATE_GOLDEN";

/** Whether the environment asks for golden files with the output of now. */
export function isUpdate(): boolean {
  return process.env[UPDATE] === "1";
}

/** Compares text with a golden file, by its path in test/golden, or writes the file where the environment asks for that. */
export function assertGolden(file: string, actual: string): void {
  const path = join(import.meta.dirname, file);
  if (isUpdate()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, actual);
  }
  const hint = `test/golden/${file}; if the change is meant, run the test with ${UPDATE}=1 and read the diff`;
  assert.ok(existsSync(path), `there is no ${hint}`);
  const expected = readFileSync(path, "utf8");
  if (actual === expected) return;
  const lines = expected.split("\n");
  const at = actual.split("\n").findIndex((line, index) => line !== lines[index]);
  assert.equal(actual, expected, `line ${at + 1} differs from ${hint}`);
}
