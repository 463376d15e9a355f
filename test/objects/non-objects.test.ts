import assert from "node:assert/strict";
import { test } from "node:test";
import { isJsonPatch } from "../../src/objects/non-objects.ts";

const JSON_PATCHES: readonly (readonly [name: string, value: unknown, expected: boolean])[] = [
  [
    "operations",
    [
      { op: "add", path: "/a", value: 1 },
      { op: "remove", path: "/b" },
    ],
    true,
  ],
  ["an empty list", [], false],
  ["something else among them", [{ op: "add", path: "/a" }, {}], false],
  ["a list of text", ["a"], false],
  ["an op that is no text", [{ op: 1, path: "/a" }], false],
  ["a single operation", { op: "add", path: "/a" }, false],
  ["nothing", null, false],
];

for (const [name, value, expected] of JSON_PATCHES) {
  test(`JSON patch: ${name}`, () => assert.equal(isJsonPatch(value), expected));
}
