import { isUserError, UserError } from "../../api/user-error.ts";
import type { Explanation } from "../../report/explanation.ts";
import { explainMessages } from "./explain-messages.ts";
import { fieldsOf, findChecks, findCommon, isAnyReason, type Match } from "./explain-search.ts";
import { CHECKS } from "../../policy/checks.ts";

/** How a single topic is explained. */
interface Topics {
  readonly serverVersion: string;
  /** @throws UserError if the word is no topic */
  explain(word: string): Explanation;
  /** Finds the checks or the messages that a text belongs to; undefined if there are none. */
  search(text: string, matches?: readonly Match[]): Explanation | undefined;
  unknown(text: string): UserError;
}

/** The name of standard input among the topics. */
export const STDIN = "-";
const ALONE = "Explain other topics with a command of their own.";
/** The characters that only messages contain: violations in parentheses, and quoted names. */
const OF_MESSAGES = /[("]/;

/**
 * Explains several words. Together they are one topic if they are a reason (`host namespaces`), a message, or names of
 * one field (`capabilities drop`). Reasons in quotes or between commas are topics of their own. Otherwise each is a topic if all of them are. If some
 * are not, the words are searched in the checks (`drop ALL`).
 *
 * @throws UserError if the words are none of these
 */
export function explainWords(text: string, topics: Topics): Explanation {
  const { serverVersion, search, unknown } = topics;
  const isOne = isAnyReason(text) || isMessage(text);
  const phrases = isOne ? undefined : explainPhrases(phrasesOf(text), topics);
  if (phrases !== undefined) return phrases;
  if (isOne || OF_MESSAGES.test(text)) {
    const found = search(text);
    if (found === undefined) throw unknown(text);
    return found;
  }
  const words = [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
  if (words.length === 0) throw unknown(text);
  if (words.includes(STDIN)) throw new UserError("- reads messages from standard input, and no other topic", ALONE);
  const found: Explanation[] = [];
  const faults: UserError[] = [];
  for (const word of words) {
    const explained = explainWord(word, topics);
    if (isUserError(explained)) faults.push(explained);
    else found.push(explained);
  }
  if (faults.length === 0) {
    const common = findCommon(words.map(matchesOf));
    return (common.length > 0 ? search(text, common) : undefined) ?? several(found, serverVersion);
  }
  const whole = search(text);
  if (whole !== undefined) return whole;
  // Words without a topic are a sentence, or are all misspelt.
  throw (found.length > 0 ? faults[0] : undefined) ?? unknown(text);
}

/**
 * Divides a text into phrases: each in quotes, or, without quotes, between commas.
 *
 * @returns no phrase for a text that has no quotes around all of it, and no comma
 */
function phrasesOf(text: string): readonly string[] {
  const quoted = /^\s*(?:"[^"]+"|'[^']+')(?:[\s,]+(?:"[^"]+"|'[^']+'))*\s*$/.test(text);
  const phrases = quoted
    ? Array.from(text.matchAll(/"([^"]+)"|'([^']+)'/g), ([, a, b]) => a ?? b ?? "")
    : text.split(",");
  const all = phrases.map((phrase) => phrase.trim()).filter((phrase) => phrase !== "");
  return quoted || all.length > 1 ? all : [];
}

/** Explains phrases, some of several words, in turn; undefined if one of them is no topic, because then they are parts of one text. */
export function explainPhrases(phrases: readonly string[], topics: Topics): Explanation | undefined {
  if (phrases.length === 0 || !phrases.some((phrase) => /\s/.test(phrase))) return undefined;
  const found: Explanation[] = [];
  for (const phrase of phrases) {
    const explained = explainWord(phrase, topics);
    if (isUserError(explained)) return undefined;
    found.push(explained);
  }
  return several(found, topics.serverVersion);
}

function explainWord(word: string, { explain }: Topics): Explanation | UserError {
  try {
    return explain(word);
  } catch (error) {
    if (isUserError(error)) return error;
    throw error;
  }
}

/** The checks that a word names by their ID or by a field, with their fields. */
function matchesOf(word: string): readonly Match[] {
  const check = CHECKS.find(({ id }) => id.toLowerCase() === word.toLowerCase());
  return check === undefined ? findChecks(word) : [{ check, fields: fieldsOf(check) }];
}

/** Several topics; those that are equal are one. */
function several(explained: readonly Explanation[], serverVersion: string): Explanation {
  const different = [...new Map(explained.map((one) => [JSON.stringify(one), one])).values()];
  const [first, ...others] = different;
  if (first !== undefined && others.length === 0) return first;
  return { topic: "topics", serverVersion, topics: different };
}

/** Whether a text is the violations of a message, without anything unknown. */
function isMessage(text: string): boolean {
  const { messages } = explainMessages(text);
  return messages.length > 0 && messages.every(({ unknown, cut }) => unknown === "" && !cut);
}
