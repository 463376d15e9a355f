/** Bounds that keep the work linear and the memory below a gigabyte, whatever a text contains. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it, mock } from "node:test";
import { trimOuter } from "../../src/api/words/trim.ts";
import { endOfValue } from "../../src/text/json.ts";
import { parseYamlDocument } from "../../src/text/yaml.ts";
import { readDocuments } from "../../src/text/documents.ts";
import { TOO_MUCH } from "../../src/text/json/json-budget.ts";
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

  const isRefused = (text: string): boolean => {
    const [first] = readDocuments(text);
    return first !== undefined && "fault" in first && first.fault === TOO_MUCH;
  };
  const inData = (content: string): string => `{"apiVersion":"v1","kind":"ConfigMap","data":${content}}`;
  const many = (count: number, one: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => one(index)).join(",");
  for (const [name, count, text] of [
    ["empty items", 1_231_000, (n: number) => `{"kind":"List","items":[${many(n, () => "{}")}]}`],
    ["different keys", 1_464_000, (n: number) => inData(`{${many(n, (index) => `"${index}":0`)}}`)],
    ["characters of strings beyond Latin-1", 100_660_000, (n: number) => inData(`"…${"x".repeat(n)}"`)],
    ["empty lists", 2_411_000, (n: number) => inData(`[[${many(n, () => "[]")}]]`)],
    [
      "empty items beside a number with 16 digits",
      821_000,
      (n: number) => `{"kind":"List","x":1234567890123456,"items":[${many(n, () => "{}")}]}`,
    ],
  ] as const) {
    it(`is as large as 384 MiB of memory allow: about ${count} ${name}`, () => {
      assert.equal(isRefused(text(Math.floor(count * 0.97))), false);
      assert.equal(isRefused(text(Math.ceil(count * 1.03))), true);
    });
  }

  it("has as many equal keys and strings as it likes, within its other limits", () => {
    assert.equal(isRefused(inData(`[${many(600_000, () => '{"name":"a","value":"b"}')}]`)), false);
  });

  it("without an end is not parsed", () => {
    const parse = mock.method(JSON, "parse");
    try {
      const [first] = readDocuments(`{"kind":"List","items":[${many(9, () => "{}")}`);
      assert.ok(
        first !== undefined && "fault" in first && first.fault.startsWith("not valid JSON"),
        JSON.stringify(first),
      );
      assert.equal(parse.mock.callCount(), 0);
    } finally {
      parse.mock.restore();
    }
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
