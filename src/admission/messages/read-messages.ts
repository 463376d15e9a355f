/** Finds the API server's sentences about Pod Security Standards in the output of kubectl, in events and in logs. */
import { parseLevel } from "../../api/level.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { isEnd } from "../../policy/read-violations.ts";
import { parseVersion } from "../../policy/version.ts";
import type { FoundMessage, FoundMessages } from "./found-message.ts";
import { readIntroduction, unquote } from "./introduction.ts";
import { HEADLINE, SENTENCE } from "./patterns.ts";
import { readLines } from "./read-lines.ts";
import { readSentence, type Place, type ReadSentence } from "./read-sentence.ts";
import { isWhole } from "./read-with-policy.ts";
import { withoutMailQuotes } from "./unfold.ts";

/** The largest length of the text before a sentence that belongs to it: a path of a file and the name of a pod. */
const MAX_INTRODUCTION = 8192;
/** The largest number of characters with the spaces of a wrapped text that are looked at for `forbidden:`. */
const MAX_INDENTATION = 160;
/** The largest number of values in a message that look like sentences. */
const MAX_INNER_SENTENCES = 4;
/** The beginning of a line that no message continues in: an empty line, or the next output of kubectl. */
const STOP = /\n(?=[ \t]*(?:\n|$|Warning: |Error from server|error: ))/g;
/** The largest number of lines that a message without a sentence is wrapped into. */
const MAX_LINES = 50;
/** Characters that may belong to a string of JSON or of a structured log. */
const STRING = /(?:[^"\\]|\\.)+/g;
const ESCAPED_SENTENCE = /PodSecurity (?:enforce level )?\\"/;

/** Finds the messages in a text, which may have several lines and messages. The work is linear in the length of the text. */
export function readMessages(text: string): FoundMessages {
  return new MessageReader(withoutMailQuotes(text.split(/\r?\n/).flatMap(unescape))).read();
}

class MessageReader {
  readonly #lines: readonly string[];
  readonly #text: string;
  /** The positions of the lines. */
  readonly #starts: number[] = [];
  /** The messages by the line that they begin in. */
  readonly #found = new Map<number, FoundMessage[]>();
  /** The policies of the headlines of warnings about running pods, by line. */
  readonly #headlines = new Map<number, LevelVersion | undefined>();
  /** The lines that belong to a message. */
  readonly #taken = new Set<number>();
  #unread = 0;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#text = lines.join("\n");
    let start = 0;
    for (const { length } of lines) {
      this.#starts.push(start);
      start += length + 1;
    }
  }

  read(): FoundMessages {
    const headlines = [...this.#text.matchAll(HEADLINE)];
    for (const found of headlines) {
      const line = this.#take(found.index, found.index + found[0].length);
      this.#headlines.set(line, policyOf(found[2] ?? ""));
    }
    this.#readSentences(headlines.map(({ index }) => index));
    return this.#readOtherLines();
  }

  /** Reads the sentences that name a policy. A line may have several, and each may be wrapped into lines. */
  #readSentences(headlines: readonly number[]): void {
    const text = this.#text;
    const sentences = [...text.matchAll(SENTENCE)];
    const stops = [...[...text.matchAll(STOP)].map(({ index }) => index), ...headlines, text.length].sort(
      (a, b) => a - b,
    );
    let nextStop = 0;
    /** The end of the last message. */
    let end = 0;
    for (const [index, found] of sentences.entries()) {
      // A value in the last message may look like a sentence.
      if (found.index < end) continue;
      const start = found.index + found[0].length;
      while ((stops[nextStop] ?? text.length) < start) nextStop++;
      const stop = stops[nextStop] ?? text.length;
      const ends = sentences.slice(index + 1, index + MAX_INNER_SENTENCES + 2).map((next) => next.index);
      const within = ends.filter((next) => next < stop);
      const tos = within.length <= MAX_INNER_SENTENCES ? [...within, stop] : within;
      const before = text.slice(Math.max(end, found.index - MAX_INTRODUCTION), found.index);
      const place = { text, start, before, escaped: found[0].includes('\\"') };
      const policy = policyOf(found[1] ?? found[2] ?? "");
      const { read, end: readTo, cut } = readWithInner(place, tos, policy);
      if (read.violations.length === 0) {
        this.#unread++;
        continue;
      }
      const { pod, file, start: introduction } = readIntroduction(before);
      const line = this.#take(found.index - before.length + introduction, readTo);
      // The next sentence may be after this one in its line.
      end = text.startsWith(read.rest, readTo - read.rest.length) ? readTo - read.rest.length : readTo;
      const isLast = readTo === text.length || text.startsWith("\n", readTo);
      const message: FoundMessage = {
        type: found[1] === undefined ? "warned" : isAfterForbidden(text, found.index) ? "rejected" : "bare",
        policy,
        pod,
        others: 0,
        file,
        violations: read.violations,
        unknown: !isLast || isEnd(read.rest) ? "" : read.rest.replace(/^[,\s]+/, "").trimEnd(),
        cut,
      };
      const known = this.#found.get(line);
      if (known === undefined) this.#found.set(line, [message]);
      else known.push(message);
    }
  }

  /** Reads the lines without a sentence, and puts all messages in order. */
  #readOtherLines(): FoundMessages {
    const messages: FoundMessage[] = [];
    let otherLines = 0;
    /** The policy of the last headline, which the lines about running pods belong to. */
    let policy: LevelVersion | undefined;
    for (let index = 0; index < this.#lines.length; index++) {
      for (const message of this.#found.get(index) ?? []) messages.push(message);
      if (this.#headlines.has(index)) policy = this.#headlines.get(index);
      if (this.#taken.has(index) || this.#lines[index]?.trim() === "") continue;
      const read = readLines(this.#freeLines(index), policy);
      if (read === undefined) otherLines++;
      else {
        messages.push(read.message);
        index += read.lines - 1;
      }
    }
    return { messages, unread: this.#unread, otherLines };
  }

  /** The lines from one on that a message without a sentence may be wrapped into. */
  #freeLines(index: number): readonly string[] {
    let to = index + 1;
    while (to < this.#lines.length && to < index + MAX_LINES && !this.#taken.has(to) && !this.#begins(to)) to++;
    return this.#lines.slice(index, to);
  }

  /** Whether a line is empty or the beginning of other output. */
  #begins(index: number): boolean {
    return /^\s*(?:$|Warning: )/.test(this.#lines[index] ?? "");
  }

  /** Takes the lines of a part of the text for a message. Returns the first of them. */
  #take(from: number, to: number): number {
    const first = this.#lineAt(from);
    for (let line = first; line < this.#starts.length && (line === first || this.#startOf(line) < to); line++)
      this.#taken.add(line);
    return first;
  }

  /** The line of a position in the text. */
  #lineAt(position: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#startOf(middle) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #startOf(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }
}

/**
 * Reads a sentence as far as the next one begins. If the message is not whole there, its values may look like
 * sentences, and a few more sentences are read with it.
 *
 * @param tos the positions that the sentence may be read to
 */
function readWithInner(place: Place, tos: readonly number[], policy: LevelVersion | undefined): ReadSentence {
  const [to = place.text.length, ...later] = tos;
  const first = readSentence(place, to, policy);
  if (isWhole(first.read.violations)) return first;
  for (const next of later) {
    const longer = readSentence(place, next, policy);
    if (isWhole(longer.read.violations)) return longer;
  }
  return first;
}

/** Parses the policy in a message, which may be wrapped. A policy that is no level and version counts as none. */
function policyOf(text: string): LevelVersion | undefined {
  const [levelText = "", versionText = ""] = text.replaceAll(/\s/g, "").split(":");
  const level = parseLevel(levelText);
  const version = parseVersion(versionText);
  return level === undefined || version === undefined || level === "privileged" ? undefined : { level, version };
}

/**
 * Whether a sentence follows `forbidden:`, as in a rejection, wrapped in any way. `kubectl pss audit --messages` prints the sentence alone, whether or not a pod
 * is rejected.
 */
function isAfterForbidden(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - MAX_INDENTATION), index);
  return before.replaceAll(/[\s\\]/g, "").endsWith("forbidden:");
}

/** The strings of JSON in a line that have a sentence in them; the line itself if there are none. */
function unescape(line: string): string[] {
  if (!ESCAPED_SENTENCE.test(line)) return [line];
  const values = [...line.matchAll(STRING)].flatMap(({ 0: text, index }) => {
    if (!ESCAPED_SENTENCE.test(text)) return [];
    // A string without an end goes on in the next line.
    return line.charAt(index + text.length) === '"' ? (unquote(text) ?? []) : text;
  });
  return values.length === 0 ? [line] : values;
}
