import assert from "node:assert/strict";
import { test } from "node:test";
import { kustomizeCommand } from "../../src/objects/kustomize-command.ts";

for (const [directory, needs, words] of [
  [undefined, {}, "DIR"],
  ["overlays/prod", {}, "overlays/prod"],
  ["overlays/prod", { rendersCharts: true }, "--enable-helm overlays/prod"],
  ["overlays/prod", { loadsOutside: true }, "--load-restrictor LoadRestrictionsNone overlays/prod"],
  ["a b", { rendersCharts: true, loadsOutside: true }, "--enable-helm --load-restrictor LoadRestrictionsNone 'a b'"],
  ["-k", { rendersCharts: false }, "./-k"],
  ["$(id)", { loadsOutside: false }, "'$(id)'"],
] as const) {
  test(`${directory ?? "a directory that is not known"}, ${JSON.stringify(needs)}`, () => {
    assert.equal(
      kustomizeCommand(directory, needs),
      `kustomize build ${words} | kubectl pss lint -, or kubectl kustomize ${words} | kubectl pss lint -`,
    );
  });
}
