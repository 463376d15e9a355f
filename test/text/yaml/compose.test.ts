/** Every value here is the result of sigs.k8s.io/yaml v1.6.0 over go.yaml.in/yaml/v2 v2.4.4. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { composeDocument, type Composed } from "../../../src/text/yaml/compose.ts";
import { YamlFault } from "../../../src/text/yaml/yaml-fault.ts";
import { parseDocument } from "../../../src/text/yaml/parse/parse.ts";

function compose(text: string): Composed {
  return composeDocument(parseDocument(text).events);
}

/** A mapping with this single key, decoded from JSON: in a literal, the key would set the prototype. */
function withProto(value: unknown): unknown {
  return Object.defineProperty({}, "__proto__", { value, enumerable: true, configurable: true, writable: true });
}

const VALUES: readonly (readonly [name: string, text: string, value: unknown])[] = [
  ["a scalar", "5", 5],
  ["a list", "- a\n- 1\n- ~\n-", ["a", 1, null, null]],
  ["a list at its key's column", "a:\n- b\n- c\nd: e", { a: ["b", "c"], d: "e" }],
  ["an empty list and an empty mapping", "a: []\nb: {}", { a: [], b: {} }],
  ["quoted scalars are strings", `a: "80"\nb: 'yes'\nc: "~"`, { a: "80", b: "yes", c: "~" }],
  ["block scalars are strings", "a: |\n  80\nb: >-\n  yes\nc: |2\n    x\n", { a: "80\n", b: "yes", c: "  x\n" }],
  ["no value is null", "a:\nb: !!str\nc: ''", { a: null, b: "", c: "" }],
  ["a missing value in braces is null", "{a, b: }", { a: null, b: null }],
  ["pairs in brackets are mappings", "[a: 1, b]", [{ a: 1 }, "b"]],
  ["tags", "a: !!str 80\nb: !!int '80'\nc: !vault x\nd: !!binary aGk=", { a: "80", b: 80, c: "x", d: "hi" }],
  ["tags of collections say nothing", "a: !!seq {b: 1}\nc: !!map [1]", { a: { b: 1 }, c: [1] }],
  [
    "keys become strings",
    "1: a\ntrue: b\nno: c\n0x10: d\n1.5: e\n1e6: f",
    { 1: "a", true: "b", false: "c", 16: "d", 1.5: "e", "1e+06": "f" },
  ],
  ["quoted keys stay", `"1": a\n'yes': b`, { 1: "a", yes: "b" }],
  ["the key __proto__ is a key", "__proto__: {x: 1}", withProto({ x: 1 })],
  ["the key __proto__ twice", "__proto__: 1\n__proto__: 2", withProto(2)],
  ["the key __proto__, merged", "<<: {__proto__: 7}", withProto(7)],
  [
    "the key constructor is a key",
    "constructor: 1\ntoString: 2\nhasOwnProperty: 3",
    { constructor: 1, toString: 2, hasOwnProperty: 3 },
  ],
  ["an alias", "a: &x {k: 1}\nb: *x", { a: { k: 1 }, b: { k: 1 } }],
  ["an alias as a key", "a: &x k\n*x : 1", { a: "k", k: 1 }],
  ["an alias of null", "a: &x\nb: *x", { a: null, b: null }],
  ["an alias of a merge key's text is no merge key", "a: &x '<<'\n*x : {k: 1}", { a: "<<", "<<": { k: 1 } }],
  ["a redefined anchor", "a: &x 1\nb: *x\nc: &x 2\nd: *x", { a: 1, b: 1, c: 2, d: 2 }],
  ["a merge is overridden by later keys", "<<: {a: 1, b: 1}\na: 2", { a: 2, b: 1 }],
  ["a merge overrides earlier keys", "a: 2\n<<: {a: 1}", { a: 1 }],
  ["a merge overrides an earlier merge", "<<: {a: 1, b: 1}\n<<: {a: 2}", { a: 2, b: 1 }],
  ["earlier members of a merged list take precedence", "<<: [{a: 1, b: 1}, {a: 2, c: 2}]", { a: 1, b: 1, c: 2 }],
  [
    "a merge through aliases",
    "x: &x {a: 1}\nw: &w {a: 2, b: 2}\nz:\n  <<: [*x, *w]\n  c: 3",
    { x: { a: 1 }, w: { a: 2, b: 2 }, z: { a: 1, b: 2, c: 3 } },
  ],
  [
    "a merge within a merge",
    "x: &x {a: 1}\nw: &w\n  <<: *x\n  b: 2\nz: {<<: *w}",
    { x: { a: 1 }, w: { a: 1, b: 2 }, z: { a: 1, b: 2 } },
  ],
  ["a merged empty list", "<<: []\na: 1", { a: 1 }],
  ["a merge with null values", "<<: {a: }\nb: 1", { a: null, b: 1 }],
  ["a quoted merge key is a key", `"<<": {a: 1}`, { "<<": { a: 1 } }],
  ["a tagged merge key merges in quotes too", `!!merge "<<": {a: 1}\n! '<<': {b: 2}`, { a: 1, b: 2 }],
  ["a merge key with another tag is a key", "!!str <<: {a: 1}", { "<<": { a: 1 } }],
  [
    "integers beyond 2^53",
    "a: 9007199254740993\nb: 18446744073709551615",
    { a: 9007199254740993n, b: 18446744073709551615n },
  ],
  ["characters beyond the BMP", '😀: "\\U0001F600"', { "😀": "😀" }],
];

for (const [name, text, value] of VALUES) {
  test(name, () => {
    assert.deepEqual(compose(text).value, value);
  });
}

const REFUSED: readonly (readonly [name: string, text: string, message: string, at: string])[] = [
  ["an unknown alias", "a: 1\nb: *x", "unknown anchor referenced; text that begins with * needs quotes", "*x"],
  [
    "an alias before its anchor",
    "a: *x\nb: &x 1",
    "unknown anchor referenced; text that begins with * needs quotes",
    "*x",
  ],
  ["an alias inside its own list", "a: &a [*a]", "anchor value contains itself", "*a"],
  ["an alias inside its own mapping", "a: &a {b: *a}", "anchor value contains itself", "*a"],
  ["a mapping merged into itself", "a: &a\n  <<: *a", "anchor value contains itself", "*a"],
  ["a merged scalar", "<<: 1", "map merge requires map or sequence of maps as the value", "1"],
  ["a merged alias of a scalar", "a: &x 1\n<<: *x", "map merge requires map or sequence of maps as the value", "*x"],
  ["a merged list of scalars", "<<: [{a: 1}, 2]", "map merge requires map or sequence of maps as the value", "2]"],
  ["a merged null", "a: 1\n<<: ~", "map merge requires map or sequence of maps as the value", "~"],
  ["a null key", "a: 1\n~: 2", "unsupported map key of type: <nil>", "~"],
  ["a key beyond int64", "18446744073709551615: 2", "unsupported map key of type: uint64", "18"],
  ["a list as a key", "a: 1\n? [b]\n: c", "invalid map key: a map or a list", "[b]"],
  ["an alias of a mapping as a key", "a: &x {}\n*x : 1", "invalid map key: a map or a list", "*x :"],
  ["infinity", "a: .inf", "json: unsupported value: +Inf", ".inf"],
  ["minus infinity", "a: -.inf", "json: unsupported value: -Inf", "-.inf"],
  ["no number", "a: .nan", "json: unsupported value: NaN", ".nan"],
  ["a wrong tag", "a: 1\nb: !!int x", "cannot decode !!str as a !!int", "x"],
  ["a wrong tag of a quoted scalar", "b: !!bool '5'", "cannot decode !!int as a !!bool", "'5'"],
];

for (const [name, text, message, at] of REFUSED) {
  test(`${name} is rejected`, () => {
    assert.throws(
      () => compose(text),
      (error) => {
        assert.ok(error instanceof YamlFault);
        assert.equal(error.message, message);
        assert.equal(error.offset, text.indexOf(at));
        return true;
      },
    );
  });
}

const DUPLICATES: readonly (readonly [
  name: string,
  text: string,
  found: readonly (readonly [path: string, key: string, line: number])[],
])[] = [
  ["none", "a: 1\nb: {a: 1}", []],
  ["a key twice", "a: 1\na: 2", [["", "a", 2]]],
  [
    "a key three times",
    "a: 1\na: 2\na: 3",
    [
      ["", "a", 2],
      ["", "a", 3],
    ],
  ],
  ["a key deep inside", "a:\n  - b: {c: 1,\n      c: 2}", [["a.0.b", "c", 3]]],
  ["two ways to write a key", "1: a\n0x1: b", [["", "1", 2]]],
  ["an inherited name is not a duplicate", "constructor: 1\ntoString: 2", []],
  ["overriding a merged key is not a duplicate", "<<: {a: 1}\na: 2", []],
  ["overriding a merged key twice is one", "<<: {a: 1}\na: 2\na: 3", [["", "a", 3]]],
  ["in a mapping with aliases it counts once", "a: &x\n  k: 1\n  k: 2\nb: *x\nc: *x", [["a", "k", 3]]],
];

for (const [name, text, found] of DUPLICATES) {
  test(`duplicates: ${name}`, () => {
    const lineOf = (offset: number): number => text.slice(0, offset).split("\n").length;
    assert.deepEqual(
      compose(text).duplicates.map(({ path, key, offset }) => [path.join("."), key, lineOf(offset)]),
      found,
    );
  });
}

test("a duplicate has the line of its value", () => {
  const text = "a: 1\na:\n  - 2\na:\n";
  assert.deepEqual(
    compose(text).duplicates.map(({ valueOffset }) => valueOffset),
    [text.indexOf("- 2"), text.lastIndexOf("a:")],
  );
});

/** go-yaml allows 400,000 nodes before it checks the share of aliases. Each node takes a few reads. */
const MOST_READS = 5_000_000;

/** Each level has `width` aliases of the level before. */
function laughs(levels: number, width: number): string {
  const items = (level: number): string =>
    Array.from({ length: width }, () => (level === 0 ? "lol" : `*l${level - 1}`)).join(", ");
  return Array.from({ length: levels }, (_, level) => `l${level}: &l${level} [${items(level)}]`).join("\n");
}

for (const [levels, width] of [
  [9, 9],
  [5, 9],
  [4, 10],
  [30, 2],
  [2, 400],
] as const) {
  test(`${levels} levels of ${width} aliases are excessive, and the work until the rejection is bounded`, () => {
    let reads = 0;
    const events = new Proxy(parseDocument(laughs(levels, width)).events, {
      get(target, property, receiver) {
        reads++;
        return Reflect.get(target, property, receiver);
      },
    });
    assert.throws(() => composeDocument(events), { message: "document contains excessive aliasing" });
    assert.ok(reads < MOST_READS, `${reads} events read`);
  });
}

test("aliases within go-yaml's limits expand", () => {
  assert.deepEqual(compose(laughs(2, 3)).value, {
    l0: ["lol", "lol", "lol"],
    l1: Array.from({ length: 3 }, () => ["lol", "lol", "lol"]),
  });
  assert.equal(Object.keys(compose(laughs(3, 9)).value ?? {}).length, 3);
});

test("at most 100,000 nodes may come from aliases", () => {
  const anchor = `a: &a [${"x,".repeat(1000)}]\n`;
  const aliases = (count: number): string => `b: [${"*a,".repeat(count)}]`;
  const rest = `c: [${"x,".repeat(400_000)}]\n`;
  assert.doesNotThrow(() => compose(`${anchor}${rest}${aliases(90)}`));
  // Go allows 800,000 of them.
  assert.throws(() => compose(`${anchor}${rest}${aliases(800)}`), { message: "document contains excessive aliasing" });
});

test("events that end too early are rejected", () => {
  const { events } = parseDocument("a: [b]");
  assert.throws(() => composeDocument(events.slice(0, 4)), { message: "unexpected end of the document" });
  assert.throws(() => composeDocument([...events.slice(0, 1), ...events.slice(-1)]), {
    message: "unexpected end of the document",
  });
});

test("only the first hundred of very many duplicate keys are reported", () => {
  const { value, duplicates } = compose("a: 1\n".repeat(500));
  assert.deepEqual(value, { a: 1 });
  assert.equal(duplicates.length, 100);
});

test("duplicate keys within a rejected key", () => {
  assert.throws(() => compose("a: 1\n? {b: 1, b: 2}\n: x\n"), YamlFault);
  assert.throws(() => compose("? [{b: 1, b: 2}]\n: x\n"), YamlFault);
});
