/**
 * Every value and every rejection here is from go.yaml.in/yaml/v2 v2.4.4; the conformance tests compare many more.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { composeDocument } from "../../../../src/text/yaml/compose.ts";
import { YamlFault } from "../../../../src/text/yaml/yaml-fault.ts";
import { parseDocument } from "../../../../src/text/yaml/parse/parse.ts";

const read = (text: string): unknown => composeDocument(parseDocument(text).events).value;

const VALUES: readonly (readonly [name: string, text: string, value: unknown])[] = [
  ["a bracket at its key's column", "a: [\n  b\n]\nc: d", { a: ["b"], c: "d" }],
  ["items at the key's column", "a: [\nb,\nc]\nd: e", { a: ["b", "c"], d: "e" }],
  ["items without any indentation", `${" ".repeat(40)}a: [\nb\n]`, { a: ["b"] }],
  ["JSON below a key", 'a:\n  b: {\n  "c": [\n  1\n  ]\n  }\nd: e', { a: { b: { c: [1] } }, d: "e" }],
  ["quoted scalars of several lines", "a: 'b\nc'\nd: \"e\n\nf\"", { a: "b c", d: "e\nf" }],
  ["tabs between brackets", "a: [\n\tb,\t\t'c\td',\te\tf\n]", { a: ["b", "c\td", "e\tf"] }],
  ["a scalar in brackets that ends in a colon", "[--address=::, 80:]", ["--address=::", "80:"]],
  ["one in braces", "{ip: fd00::, a: b}", { ip: "fd00::", a: "b" }],
  ["a key in braces that ends in a colon", "{a:, b:}", { "a:": null, "b:": null }],
  ["a colon behind quotes", `{"a":[b], "c":d}`, { a: ["b"], c: "d" }],
  ["a colon and a value without a space", "{a:b}", { "a:b": null }],
  ["NEL ends a line, and a comment", "a: 1 # b\u0085c: 2", { a: 1, c: 2 }],
  ["LS ends a line", "a: b\u2028c: d", { a: "b", c: "d" }],
  ["NEL is a line feed in a scalar", "a: |\n  b\u0085  c\n", { a: "b\nc\n" }],
  ["LS and PS stay in a scalar", "a: 'b\u2028c\u2029\n d'", { a: "b\u2028c\u2029\nd" }],
  ["a carriage return ends a line", "a: b\rc: d\r\ne: f", { a: "b", c: "d", e: "f" }],
  ["of two carriage returns before a line feed one counts", "a: 'b\r\r\nc'", { a: "b c" }],
  ["a byte order mark", "\uFEFFa: b", { a: "b" }],
  ["a byte order mark further on is text", "a: \uFEFFb\n\uFEFFc: d", { a: "\uFEFFb", "\uFEFFc": "d" }],
  ["white space before dashes: text", "  ---\n  a", "--- a"],
  ["a comment right behind |", "a: |#c\n  b\n", { a: "b\n" }],
  ["the last line has an end", "a: |\n  b", { a: "b\n" }],
  ["folded lines", "a: >\n  b\n  c\n\n   d\n  e\n", { a: "b c\n\n d\ne\n" }],
  ["indentation that is told", "a: |2\n   b\nc: >1-\n  d\n", { a: " b\n", c: " d" }],
  ["all line breaks at the end", "a: |+\n  b\n\nc: |-\n  d\n\n", { a: "b\n\n", c: "d" }],
  ["escape sequences", String.raw`"\x41\u00e9\U0001F600\n\t\"\\\'\N\_"`, "Aé😀\n\t\"\\'\u0085\u00A0"],
  ["an escaped line break", '"a \\\n   b\\\n\n c"', "a b\nc"],
  [
    "tags with their own handle",
    "%TAG !y! tag:yaml.org,2002:\n---\na: !y!str 1\nb: !<tag:yaml.org,2002:str> 2",
    { a: "1", b: "2" },
  ],
  ["a tag with escape sequences", "!!%73tr 1", "1"],
  ["a version", "%YAML 1.1 # c\n--- a", "a"],
  ["anchors and tags in either order", "[&x !!str 1, !!str &y 2, *x, *y, &z , *z ]", ["1", "2", "1", "2", null, null]],
  ["complex keys", "? a\n: b\n? |\n  c\n: - d\n? e", { a: "b", "c\n": ["d"], e: null }],
  ["keys in braces with a ?", "{? a : b, ? c }", { a: "b", c: null }],
  ["pairs in brackets", "[a: b, ? c : d, 'e': f]", [{ a: "b" }, { c: "d" }, { e: "f" }]],
  ["a key of 1,024 characters", `${"k".repeat(1024)}: b`, { ["k".repeat(1024)]: "b" }],
  ["a key of 1,024 characters that are two units each", `${"😀".repeat(1024)}: b`, { ["😀".repeat(1024)]: "b" }],
  ["a list at its key's column", "a:\n- b\n-\n- - c\nd:", { a: ["b", null, ["c"]], d: null }],
  ["nothing behind an explicit start", "---\n# c\n", null],
  ["text after the end of the document", "a: b\n...\n]]]", { a: "b" }],
  ["text after brackets", "{a: b}\nc: d", { a: "b" }],
];

for (const [name, text, value] of VALUES) {
  test(name, () => assert.deepEqual(read(text), value));
}

const ANCHOR = "did not find expected alphabetic or numeric character";
const TAB = "found a tab character that violates indentation";
const BLOCK_TAB = "found a tab character where an indentation space is expected";
const COMMA = "did not find expected ',' or '}'";
const NO_TOKEN = "found character that cannot start any token: ";
const SURROGATE = "found invalid Unicode character escape code: half of a surrogate pair, or beyond U+10FFFF";
const DEEP = "more than 1000 lists and mappings inside each other";

/** `at` is the text up to the fault. */
const REFUSED: readonly (readonly [name: string, text: string, message: string, before: string])[] = [
  ["a bracket that never ends", "a: [\nb: c\n", "found the end before a closing ] or }", "a: [\nb: c\n"],
  ["a missing comma", "a: {'b'\n 'c'}", COMMA, "a: {'b'\n "],
  ["a tab that indents a block", "a:\n\tb: c", `${NO_TOKEN}a tab; indent with spaces`, "a:\n"],
  ["a tab in a scalar of several lines", "a: b\n\tc", TAB, "a: b\n"],
  ["a tab in a block scalar", "a: |\n\tc", BLOCK_TAB, "a: |\n"],
  ["a scalar that begins with @", "a: @b", `${NO_TOKEN}@; put the value in quotes`, "a: "],
  ["a block scalar in brackets", "[|\n a]", `${NO_TOKEN}|; put the value in quotes`, "["],
  ["a name with a bar", "a: &x|- b", ANCHOR, "a: "],
  ["a name with a point", "a: &x.y b", ANCHOR, "a: "],
  ["an alias without a name", "a: *", ANCHOR, "a: "],
  [
    "an escaped slash",
    String.raw`"b\/c"`,
    String.raw`found unknown escape character: \/ is JSON's and not YAML's`,
    '"b',
  ],
  ["an unknown escape sequence", String.raw`"b\c"`, "found unknown escape character", '"b'],
  ["an escape sequence with a letter", String.raw`"b\x4g"`, "did not find expected hexdecimal number", '"b'],
  ["half of a pair", String.raw`"\ud800"`, SURROGATE, '"'],
  ["beyond Unicode", String.raw`"\U00110000"`, SURROGATE, '"'],
  ["quotes that do not close", 'a: "b\nc', "found unexpected end of stream before the closing quote", "a: "],
  [
    "quotes that the document's end interrupts",
    "a: 'b\n...\n'",
    "found unexpected document indicator before the closing quote",
    "a: ",
  ],
  ["a question mark in braces", "{a?: b}", COMMA, "{a"],
  ["a second pair on a line", "a: b: c", "mapping values are not allowed in this context", "a: b"],
  ["a list on its key's line", "a: - b", "block sequence entries are not allowed in this context", "a: "],
  ["a ? on a key's line", "a: ? b", "mapping keys are not allowed in this context", "a: "],
  ["a word among keys", "a: b\nc\nd: e", "could not find expected ':'", "a: b\n"],
  ["a key that is too deep", "a: 1\n  b: 2", "mapping values are not allowed in this context", "a: 1\n  b"],
  ["an item among keys", "a: b\n- c", "did not find expected key", "a: b\n"],
  ["a key among items", "- a\nb: c", "did not find expected '-' indicator", "- a\n"],
  ["a key of 1,025 characters", `a: b\n${"k".repeat(1025)}: b`, "could not find expected ':'", "a: b\n"],
  ["an indentation of 0", "a: |0\n b", "found an indentation indicator equal to 0", "a: |"],
  ["a word behind |", "a: | b", "did not find expected comment or line break", "a: | "],
  ["YAML 1.2", "%YAML 1.2\n--- a", "found incompatible YAML document", ""],
  ["two versions", "%YAML 1.1\n%YAML 1.1\n--- a", "found duplicate %YAML directive", "%YAML 1.1\n"],
  ["a version without a number", "%YAML x\n--- a", "did not find expected version number", "%YAML "],
  ["two equal handles", "%TAG ! a\n%TAG ! b\n--- a", "found duplicate %TAG directive", "%TAG ! a\n"],
  ["another directive", "%FOO\n--- a", "found unknown directive name", ""],
  ["a directive without a document", "%YAML 1.1\na: b", "did not find expected <document start>", "%YAML 1.1\n"],
  ["an unknown handle", "!a!b c", "found undefined tag handle", ""],
  ["a tag that runs into a value", "!t{a: b}", "did not find expected whitespace or line break", ""],
  ["a tag that does not close", "!<t a", "did not find the expected '>'", "!<t"],
  ["a tag with half an escape sequence", "!%4 a", "did not find URI escaped octet", "!"],
  ["an end and no document", "# c\n...\na: b", "did not find expected node content", "# c\n"],
  ["two byte order marks", "\uFEFF\uFEFFa: b", "found two byte order marks", "\uFEFF"],
  ["BEL", "a: b # \u0007", "control characters are not allowed: found U+0007", "a: b # "],
  ["DEL", "a: 'b\u007F'", "control characters are not allowed: found U+007F", "a: 'b"],
  ["a control character of Latin-1", "a: b\u0080", "control characters are not allowed: found U+0080", "a: b"],
  ["a noncharacter", "a: b\uFFFE", "control characters are not allowed: found U+FFFE", "a: b"],
  ["BEL after a surrogate pair", "a: 😀\u0007", "control characters are not allowed: found U+0007", "a: 😀"],
  ["NUL", "a: b\0", "control characters are not allowed: found U+0000", "a: b"],
  ["half of a surrogate pair", "a: b\uD800c", "control characters are not allowed: found U+D800", "a: b"],
  ["1,001 levels of brackets", "[".repeat(1001), DEEP, "[".repeat(1000)],
  ["10,000 levels of lists", `${"- ".repeat(10_000)}a`, DEEP, "- ".repeat(1000)],
];

for (const [name, text, message, before] of REFUSED) {
  test(`${name}: rejected`, () => {
    assert.throws(
      () => parseDocument(text),
      (error) => {
        assert.ok(error instanceof YamlFault, String(error));
        assert.deepEqual([error.message, error.offset], [message, before.length]);
        return true;
      },
    );
  });
}

const RESTS: readonly (readonly [name: string, text: string, rest: string | undefined])[] = [
  ["nothing", "a: b\n", undefined],
  ["comments and marks", "a: b\n... # c\n\n...\n# d\n", undefined],
  ["text behind an end", "a: b\n... # c\n# d\n  e: f\n", "e: f"],
  ["text behind brackets", "{a: b}\nc: d", "c: d"],
  ["another document behind a carriage return", "a: b\r---\rc: d", "c: d"],
  ["only directives and marks", "a: b\n...\n%YAML 1.1\n---\r# c\n", undefined],
  ["a control character that go-yaml does not read so far", `a: b\n...\n${"# c\n".repeat(200)}\u0007`, "\u0007"],
];

for (const [name, text, rest] of RESTS) {
  test(`the rest after the document: ${name}`, () => {
    const expected = rest === undefined ? undefined : text.indexOf(rest, 5);
    assert.equal(parseDocument(text).rest, expected);
  });
}

test("a control character that go-yaml reads beyond the end of a document is rejected", () => {
  // It reads 512 bytes at a time. A character on the boundary is read with the next bytes.
  const end = "a: b\n...\n";
  const filler = (length: number): string => `${end}#${"x".repeat(length - end.length - 1)}`;
  assert.throws(() => parseDocument(`${filler(511)}\u0007`), YamlFault);
  assert.equal(parseDocument(`${filler(512)}\u0007`).rest, 512);
  assert.equal(parseDocument(`${filler(511)}\u0080`).rest, 511);
  // kubectl passes only line feeds to it.
  assert.throws(() => parseDocument(`${filler(501)}${"\r\n".repeat(10)}\u0007`), YamlFault);
  assert.equal(parseDocument(`${filler(502)}${"\r\n".repeat(10)}\u0007`).rest, 522);
});

test("the work for lines with too little indentation is linear in their number", () => {
  // The parser reads each character once: a parser that repaired each line separately needed 2,000 times as many reads.
  const text = `a: [\n${"b,\n".repeat(100_000)}]`;
  assert.equal(parseDocument(text).events.length, 100_000 + 6);
});
