import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ConfigurationDocument } from "../../../src/admission/configuration/configuration-document.ts";
import {
  decodeStrictly,
  embedded,
  list,
  string,
  struct,
} from "../../../src/admission/configuration/strict-decoding.ts";
import type { FieldPath } from "../../../src/api/field-path.ts";
import { assertRefused, yamlDocument } from "../configuration-documents.ts";

interface Inner {
  readonly name: string;
  readonly "dashed-name": string;
}
interface Outer {
  readonly inner: Inner;
  readonly items: readonly Inner[];
  readonly names: readonly string[];
  readonly anything: unknown;
}

const NO_INNER: Inner = { name: "", "dashed-name": "" };
const NO_OUTER: Outer = { inner: NO_INNER, items: [], names: [], anything: undefined };
const INNER = struct<Inner>("v2", "Inner", { name: string, "dashed-name": string }, NO_INNER);
const OUTER = struct<Outer>(
  "v2",
  "Outer",
  { inner: INNER, items: list(INNER), names: list(string), anything: embedded },
  NO_OUTER,
);

const PREFIX = `couldn't init admission plugin "PodSecurity": `;

function decode(value: unknown, parts?: Partial<ConfigurationDocument>): Outer {
  return decodeStrictly(OUTER, yamlDocument(value, parts), "load");
}

describe("decoded values", () => {
  const cases: readonly [value: unknown, decoded: Outer][] = [
    [{}, NO_OUTER],
    [{ inner: null, items: null, names: null, anything: null }, NO_OUTER],
    [{ inner: { name: null, "dashed-name": "b" } }, { ...NO_OUTER, inner: { name: "", "dashed-name": "b" } }],
    [{ names: ["a", null] }, { ...NO_OUTER, names: ["a", ""] }],
    [{ items: [null, { name: "a" }] }, { ...NO_OUTER, items: [NO_INNER, { name: "a", "dashed-name": "" }] }],
    [{ anything: [{ a: 1 }] }, { ...NO_OUTER, anything: [{ a: 1 }] }],
    [{ anything: "x" }, { ...NO_OUTER, anything: "x" }],
  ];
  for (const [value, decoded] of cases) it(JSON.stringify(value), () => assert.deepEqual(decode(value), decoded));
});

describe("a value of the wrong type", () => {
  const field = (text: string): string => `${PREFIX}json: cannot unmarshal ${text}`;
  const cases: readonly [value: unknown, message: string, path: FieldPath][] = [
    [{ inner: "x" }, field("string into Go struct field Outer.inner of type v2.Inner"), ["inner"]],
    [{ inner: [] }, field("array into Go struct field Outer.inner of type v2.Inner"), ["inner"]],
    [{ inner: { name: 1 } }, field("number into Go struct field Inner.inner.name of type string"), ["inner", "name"]],
    [{ inner: { name: {} } }, field("object into Go struct field Inner.inner.name of type string"), ["inner", "name"]],
    [{ names: "x" }, field("string into Go struct field Outer.names of type []string"), ["names"]],
    [{ names: ["a", true] }, field("bool into Go struct field Outer.names of type string"), ["names", 1]],
    [{ items: {} }, field("object into Go struct field Outer.items of type []v2.Inner"), ["items"]],
    [{ items: ["a"] }, field("string into Go struct field Outer.items of type v2.Inner"), ["items", 0]],
    [
      { items: [{}, { "dashed-name": 2n ** 60n }] },
      field("number into Go struct field Inner.items.dashed-name of type string"),
      ["items", 1, "dashed-name"],
    ],
    // Only the first one, in the order of the keys.
    [
      { zzz: 1, names: 5, inner: { name: 1, "dashed-name": false } },
      field("bool into Go struct field Inner.inner.dashed-name of type string"),
      ["inner", "dashed-name"],
    ],
  ];
  for (const [value, message, path] of cases) {
    it(message.slice(PREFIX.length), () => assertRefused(() => decode(value), message, path));
  }

  it("is the first one of a JSON document", () => {
    const value = { names: 5, inner: 5 };
    const message = field("number into Go struct field Outer.names of type []string");
    assertRefused(() => decode(value, { format: "json" }), message, ["names"]);
  });
});

describe("unknown fields", () => {
  const strict = (text: string): string => `${PREFIX}strict decoding error: ${text}`;
  const cases: readonly [value: unknown, message: string, path: FieldPath][] = [
    [{ other: 1 }, strict('unknown field "other"'), ["other"]],
    [{ Inner: {} }, strict('unknown field "Inner"'), ["Inner"]],
    [{ constructor: 1 }, strict('unknown field "constructor"'), ["constructor"]],
    [{ inner: { "": 1 } }, strict('unknown field "inner."'), ["inner", ""]],
    [{ 'a"b\t': 1 }, strict(String.raw`unknown field "a\"b\t"`), ['a"b\t']],
    [
      { zeta: { a: 1 }, items: [{}, { b: 1, a: 1 }], inner: { x: null }, alpha: 1 },
      strict(
        'unknown field "alpha", unknown field "inner.x", unknown field "items[1].a", unknown field "items[1].b", ' +
          'unknown field "zeta"',
      ),
      ["alpha"],
    ],
  ];
  for (const [value, message, path] of cases) {
    it(message.slice(PREFIX.length), () => assertRefused(() => decode(value), message, path));
  }

  it("are in the order of a JSON document", () => {
    const message = strict('unknown field "z", unknown field "inner.y", unknown field "a"');
    assertRefused(() => decode({ z: 1, inner: { y: 1 }, a: 1 }, { format: "json" }), message, ["z"]);
  });

  it("are reported up to the hundredth", () => {
    const names = Array.from({ length: 101 }, (_, index) => `k${String(index).padStart(3, "0")}`);
    const message = strict(
      names
        .slice(0, 100)
        .map((name) => `unknown field "${name}"`)
        .join(", "),
    );
    assertRefused(() => decode(Object.fromEntries(names.map((name) => [name, 1]))), message, ["k000"]);
  });
});

describe("duplicate keys", () => {
  it("of YAML are one text before the unknown fields", () => {
    const duplicates = [
      { path: ["other"], key: 'a"', line: 5 },
      { path: [], key: "names", line: 7 },
    ];
    assertRefused(
      () => decode({ other: {}, names: [] }, { duplicates }),
      `${PREFIX}strict decoding error: yaml: unmarshal errors:\n  line 5: key "a\\"" already set in map\n` +
        '  line 7: key "names" already set in map, unknown field "other"',
      ["other", 'a"'],
    );
  });

  it("of JSON count in known fields of structs, once each", () => {
    const duplicates = [
      { path: ["inner"], key: "name", line: 1 },
      { path: ["inner"], key: "name", line: 2 },
      { path: ["items", 0], key: "name", line: 3 },
      { path: ["anything"], key: "a", line: 4 },
      { path: [], key: "other", line: 5 },
    ];
    assertRefused(
      () =>
        decode(
          { inner: { name: "" }, items: [{ name: "" }], anything: { a: 1 }, other: 1 },
          { format: "json", duplicates },
        ),
      `${PREFIX}strict decoding error: duplicate field "inner.name", duplicate field "items[0].name", unknown field "other"`,
      ["inner", "name"],
    );
  });

  it("are hidden by a value of the wrong type", () => {
    assertRefused(
      () => decode({ names: 5 }, { duplicates: [{ path: [], key: "names", line: 2 }] }),
      `${PREFIX}json: cannot unmarshal number into Go struct field Outer.names of type []string`,
      ["names"],
    );
  });
});
