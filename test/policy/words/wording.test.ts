import assert from "node:assert/strict";
import { test } from "node:test";
import { compareBytes } from "../../../src/api/words/byte-order.ts";
import { plural } from "../../../src/api/words/plural.ts";
import { goQuote } from "../../../src/api/words/go-quote.ts";
import { containersPhrase, quoteList, settersOf, sortedSet } from "../../../src/policy/words/wording.ts";

test("quoteList joins and does not escape", () => {
  assert.equal(quoteList([]), "");
  assert.equal(quoteList(["a"]), '"a"');
  assert.equal(quoteList(["a", "", 'q"x\\', "a"]), '"a", "", "q"x\\", "a"');
});

test("plural is singular only for one", () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => plural(count, "use", "uses")),
    ["uses", "use", "uses"],
  );
});

test("containersPhrase keeps order and repetition", () => {
  assert.equal(containersPhrase(["a"]), 'container "a"');
  assert.equal(containersPhrase(["b", "a", "b"]), 'containers "b", "a", "b"');
});

test("settersOf distinguishes the pod from containers, and from a container without a name", () => {
  assert.equal(settersOf([{ container: undefined }]), "pod");
  assert.equal(settersOf([{ container: "" }]), 'container ""');
  assert.equal(
    settersOf([{ container: undefined }, { container: "b" }, { container: "a" }]),
    'pod and containers "b", "a"',
  );
});

/** Names, sorted by their UTF-8 bytes. */
const IN_ORDER: readonly { name: string; texts: readonly string[] }[] = [
  { name: "capitals, underscore, small letters", texts: ["H2", "_", "h10", "h2", "h9"] },
  { name: "a text before longer texts that begin with it", texts: ["", "a", "a\0", "aa"] },
  { name: "numbers as texts", texts: ["10000", "443", "80", "9000"] },
  { name: "code points, not UTF-16 units", texts: ["\u007f", "é", "\ud7ff", "\ue000", "\ufffd", "\u{10000}", "😀"] },
  { name: "astral characters among themselves", texts: ["\u{10000}", "\u{103ff}", "\u{10400}", "\u{10ffff}"] },
  { name: "astral and other characters after an equal beginning", texts: ["x\ufffd", "x😀", "x😁", "x😁a"] },
  {
    name: "the IDs of checks",
    texts: ["procMount", "procMount_restricted", "seLinuxOptions", "seccompProfile_baseline"],
  },
];

for (const { name, texts } of IN_ORDER) {
  test(`compareBytes orders ${name}`, () => {
    const signs = texts.map((a) => texts.map((b) => Math.sign(compareBytes(a, b))));
    assert.deepEqual(
      signs,
      texts.map((_, i) => texts.map((_, j) => Math.sign(i - j))),
    );
    const bytes = texts.map((text) => Buffer.from(text));
    assert.deepEqual(bytes.toSorted(Buffer.compare), bytes);
  });
}

test("sortedSet sorts by bytes and removes duplicates", () => {
  assert.deepEqual(sortedSet(["😀", "h2", "\ufffd", "H2", "h10", "h2", "😀"]), ["H2", "h10", "h2", "\ufffd", "😀"]);
});

const QUOTED: readonly [text: string, quoted: string][] = [
  ["", '""'],
  ["unconfined", '"unconfined"'],
  ["a b", '"a b"'],
  ['a"b', '"a\\"b"'],
  ["a\\b", '"a\\\\b"'],
  ["it's </b> & so on", '"it\'s </b> & so on"'],
  ["\x07\b\f\n\r\t\v", '"\\a\\b\\f\\n\\r\\t\\v"'],
  ["\0\x01\x1b\x7f", '"\\x00\\x01\\x1b\\x7f"'],
  ["\u0080\u009f\u00a0\u00ad", '"\\u0080\\u009f\\u00a0\\u00ad"'],
  ["\u200b\u2028\ufeff\ue000", '"\\u200b\\u2028\\ufeff\\ue000"'],
  ["\u3000\u2003", '"\\u3000\\u2003"'],
  ["é日😀\ufffd", '"é日😀\ufffd"'],
  ["e\u0301", '"e\u0301"'],
  ["\u{e0001}\u{10ffff}", '"\\U000e0001\\U0010ffff"'],
  ["\ud800x\udc00", '"\ufffdx\ufffd"'],
];

for (const [text, quoted] of QUOTED) {
  test(`goQuote writes ${JSON.stringify(text)} like Go`, () => assert.equal(goQuote(text), quoted));
}
