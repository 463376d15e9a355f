import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { entriesInOrder, jsonType } from "../../../src/admission/configuration/configuration-document.ts";

describe("jsonType", () => {
  const cases: readonly [value: unknown, type: string][] = [
    ["", "string"],
    [false, "bool"],
    [0, "number"],
    [2n ** 60n, "number"],
    [[], "array"],
    [{}, "object"],
  ];
  for (const [value, type] of cases) it(type, () => assert.equal(jsonType(value), type));
});

describe("entriesInOrder", () => {
  const value = { b: 1, "\u{1f600}": 2, "\ufffd": 3, _: 4, A: 5 };
  const keys = (format: "json" | "yaml"): string[] => entriesInOrder(value, format).map(([key]) => key);

  it("keeps the order of JSON", () => assert.deepEqual(keys("json"), ["b", "\u{1f600}", "\ufffd", "_", "A"]));
  it("sorts YAML by bytes", () => assert.deepEqual(keys("yaml"), ["A", "_", "b", "\ufffd", "\u{1f600}"]));
});
