import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { LANES, hasManyInputs, laneOf } from "./lanes.ts";
import manifest from "../../package.json" with { type: "json" };

const SCRIPTS: Readonly<Record<string, string>> = manifest.scripts;
const FILES = globSync("test/**/*.test.ts", { exclude: (path) => path.includes("node_modules") });

for (const [file, lane] of [
  [join("test", "policy", "checks.test.ts"), "fast"],
  [join("test", "cluster", "plan.test.ts"), "cluster"],
  [join("test", "conformance", "yaml.test.ts"), "conformance"],
  [join("test", "release", "krew.test.ts"), "package"],
  [join("test", "package", "library.test.ts"), "package"],
  [join("test", "dist.test.ts"), "package"],
  [join("test", "render", "large.test.ts"), "large"],
  [join("test", "sources", "files", "large.test.ts"), "large"],
  [join("test", "browser", "large.test.ts"), "browser"],
] as const) {
  test(`${file} is in the lane ${lane}`, () => assert.equal(laneOf(file), lane));
}

test("every lane has files, a script, and a place in the check that CI runs", () => {
  const check = SCRIPTS["check"] ?? "";
  for (const lane of LANES) {
    assert.ok(
      FILES.some((file) => laneOf(file) === lane),
      lane,
    );
    const script = lane === "fast" ? "test" : `test:${lane}`;
    assert.match(SCRIPTS[script] ?? "", lane === "fast" ? /run\.ts$/ : new RegExp(`--lane ${lane}$`));
    // The check runs the fast lane once, with coverage.
    assert.ok(
      check.includes(`npm run ${lane === "fast" ? "test:coverage" : script} `) || check.endsWith(`npm run ${script}`),
      `npm run check leaves out ${lane}`,
    );
  }
});

test("files with many inputs are found", () => {
  assert.ok(hasManyInputs(join("test", "rollout", "plan.property.test.ts")));
  assert.ok(hasManyInputs(join("test", "cli", "secrets", "manifests.test.ts")));
  assert.ok(!hasManyInputs(join("test", "runner", "lanes.test.ts")));
});
