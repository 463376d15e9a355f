/** The work of reading messages is linear in the length of the text: the test counts the characters that are examined. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { explainMessages } from "../../../src/app/explain/explain-messages.ts";
import { wrap } from "../../../src/render/words/lines.ts";
import { CHECKS } from "../../../src/policy/checks.ts";

const DETAIL = '(container "a" must not set securityContext.privileged=true)';
const sentence = (pod: number): string =>
  `Error creating: pods "web-${pod}" is forbidden: violates PodSecurity "baseline:latest": privileged ${DETAIL} `;
const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join("");

/** A text in lines of 40 columns. */
const wrapped = (text: string, start = ""): string => wrap(text, 40, start, start).join("\n");

/** Texts of a size, and the number of messages in them. A text may have one message, whose values look like many. */
const TEXTS: readonly (readonly [name: string, text: (size: number) => string, messages: (size: number) => number])[] =
  [
    ["sentences in one line", (size) => many(size, sentence), (size) => size],
    ["sentences in lines", (size) => many(size, (index) => `${sentence(index)}\n`), (size) => size],
    ["sentences that are cut off", (size) => many(size, (index) => sentence(index).slice(0, -9)), (size) => size],
    [
      "sentences without violations",
      (size) => many(size, () => 'violates PodSecurity "baseline:latest": new rule '),
      () => 0,
    ],
    [
      "sentences in JSON",
      (size) => JSON.stringify({ message: many(size, (index) => `${sentence(index)} `) }),
      (size) => size,
    ],
    [
      "strings of JSON",
      (size) => JSON.stringify(Array.from({ length: size }, (_, index) => sentence(index))),
      (size) => size,
    ],
    [
      "a message of many values that look like an end",
      (size) =>
        'violates PodSecurity "restricted:latest": unrestricted capabilities (container "a" must not include ' +
        `"${many(size, (index) => `x${index}), privileged (`)}" in securityContext.capabilities.add)`,
      () => 1,
    ],
    [
      "a message of many values that look like violations",
      (size) =>
        `violates PodSecurity "restricted:latest": forbidden AppArmor profile (pod must not set AppArmor profile type to ${many(
          size,
          (index) => `"x${index}"), seccompProfile (pod must not set securityContext.seccompProfile.type to `,
        )}"y")`,
      () => 1,
    ],
    ["a message that parentheses follow", (size) => `${sentence(0)}${")".repeat(size * 50)} x`, () => 1],
    ["wrapped sentences", (size) => many(size, (index) => `${wrapped(sentence(index))}\n`), (size) => size],
    [
      "wrapped sentences in mail",
      (size) => many(size, (index) => `${wrapped(sentence(index), "> ")}\n`),
      (size) => size,
    ],
    [
      "a wrapped message of many containers",
      (size) =>
        wrapped(
          `violates PodSecurity "baseline:latest": privileged (containers ${many(size, (index) => `"a${index}", `)}"b" must not set securityContext.privileged=true)`,
        ),
      () => 1,
    ],
    [
      "lines after a message that is cut",
      (size) => `${sentence(0).slice(0, -9)}\n${many(size, (index) => `line ${index} (of a log)\n`)}`,
      () => 1,
    ],
    [
      "sentences without violations in lines",
      (size) => many(size, () => `message: 'violates PodSecurity "baseline:latest": it''s\n`),
      () => 0,
    ],
    ["beginnings of quotes", (size) => many(size, () => `a: 'pods "a" is forbidden:\n`), () => 0],
    ["truncated violations without a message", (size) => many(size, () => `privileged (container "a" must\n`), () => 0],
    [
      "folded lines of an unknown rule",
      (size) =>
        `violates PodSecurity "restricted:latest": privileged (new\n${many(size, () => "words, privileged (x)\n")}`,
      () => 1,
    ],
  ];

/** Counts the characters that regular expressions and checks examine while a text is read. */
function measure(text: string): { readonly messages: number; readonly work: number } {
  let work = 0;
  const { exec } = RegExp.prototype;
  const restore = [
    replace(RegExp.prototype, "exec", function (this: RegExp, input: string) {
      const from = this.global || this.sticky ? this.lastIndex : 0;
      const found = exec.call(this, input);
      if (found !== null) work += found.index + found[0].length - from;
      // A failed search examines the whole rest of the text, but `split` examines one position.
      else work += this.sticky ? 1 : input.length - from;
      return found;
    }),
    ...CHECKS.map((check) => {
      const { readDetail } = check;
      return replace(check, "readDetail", (detail: string) => {
        work += detail.length;
        return readDetail(detail);
      });
    }),
  ];
  try {
    const { messages } = explainMessages(text);
    return { messages: messages.reduce((sum, { count }) => sum + count, 0), work };
  } finally {
    for (const each of restore) each();
  }
}

/** Replaces a method. A mock of node:test takes ten times as long, because it keeps each call with its stack. */
function replace<T extends object, K extends keyof T>(object: T, name: K, method: T[K]): () => void {
  const before = Object.getOwnPropertyDescriptor(object, name);
  assert.ok(before);
  Object.defineProperty(object, name, { ...before, value: method });
  return () => Object.defineProperty(object, name, before);
}

const SMALL = 100;
const FACTOR = 10;

describe("a text of ten times the length takes ten times the work", () => {
  for (const [name, text, messages] of TEXTS) {
    it(name, () => {
      const small = measure(text(SMALL));
      const large = measure(text(SMALL * FACTOR));
      assert.deepEqual([small.messages, large.messages], [messages(SMALL), messages(SMALL * FACTOR)]);
      const ratio = large.work / text(SMALL * FACTOR).length / (small.work / text(SMALL).length);
      assert.ok(small.work > 0 && ratio < 1.5, `${ratio}: ${small.work}, ${large.work}`);
    });
  }
});
