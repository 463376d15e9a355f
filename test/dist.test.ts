import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { test } from "node:test";

test("what is built has names that tell where it comes from, and nothing of the machine", () => {
  const names = readdirSync(new URL("../dist/", import.meta.url));
  assert.ok(names.includes("main.js") && names.includes("ora.js") && names.includes("cli-run-cluster.js"));
  for (const name of names) assert.match(name, /^(?:[a-z][a-z-]*\.js|THIRD-PARTY-LICENSES\.txt)$/);
});

test("npm pack prints the archive's name alone, as pre-commit before 4.7 expects it", () => {
  const root = new URL("../", import.meta.url);
  const value = execFileSync("npm", ["config", "get", "foreground-scripts"], { cwd: root, encoding: "utf8" });
  assert.equal(value.trim(), "false");
});
