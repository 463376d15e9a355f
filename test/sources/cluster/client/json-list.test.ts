import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { splitJson } from "../../../../src/sources/cluster/client/json-list.ts";
import { parseJson } from "../../../../src/text/json.ts";

/** The result of the parser for a whole text, and of the split for the same text. A fault is a string. */
function both(text: string): { readonly whole: unknown; readonly pieces: unknown } {
  let whole: unknown;
  try {
    whole = parseJson(text);
  } catch {
    whole = "fault";
  }
  let pieces: unknown;
  try {
    const { fields, items } = splitJson(Buffer.from(text), 1000) ?? {};
    pieces = items === undefined ? fields : { ...fields, items: [...items] };
  } catch (error) {
    assert.equal((error as Error).name, "JsonFault");
    pieces = "fault";
  }
  if (typeof whole !== "object" || whole === null || Array.isArray(whole))
    whole = whole === "fault" ? whole : undefined;
  return { whole, pieces };
}

const item = fc.jsonValue({ maxDepth: 4 });
const list = fc.record({
  kind: fc.string(),
  items: fc.oneof(fc.array(item), item),
  metadata: fc.dictionary(fc.string(), item),
  ["__proto__"]: item,
});

test("a list that is split has the values of JSON.parse", () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 0, max: 4 }), (value, space) => {
      const { whole, pieces } = both(JSON.stringify(value, null, space));
      assert.deepEqual(pieces, whole);
    }),
    { seed: 7, numRuns: 1000 },
  );
});

test("a text that JSON.parse rejects is rejected, for a change of any byte", () => {
  const bytes = fc.constantFrom("", '"', "\\", "{", "}", "[", "]", ",", ":", " ", "0", "e", "\u0000", "ü");
  fc.assert(
    fc.property(list, fc.nat(), bytes, (value, at, byte) => {
      const text = JSON.stringify(value);
      const place = at % (text.length + 1);
      const { whole, pieces } = both(text.slice(0, place) + byte + text.slice(place + 1));
      assert.deepEqual(pieces, whole);
    }),
    { seed: 7, numRuns: 5000 },
  );
});

const NESTED = "[".repeat(10_001) + "]".repeat(10_001);

const TOO_MUCH: Readonly<Record<string, readonly [text: string, message: RegExp]>> = {
  "nested values": [`{"items":[{"a":${NESTED}}]}`, /^it contains values within values, more than 10000 deep$/],
  "nested values beside the items": [`{"a":${NESTED},"items":[]}`, /more than 10000 deep$/],
  "an object of very many values": [
    `{"items":[[${"{},".repeat(200_000)}{}]]}`,
    /an object of more than 200000 values$/,
  ],
  "too many items": [`{"items":[${"1,".repeat(1000)}1]}`, /^it contains more than 1000 objects$/],
  "a very long item": [`{"items":["${"x".repeat(17 * 1024 * 1024)}"]}`, /^it contains a value of \d+ bytes$/],
  "long metadata": [`{"metadata":"${"x".repeat(9 * 1024 * 1024)}"}`, /^it contains a value of \d+ bytes$/],
};

for (const [name, [text, message]] of Object.entries(TOO_MUCH)) {
  test(`rejected JSON: ${name}`, () => {
    assert.throws(() => [...(splitJson(Buffer.from(text), 1000)?.items ?? [])], { name: "JsonFault", message });
  });
}

test("no message repeats the answer", () => {
  for (const text of ['{"a": s3cret}', '{"items":[s3cret]}', '{"s3cret" 1}', '{"a":1} s3cret', "s3cret"]) {
    assert.throws(
      () => [...(splitJson(Buffer.from(text), 1000)?.items ?? [])],
      ({ message }: Error) => !message.includes("s3cret"),
    );
  }
});
