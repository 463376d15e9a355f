/** Reads the violations after a sentence. The sentence may be wrapped, and other text may follow it. */
import type { LevelVersion } from "../../policy/evaluator.ts";
import { isEnd, type ReadViolations } from "../../policy/read-violations.ts";
import { isWhole, readWithPolicy } from "./read-with-policy.ts";
import { doubleQuoted, unfoldings, type Unfold } from "./unfold.ts";

/** The violations of a sentence. */
export interface ReadSentence {
  readonly read: ReadViolations;
  /** The position after the text that was read, in the whole text. */
  readonly end: number;
  /** Whether the text ends within the violations. */
  readonly cut: boolean;
}

/** The place of a sentence in a text. */
export interface Place {
  readonly text: string;
  /** The position after the words before the violations. */
  readonly start: number;
  /** The text before the sentence, which says whether it is in quotes. */
  readonly before: string;
  /** Whether its quotation marks are escaped. */
  readonly escaped: boolean;
}

/** The largest numbers of lines that are tried as the last line of a message, from the first one on and from the last one back. */
const FIRST_ENDS = 8;
const LAST_ENDS = 4;
/** A line that may be the last one of a message. */
const LAST_LINE = /\)["'\s`.\]}\\]*$/;
/** The beginning of a line that can only continue a message. */
const CONTINUES = /\n\s*[(,]/y;

/**
 * Reads the violations of a sentence in a part of the text. They end with the first line with which the message is
 * whole; otherwise as many lines belong to it as give the most violations.
 *
 * @param to the position after the part
 */
export function readSentence(place: Place, to: number, policy: LevelVersion | undefined): ReadSentence {
  const { text, start, before, escaped } = place;
  let best: ReadSentence = { read: { violations: [], rest: text.slice(start, to) }, end: to, cut: true };
  let bestScore = -1;
  for (const end of endsOf(text, start, to)) {
    const part = text.slice(start, end);
    const ways: readonly Unfold[] = escaped ? [doubleQuoted] : unfoldings(part, before);
    // Both ways can give a whole message, because a detail may be any text. The better one has more violations that are understood.
    let whole: ReadSentence | undefined;
    let wholeScore = -1;
    for (const unfold of ways) {
      const line = unfold(part);
      const read = readWithPolicy(line, policy);
      const score = scoreOf(read);
      if (isComplete(read) && !isCut(line, read) && !goesOn(text, end, to, read) && score > wholeScore) {
        whole = { read, end, cut: false };
        wholeScore = score;
      }
      if (score <= bestScore) continue;
      best = { read, end, cut: isCut(line, read) };
      bestScore = score;
    }
    if (whole !== undefined) return whole;
  }
  return best;
}

/** The positions that the message may end at: the ends of some of its lines. */
function endsOf(text: string, start: number, to: number): readonly number[] {
  const ends: number[] = [];
  let lineStart = start;
  while (lineStart <= to) {
    const found = text.indexOf("\n", lineStart);
    const end = found === -1 || found > to ? to : found;
    if (ends.length === 0 || end === to || LAST_LINE.test(text.slice(lineStart, end))) ends.push(end);
    lineStart = end + 1;
  }
  return ends.length <= FIRST_ENDS + LAST_ENDS ? ends : [...ends.slice(0, FIRST_ENDS), ...ends.slice(-LAST_ENDS)];
}

function isComplete({ violations, rest }: ReadViolations): boolean {
  return isWhole(violations) && isEnd(rest);
}

/** Whether the message goes on in the next line: a sentence has a detail after each reason. */
function goesOn(text: string, end: number, to: number, { violations }: ReadViolations): boolean {
  if (violations.at(-1)?.detail === "" && end < to) return true;
  CONTINUES.lastIndex = end;
  return CONTINUES.test(text) && CONTINUES.lastIndex <= to;
}

/** The number of violations; those whose details are read count more. */
function scoreOf({ violations }: ReadViolations): number {
  return violations.reduce((sum, { changes }) => sum + (changes.length > 0 ? 1000 : 1), 0);
}

/**
 * Whether a text ends within its violations: in a detail, after a comma, or after a reason where others have details.
 *
 * @param text the text of the violations and what follows them
 */
export function isCut(text: string, { violations, rest }: ReadViolations): boolean {
  const last = violations.at(-1);
  if (last === undefined) return false;
  if (/^\s*,/.test(rest)) return isOpen(rest);
  if (!isEnd(rest)) return last.detail === "" && violations.length > 1 && isOpen(rest);
  if (last.detail === "") return /\([\s.]*$/.test(text) || violations.some(({ detail }) => detail !== "");
  return last.changes.length === 0 && !LAST_LINE.test(text);
}

/** Whether words after violations are not finished: a parenthesis is open, or there is none yet. */
function isOpen(words: string): boolean {
  const opened = words.split("(").length;
  return opened === 1 || opened > words.split(")").length;
}
