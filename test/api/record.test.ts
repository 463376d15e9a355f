import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { bigintAsText, isRecord, setKey } from "../../src/api/record.ts";

describe("isRecord", () => {
  it("is true only for plain objects", () => {
    assert.equal(isRecord({}), true);
    for (const value of [null, undefined, [], "a", 1, true]) assert.equal(isRecord(value), false);
  });
});

describe("setKey", () => {
  it("sets __proto__ as a key like any other", () => {
    const record: Record<string, unknown> = {};
    setKey(record, "__proto__", 1);
    setKey(record, "a", 2);
    assert.deepEqual(Object.entries(record), [
      ["__proto__", 1],
      ["a", 2],
    ]);
  });
});

describe("bigintAsText", () => {
  it("lets JSON.stringify print integers beyond 2^53", () => {
    assert.equal(JSON.stringify({ a: 2n ** 60n, b: 1 }, bigintAsText), '{"a":"1152921504606846976","b":1}');
  });
});
