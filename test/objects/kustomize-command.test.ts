import assert from "node:assert/strict";
import { test } from "node:test";
import { kustomizeCommand } from "../../src/objects/kustomize-command.ts";

const NEEDS = { rendersCharts: false, loadsOutside: false, downloads: false };

for (const [directory, word] of [
  [undefined, "DIR"],
  ["overlays/prod", "overlays/prod"],
  ["-k", "./-k"],
  ["$(id)", "'$(id)'"],
] as const) {
  test(`-k lints ${directory ?? "an unknown directory"}`, () => {
    assert.equal(kustomizeCommand(directory), `kubectl pss lint -k ${word}`);
    assert.equal(kustomizeCommand(directory, NEEDS), `kubectl pss lint -k ${word}`);
  });
}

for (const [directory, needs, words] of [
  ["overlays/prod", { rendersCharts: true }, "--enable-helm overlays/prod"],
  ["overlays/prod", { loadsOutside: true }, "--load-restrictor LoadRestrictionsNone overlays/prod"],
  ["overlays/prod", { ...NEEDS, downloads: true }, "overlays/prod"],
  ["a b", { rendersCharts: true, loadsOutside: true }, "--enable-helm --load-restrictor LoadRestrictionsNone 'a b'"],
] as const) {
  test(`kustomize itself lints ${directory} with ${JSON.stringify(needs)}`, () => {
    assert.equal(
      kustomizeCommand(directory, needs),
      `kustomize build ${words} | kubectl pss lint -, or kubectl kustomize ${words} | kubectl pss lint -`,
    );
  });
}
