/** Bounds that keep the work linear and the memory below a gigabyte, whatever a text contains. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { trimOuter } from "../../src/api/words/trim.ts";
import { endOfValue } from "../../src/text/json.ts";
import { parseYamlDocument } from "../../src/text/yaml.ts";
import { isTooMuch } from "../../src/text/json/json-budget.ts";
import { addEvent } from "../../src/text/yaml/parse/event-list.ts";
import { EVENT, Event, POP } from "../../src/text/yaml/parse/events.ts";

describe("trimOuter", () => {
  it("looks at each character at the ends, and at one more", () => {
    let looked = 0;
    const space = {
      test: (character: string) => {
        looked++;
        return character === " ";
      },
    } as unknown as RegExp;
    const inner = `x${" ".repeat(100_000)}x`;
    assert.equal(trimOuter(`  ${inner} `, space), inner);
    assert.equal(looked, 5);
    assert.equal(trimOuter("   ", space), "");
  });
});

describe("a JSON value", () => {
  it("is counted in one pass: its keys, its collections and its commas", () => {
    const counter = { keys: 0, collections: 0, commas: 0 };
    endOfValue('{"a": [1, 2, {}, "x,y:[{"], "b": {"c": 1}}', 0, counter);
    assert.deepEqual(counter, { keys: 3, collections: 4, commas: 4 });
  });

  it("may have 2.7 million collections, or 20 million values", () => {
    assert.equal(isTooMuch({ keys: 0, collections: 2_700_000, commas: 20_000_000 }), false);
    assert.equal(isTooMuch({ keys: 0, collections: 2_700_001, commas: 0 }), true);
    assert.equal(isTooMuch({ keys: 0, collections: 0, commas: 20_000_001 }), true);
  });
});

describe("a YAML document", () => {
  it("may have 32 MiB", () => {
    const most = 32 * 1024 * 1024;
    const long = `#${" ".repeat(most - 1)}`;
    assert.equal(parseYamlDocument(long).isEmpty, true);
    assert.throws(() => parseYamlDocument(`${long} `), { message: /^one document of 33 MiB, and at most 32 are read/ });
  });

  it("may have 3 million events", () => {
    const events: Event[] = Array<Event>(2_999_999).fill(POP);
    addEvent(events, new Event(EVENT.SCALAR, 1), 7);
    assert.throws(() => addEvent(events, new Event(EVENT.SCALAR, 1), 7), {
      message: /^more than 3 million keys and values in one document; write it as JSON/,
      offset: 7,
    });
  });
});

/**
 * Expressions that look for a run at the end of a text, and are linear for the reason given. Such an expression tries again at every character of a run
 * that is not at the end, unless only few characters can begin a match.
 */
const LINEAR: ReadonlyMap<string, string> = new Map([
  ["BLOCK_SCALAR = /(?:^|[\\s:-])[|>][-+0-9]*\\s*$/", "each match begins with | or >"],
  ["VALUE = /(?:=|:\\s*)\\S*$/", "the text has at most 1,000 characters"],
  ["LAST_LINE = /\\)[\"'\\s`.\\]}\\\\]*$/", "each match begins with )"],
  ["isBlock = from === 0 || /^\\s*$|:\\s*$/", "each match begins with :"],
  ["/\\([\\s.]*$/", "each match begins with ("],
  ["STABLE = /(?:^|\\/)v[0-9]+$/", "each match begins with a slash, or at the beginning"],
  ["unit = /[^\\d.]+$/", "the unit of a duration, which DURATION limits"],
  ["encoded.replace(/=+$/", "base64 that this program has encoded"],
  ["/[A-Za-z_]*$/.exec(tail)", "the text has at most 100 characters"],
  ["LIST_OF_RECORDS = /", "the text has at most 64 characters"],
  [
    "text.match(/[^\\n]*\\n|[^\\n]+$/g)",
    "a match begins at the beginning of each line, and the second alternative is for the last one",
  ],
]);

/** The alternatives of an expression, without those in groups and in classes. */
function alternativesOf(body: string): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const [token] of body.matchAll(/\\.|\[(?:[^\]\\]|\\.)*\]|[^]/g)) {
    if (token === "(") depth++;
    if (token === ")") depth--;
    if (token === "|" && depth === 0) parts.push("");
    else parts.push((parts.pop() ?? "") + token);
  }
  return parts;
}

describe("regular expressions", () => {
  it("that end with a run begin at a fixed place, or are listed with a reason", () => {
    const found: string[] = [];
    for (const file of globSync("src/**/*.ts")) {
      for (const line of readFileSync(file, "utf8").split("\n")) {
        if (line.length > 1000 || /^\s*(?:\/\/|\*|\/\*)/.test(line)) continue;
        for (const [expression, body = ""] of line.matchAll(/\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/[a-z]*/g)) {
          if (!alternativesOf(body).some((part) => /[+*]\$$/.test(part) && !/^\^|(?:\.|\[\^\])\*\$$/.test(part)))
            continue;
          if (![...LINEAR.keys()].some((known) => line.includes(known))) found.push(`${file}: ${expression}`);
        }
      }
    }
    assert.deepEqual(found, []);
  });
});
