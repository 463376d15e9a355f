import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { escapeCodePoint } from "../../../src/api/words/output-text.ts";
import { shorten } from "../../../src/api/words/quoted.ts";
import {
  breakCommands,
  escapeDocument,
  escapeName,
  escapeText,
  escapeUnits,
  escapeWhole,
  isPlain,
} from "../../../src/render/words/escape.ts";
import { commandsOf } from "../../ci-runners.ts";

const CASES: readonly (readonly [what: string, text: string, expected: string])[] = [
  ["plain text", 'container "web" ~ !', 'container "web" ~ !'],
  ["a line feed", "a\nb", "a\\nb"],
  ["a carriage return, which hides the text before it", "safe\rrm", "safe\\rrm"],
  ["a tab", "a\tb", "a\\tb"],
  ["an escape sequence", "\u001b[31mred", "\\x1b[31mred"],
  ["a bell and a backspace", "\u0007\b", "\\x07\\x08"],
  ["delete", "\u007f", "\\x7f"],
  ["a control sequence in one character", "\u009b31m", "\\u009b31m"],
  ["an override of direction", "a\u202eb", "a\\u202eb"],
  ["isolates of direction", "\u2066\u2069", "\\u2066\\u2069"],
  ["marks of direction", "\u200e\u200f\u061c", "\\u200e\\u200f\\u061c"],
  ["zero-width characters", "\u200b\u200c\u200d\u2060\ufeff", "\\u200b\\u200c\\u200d\\u2060\\ufeff"],
  ["a soft hyphen", "a\u00adb", "a\\u00adb"],
  ["a variation selector", "\u2601\ufe0f", "\u2601\\ufe0f"],
  ["a letter that cannot be seen", "\u3164", "\\u3164"],
  ["spaces that are not the space", "\u00a0\u2003\u3000", "\\u00a0\\u2003\\u3000"],
  ["separators of lines and paragraphs", "\u2028\u2029", "\\u2028\\u2029"],
  ["tag characters", "\u{e0041}", "\\U000e0041"],
  ["halves of a character", "a\ud800b\udfffc", "a\\ud800b\\udfffc"],
  ["characters for private use", "\ue000\u{f0000}", "\\ue000\\U000f0000"],
  ["noncharacters", "\uffff", "\\uffff"],
  ["letters of any script", "é日本語עברית", "é日本語עברית"],
  ["marks that combine", "e\u0301", "e\u0301"],
  ["emoji", "😀👍🏽", "😀👍🏽"],
  ["a backslash, as it is", "C:\\new", "C:\\new"],
];

for (const [what, text, expected] of CASES) {
  test(`for a terminal: ${what}`, () => {
    assert.equal(escapeText(text), expected);
    assert.equal(isPlain(text), expected === text);
  });
}

test("text for people is truncated, names earlier than other texts, and commands never", () => {
  const long = "\u001b".repeat(5000);
  assert.equal(escapeText(long), `${String.raw`\x1b`.repeat(4096)}… (904 more characters)`);
  assert.equal(escapeName(long), `${String.raw`\x1b`.repeat(253)}… (4747 more characters)`);
  assert.equal(escapeWhole(long), String.raw`\x1b`.repeat(5000));
});

test("a message shows each character like a table", () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (shorten(character) !== escapeText(character)) assert.fail(`U+${code.toString(16)}: ${shorten(character)}`);
  }
});

test("JSON reads escaped units back", () => {
  const hostile = "\u001b\u009b\u202e\u{e0041}😀\u2028";
  const escaped = escapeDocument(JSON.stringify(hostile), escapeUnits);
  assert.equal(escaped, String.raw`"\u001b\u009b\u202e\udb40\udc41😀\u2028"`);
  assert.equal(JSON.parse(escaped), hostile);
});

test("line feeds between the lines of a document do not change", () => {
  assert.equal(escapeDocument("a: b\n", escapeCodePoint), "a: b\n");
  assert.equal(escapeDocument('a: "\u202e"\n', escapeCodePoint), 'a: "\\u202e"\n');
});

describe("commands of CI runners", () => {
  const FORMS: readonly (readonly [text: string, expected: string])[] = [
    ["::set-output name=a::b", "\\x3a:set-output name=a::b"],
    [" \t::error::x", " \t\\x3a:error::x"],
    ["\u001b[1m::error::x\u001b[22m", "\u001b[1m\\x3a:error::x\u001b[22m"],
    ["\u001b[1m  \u001b[31m::error::x", "\u001b[1m  \u001b[31m\\x3a:error::x"],
    ["\u0488:\u0488:error::x", "\u0488\\x3a\u0488:error::x"],
    ["a\n::error::x\nb\n\n  ::warning::y", "a\n\\x3a:error::x\nb\n\n  \\x3a:warning::y"],
    ["a\u0085::error::x\u2028::error::x", "a\u0085\\x3a:error::x\u2028\\x3a:error::x"],
    ["a ##[error]b", "a \\x23#[error]b"],
    ["a##vso[task.complete]b##VSO[x.y]", "a\\x23#vso[task.complete]b\\x23#VSO[x.y]"],
    ["##teamcity[buildStop comment='x']", "\\x23#teamcity[buildStop comment='x']"],
    ["###[error]", "#\\x23#[error]"],
    ["#\u0488#\u0640[error]", "\\x23\u0488#\u0640[error]"],
  ];
  for (const [text, expected] of FORMS) {
    test(`broken: ${JSON.stringify(text)}`, () => {
      assert.equal(breakCommands(text), expected);
      assert.equal(breakCommands(expected), expected);
      assert.deepEqual(commandsOf(expected), []);
      assert.equal(isPlain(text), false);
    });
  }

  for (const text of ["fd00::1", "a ::1 b", "std::string", "# heading", "##", "C## [a]", "#1 [a]", "## a [b]", ":"]) {
    test(`not changed: ${JSON.stringify(text)}`, () => {
      assert.equal(breakCommands(text), text);
      assert.equal(escapeText(text), text);
      assert.deepEqual(commandsOf(text), []);
    });
  }

  test("`::` at the beginning of a text is not escaped, because the text may be within a line", () => {
    assert.equal(escapeText("::1"), "::1");
    assert.equal(escapeText("##[error]"), "\\x23#[error]");
  });

  test("readers of JSON and XML get the text back", () => {
    const text = "##vso[a.b]c";
    assert.equal(escapeDocument(JSON.stringify(text), escapeUnits), String.raw`"\u0023#vso[a.b]c"`);
    assert.equal(JSON.parse(escapeDocument(JSON.stringify(text), escapeUnits)), text);
    assert.equal(
      escapeDocument("a\n ::b", (character) => `&#${character.charCodeAt(0)};`),
      "a\n &#58;:b",
    );
  });

  test("each character that ICU ignores is escaped, or may occur between the characters of a command", () => {
    const collator = new Intl.Collator("en", { sensitivity: "variant" });
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      if (collator.compare(`#${character}#`, "##") !== 0) continue;
      const opening = escapeText(`#${character}#${character}[error]`);
      assert.ok(opening.startsWith("\\x23") || opening.includes("#\\"), code.toString(16));
      const line = breakCommands(escapeText(`${character}:${character}:error::`));
      assert.match(line, /\\/, code.toString(16));
    }
  });
});
