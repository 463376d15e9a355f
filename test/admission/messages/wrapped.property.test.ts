/** Messages that a program has wrapped are read like messages in one line. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dump } from "js-yaml";
import type { FoundMessage } from "../../../src/admission/messages/found-message.ts";
import { readMessages } from "../../../src/admission/messages/read-messages.ts";
import { podForbidden, warningLine } from "../../../src/admission/sentences.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import {
  createEvaluator,
  detailedMessage,
  formatLevelVersion,
  type LevelVersion,
} from "../../../src/policy/evaluator.ts";
import { LATEST } from "../../../src/policy/version.ts";
import { wrap } from "../../../src/render/words/lines.ts";
import { podOf } from "../../policy/message-pods.ts";
import { repeats, SEED } from "../../seed.ts";

const PODS = repeats(25, 500);
const WIDTHS = [40, 41, 57, 80, 132, 205, 260];
const POLICIES: readonly LevelVersion[] = [
  { level: "baseline", version: LATEST },
  { level: "restricted", version: LATEST },
];
const evaluator = createEvaluator(CHECKS);

/** Wraps like `fold -s -w WIDTH`: a line ends after its last blank, or at the width if it has no blank. */
function fold(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.slice(0, width).search(/[ \t][^ \t]*$/);
    const length = blank === -1 ? width : blank + 1;
    lines.push(rest.slice(0, length));
    rest = rest.slice(length);
  }
  return [...lines, rest];
}

/** Wraps like `fold -w WIDTH` and a terminal: a line ends at the width. */
function cut(text: string, width: number): string[] {
  return text.match(new RegExp(`.{1,${width}}`, "gsu")) ?? [];
}

const around = (lines: readonly string[]): string => ["status:", "", ...lines, "", "reason: FailedCreate"].join("\n");

/** A double-quoted YAML scalar in lines, each but the last with an end. */
function doubleQuoted(message: string, width: number, end: string): string {
  const words = JSON.stringify(message).slice(1, -1);
  return `  message: "${wrap(words, width, "    ").join(`${end}\n`)}"\n  reason: FailedCreate\n`;
}

/** The lines of a message in YAML, without its key. */
function yamlLines(message: string, width: number): string[] {
  return dump(message, { lineWidth: width }).split("\n");
}

/** The ways to wrap a message, the text of it, and whether they keep several spaces in a row. */
const WAYS: readonly (readonly [name: string, text: (message: string, width: number) => string, exact: boolean])[] = [
  ["fold -s", (message, width) => around(fold(message, width)), true],
  ["fold", (message, width) => around(cut(message, width)), true],
  ["fold -s in mail", (message, width) => around(fold(message, width).map((line) => `> ${line}`)), true],
  ["fold -s in mail twice", (message, width) => around(fold(message, width).map((line) => `> > ${line}`)), true],
  ["fold -s, indented", (message, width) => around(fold(message, width).map((line) => `    ${line}`)), true],
  ["words with a hanging indentation", (message, width) => around(wrap(message, width, "      ", "    ")), false],
  [
    "YAML",
    (message, width) =>
      dump({ conditions: [{ message, reason: "FailedCreate" }] }, { lineWidth: width, quoteStyle: "single" }),
    true,
  ],
  ["double-quoted YAML", (message, width) => doubleQuoted(message, width, ""), false],
  ["double-quoted YAML with \\ at the ends of lines", (message, width) => doubleQuoted(message, width, " \\"), false],
  ["the folded lines of YAML alone", (message, width) => around(yamlLines(message, width)), true],
];

function shortly({ type, policy, pod, violations, unknown, cut: isCut }: FoundMessage): unknown {
  return {
    type,
    policy: policy && formatLevelVersion(policy),
    pod,
    violations: violations.map(({ check, reason, detail }) => [check.id, reason, detail]),
    unknown,
    isCut,
  };
}

/** The messages of random pods: a rejection and a warning of each. */
function messagesOf(seed: number): string[] {
  const pod = podOf(seed);
  return POLICIES.flatMap((policy) => {
    const violations = evaluator.evaluate(pod, policy);
    if (violations.length === 0) return [];
    const statement = { levelVersion: formatLevelVersion(policy), message: detailedMessage(violations) };
    return [podForbidden(`web-${seed}`, statement), warningLine(statement)];
  });
}

describe(`the messages of ${PODS} random pods are read back`, () => {
  for (const [name, text, exact] of WAYS) {
    it(name, () => {
      let compared = 0;
      for (let index = 0; index < PODS; index++) {
        for (const message of messagesOf(SEED + index)) {
          const expected = readMessages(message).messages.map(shortly);
          if (/\n/.test(message) || (!exact && /\s\s/.test(message))) continue;
          for (const width of WIDTHS) {
            const wrapped = text(message, width);
            // Before a word that is longer than the width, `fold -s` leaves a line with only a blank. It looks like the empty line that ends a message.
            if (/\n[> ]*[ \t]\n/.test(wrapped)) continue;
            assert.deepEqual(readMessages(wrapped).messages.map(shortly), expected, wrapped);
            compared++;
          }
        }
      }
      assert.ok(compared > PODS, `only ${compared} texts`);
    });
  }
});
