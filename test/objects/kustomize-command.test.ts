import assert from "node:assert/strict";
import { test } from "node:test";
import { kustomizeCommand } from "../../src/objects/kustomize-command.ts";

for (const [directory, rendersCharts, words] of [
  [undefined, false, "DIR"],
  ["overlays/prod", false, "overlays/prod"],
  ["overlays/prod", true, "--enable-helm overlays/prod"],
  ["-k", false, "./-k"],
  ["a b", true, "--enable-helm 'a b'"],
  ["$(id)", false, "'$(id)'"],
] as const) {
  test(`${directory ?? "a directory that is not known"}, ${rendersCharts ? "with charts" : "without charts"}`, () => {
    assert.equal(
      kustomizeCommand(directory, rendersCharts),
      `kustomize build ${words} | kubectl pss lint -, or kubectl kustomize ${words} | kubectl pss lint -`,
    );
  });
}
