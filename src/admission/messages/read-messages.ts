/** Finds the API server's sentences about Pod Security Standards in the output of kubectl, in events and in logs. */
import { parseLevel } from "../../api/level.ts";
import { violationPhrase } from "../../api/words/violation-words.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { isEnd, type ReadViolation, type ReadViolations } from "../../policy/read-violations.ts";
import { parseVersion } from "../../policy/version.ts";
import { existingPodsViolate } from "../pod-recheck.ts";
import { isWhole, readWithPolicy } from "./read-with-policy.ts";

/** A sentence of the API server. */
export interface FoundMessage {
  /**
   * `rejected`: the pod was rejected. `warned`: a warning or an audit annotation. `existing`: a warning about running
   * pods. `bare`: violations without the sentence around them.
   */
  readonly type: "rejected" | "warned" | "existing" | "bare";
  /** The policy that it names; undefined for a line about running pods without the headline. */
  readonly policy: LevelVersion | undefined;
  /** The name of the pod; undefined if the text names none. */
  readonly pod: string | undefined;
  /** The number of other pods with the same violations. */
  readonly others: number;
  /** The file that kubectl read the object from, if the text names it. */
  readonly file: string | undefined;
  readonly violations: readonly ReadViolation[];
  /** The end of the sentence, if its words are unknown here; empty otherwise. */
  readonly unknown: string;
}

/** The messages of a text, and the number of its other lines, without empty ones. */
export interface FoundMessages {
  readonly messages: readonly FoundMessage[];
  readonly otherLines: number;
}

/** The largest number of lines that a message is folded into, as in YAML. */
const FOLDED = 50;
/** The largest number of values in a message that look like sentences. */
const MAX_INNER_SENTENCES = 4;
const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
const [REJECTED, WARNED] = [true, false].map((isRefused) => patternOf(violationPhrase(["LEVEL"], isRefused)));
const SENTENCE = new RegExp(`(?:${REJECTED}|${WARNED}): `, "g");
const HEADLINE = new RegExp(patternOf(existingPodsViolate("NAMESPACE", "LEVEL")));
const FORBIDDEN = new RegExp(`\\bpods ${QUOTED} is forbidden: $`);
const READ_FROM = new RegExp(`\\berror when [a-z]+ ${QUOTED}: `);
/** A line about running pods: the name of a pod, the number of others, and the reasons. */
const PODS = /^\s*(Warning: )?([a-z0-9][a-z0-9.-]*)(?: \(and (\d+) other pods?\))?: (.*)$/;
/** Characters that may belong to a string of JSON or of a structured log. */
const STRING = /(?:[^"\\]|\\.)+/g;
const ESCAPED_SENTENCE = /PodSecurity (?:enforce level )?\\"/;

/** Finds the messages in a text, which may have several lines and messages. The work is linear in the length of the text. */
export function readMessages(text: string): FoundMessages {
  const lines = text.split(/\r?\n/).flatMap(unescape);
  const messages: FoundMessage[] = [];
  let otherLines = 0;
  /** The policy of the last headline, which the lines about running pods belong to. */
  let existing: LevelVersion | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const headline = HEADLINE.exec(line);
    if (headline !== null) {
      existing = policyOf(headline[2] ?? "");
      continue;
    }
    const before = messages.length;
    const sentences = [...line.matchAll(SENTENCE)];
    if (sentences.length > 0) index += readSentences(line, sentences, lines.slice(index + 1, index + FOLDED), messages);
    else {
      const message = readPods(line, existing) ?? readBare(line);
      if (message !== undefined) messages.push(message);
    }
    if (messages.length === before && line.trim() !== "") otherLines++;
  }
  return { messages, otherLines };
}

/**
 * Adds the messages of a line with sentences that name a policy. The log of an event has several sentences in a line.
 *
 * @param next the lines after it, which may belong to the last sentence
 * @returns the number of those lines that belong to it
 */
function readSentences(
  line: string,
  sentences: readonly RegExpExecArray[],
  next: readonly string[],
  messages: FoundMessage[],
): number {
  /** The end of the last message. */
  let end = 0;
  let folded = 0;
  for (const [index, found] of sentences.entries()) {
    // A value in the last message may look like a sentence.
    if (found.index < end) continue;
    const before = line.slice(end, found.index);
    const policy = policyOf(found[1] ?? found[2] ?? "");
    let { read, readTo } = readSentence(line, sentences, index, policy);
    end = readTo - read.rest.length;
    const isLast = readTo === line.length;
    if (isLast) ({ read, folded } = readFolded(line.slice(startOf(found)), read, next, policy));
    if (read.violations.length === 0) continue;
    const file = unquote(READ_FROM.exec(before)?.[1]);
    messages.push({
      type: found[1] === undefined ? "warned" : "rejected",
      policy,
      pod: unquote(FORBIDDEN.exec(before)?.[1]),
      others: 0,
      file: file === "STDIN" ? undefined : file,
      violations: read.violations,
      unknown: !isLast || isEnd(read.rest) ? "" : read.rest.replace(/^[,\s]+/, "").trimEnd(),
    });
  }
  return folded;
}

/**
 * Reads a sentence as far as the next one begins. If the message is not whole there, its values may look like
 * sentences, and a few more sentences are read with it.
 */
function readSentence(
  line: string,
  sentences: readonly RegExpExecArray[],
  index: number,
  policy: LevelVersion | undefined,
): { readonly read: ReadViolations; readonly readTo: number } {
  const start = startOf(sentences[index]);
  const readTo = sentences[index + 1]?.index ?? line.length;
  const read = readWithPolicy(line.slice(start, readTo), policy);
  if (isWhole(read.violations)) return { read, readTo };
  for (let after = index + 2; after <= index + MAX_INNER_SENTENCES + 1 && after <= sentences.length; after++) {
    const longerTo = sentences[after]?.index ?? line.length;
    const longer = readWithPolicy(line.slice(start, longerTo), policy);
    if (isWhole(longer.violations)) return { read: longer, readTo: longerTo };
  }
  return { read, readTo };
}

/** The position after the words of a sentence that are before its violations. */
function startOf(sentence: RegExpExecArray | undefined): number {
  return sentence === undefined ? 0 : sentence.index + sentence[0].length;
}

/** Reads the end of a message in the next lines, if the message is whole with them. YAML folds long texts. */
function readFolded(
  begin: string,
  begun: ReadViolations,
  next: readonly string[],
  policy: LevelVersion | undefined,
): { readonly read: ReadViolations; readonly folded: number } {
  let text = begin;
  let read = begun;
  let folded = 0;
  for (const [index, line] of next.entries()) {
    if (isEnd(read.rest) && isWhole(read.violations)) break;
    if (line.trim() === "" || line.search(SENTENCE) !== -1 || HEADLINE.test(line)) break;
    text += ` ${line.trim()}`;
    const longer = readWithPolicy(text, policy);
    if (isEnd(longer.rest) && isWhole(longer.violations)) {
      read = longer;
      folded = index + 1;
    }
  }
  return { read, folded };
}

/** Reads a line about running pods: their names, and the reasons alone. */
function readPods(line: string, policy: LevelVersion | undefined): FoundMessage | undefined {
  const [, warning, pod, others = "0", reasons = ""] = PODS.exec(line) ?? [];
  if (pod === undefined) return undefined;
  const { violations, rest } = readWithPolicy(reasons, policy);
  if (violations.length === 0 || !isEnd(rest)) return undefined;
  // A word after a colon is not enough: `note: privileged`.
  const isWarning = warning !== undefined || policy !== undefined || others !== "0" || violations.length > 1;
  if (!isWarning) return undefined;
  return { type: "existing", policy, pod, others: Number(others), file: undefined, violations, unknown: "" };
}

/** Reads a line that begins with the violations, as if its beginning were left out. */
function readBare(line: string): FoundMessage | undefined {
  const { violations, rest } = readWithPolicy(line.trim(), undefined);
  if (!isWhole(violations) || !isEnd(rest) || (violations.length === 1 && violations[0]?.detail === ""))
    return undefined;
  return { type: "bare", policy: undefined, pod: undefined, others: 0, file: undefined, violations, unknown: "" };
}

/** Parses the policy in a message. A policy that is no level and version counts as none. */
function policyOf(text: string): LevelVersion | undefined {
  const [levelText = "", versionText = ""] = text.split(":");
  const level = parseLevel(levelText);
  const version = parseVersion(versionText);
  return level === undefined || version === undefined || level === "privileged" ? undefined : { level, version };
}

/** The strings of JSON in a line that have a sentence in them; the line itself if there are none. */
function unescape(line: string): string[] {
  if (!ESCAPED_SENTENCE.test(line)) return [line];
  const values = (line.match(STRING) ?? []).flatMap((text) =>
    ESCAPED_SENTENCE.test(text) ? (unquote(text) ?? []) : [],
  );
  return values.length === 0 ? [line] : values;
}

/** The value of a quoted text; undefined if it is none. */
function unquote(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return undefined;
  }
}

/** The pattern of a sentence: each quotation in it is any text between quotation marks. */
function patternOf(sentence: string): string {
  return sentence.replaceAll(/"[A-Z]+"/g, QUOTED);
}
