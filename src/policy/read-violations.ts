import type { FieldChange } from "../api/checks/field-change.ts";
import type { Check } from "./check.ts";

/** A violation that a message of the API server names. */
export interface ReadViolation {
  readonly check: Check;
  readonly reason: string;
  /** The text in parentheses after the reason; empty if the message has the reason alone. */
  readonly detail: string;
  /** The names of the containers in the detail, in its order. */
  readonly containers: readonly string[];
  /** The changes that fix it; empty if the detail is empty, or has words that no check of this version writes. */
  readonly changes: readonly FieldChange[];
}

/** The violations at the beginning of a text, and the text after them. */
export interface ReadViolations {
  readonly violations: readonly ReadViolation[];
  readonly rest: string;
}

const BETWEEN = ", ";
const OPEN = " (";
const CLOSE = ")";
/** A longer text is no message of an API server. */
const MAX_LENGTH = 256 * 1024;
/**
 * The number of characters that may be looked at for each character of the text. Most messages need fewer than 3. Only
 * values that look like violations need more, because each of them may be the end of a detail.
 */
const MAX_WORK = 32;
/** A character that may follow a whole message in a log or in quotes, and one that may not. */
const END = /[\s'"`.\])}\\]/;
const NO_END = /[^\s'"`.\])}\\]/;
/** A character after a detail that is cut off. */
const QUOTE = /[\s'"`.]/;
const WORD = /[\w-]/;
const CONTAINERS = /\bcontainers? ("[^"]*"(?:, "[^"]*")*)/g;

/**
 * Reads the violations in a message, as `detailedMessage` and `shortMessage` write them. Details contain commas,
 * quotation marks and parentheses. So a violation ends only where its check reads the detail, and where the reason of a
 * later check or the end of the message follows, if there is such a place. The work is linear in the length of the
 * text.
 *
 * @param checks the checks that can be in it, in the order of evaluation
 */
export function readViolations(text: string, checks: readonly Check[]): ReadViolations {
  const { violations, end } = new Reader(text.slice(0, MAX_LENGTH), checks).read(0, 0);
  return { violations, rest: text.slice(end) };
}

/** Whether a text after violations belongs to no violation. */
export function isEnd(rest: string): boolean {
  return !NO_END.test(rest);
}

/** The violations from a position on, and the position after them. */
interface Reading {
  readonly violations: readonly ReadViolation[];
  readonly end: number;
}

class Reader {
  readonly #text: string;
  readonly #checks: readonly Check[];
  /** The position after which nothing belongs to a violation, except for `)`. */
  readonly #textEnd: number;
  /** The results by position and first check. */
  readonly #known = new Map<string, Reading>();
  /** The positions of each `)` that a reason or the end of the message follows; undefined before they are needed. */
  #likelyEnds: readonly number[] | undefined;
  /** The number of characters that may still be looked at. */
  #workLeft: number;

  constructor(text: string, checks: readonly Check[]) {
    this.#text = text;
    this.#checks = checks;
    this.#workLeft = MAX_WORK * text.length;
    this.#textEnd = this.#before(text.length, 0, END);
  }

  /**
   * Reads from a position on.
   *
   * @param first the index of the first check that can follow: a message names each check once, in their order
   */
  read(position: number, first: number): Reading {
    const key = `${position} ${first}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let best: Reading = { violations: [], end: position };
    for (const result of this.#candidates(position, first)) {
      if (result.end > best.end) best = result;
      if (best.end >= this.#textEnd) break;
    }
    this.#known.set(key, best);
    return best;
  }

  *#candidates(position: number, first: number): Generator<Reading, undefined> {
    for (let index = first; index < this.#checks.length; index++) {
      const check = this.#checks[index];
      for (const reason of check?.reasons ?? []) {
        if (check === undefined || !this.#text.startsWith(reason, position)) continue;
        const after = position + reason.length;
        if (this.#text.startsWith(OPEN, after)) yield* this.#withDetail(check, reason, after + OPEN.length, index + 1);
        else if (!WORD.test(this.#text.charAt(after)))
          yield this.#join({ check, reason, detail: "", containers: [], changes: [] }, after, index + 1);
      }
    }
  }

  *#withDetail(check: Check, reason: string, start: number, next: number): Generator<Reading, undefined> {
    let isRead = false;
    for (const end of this.#likelyEndsFrom(start)) {
      const violation = this.#readDetail(check, reason, start, end);
      if (violation === undefined) continue;
      isRead = true;
      yield this.#join(violation, end + CLOSE.length, next);
    }
    if (!isRead) yield this.#beforeUnknown(check, reason, start) ?? this.#withUnknownWords(check, reason, start, next);
  }

  /** Reads a violation that other words follow, such as those of an unknown check. */
  #beforeUnknown(check: Check, reason: string, start: number): Reading | undefined {
    for (let end = this.#closing(start); end !== -1 && this.#workLeft > 0; end = this.#closing(end + 1)) {
      const violation = this.#readDetail(check, reason, start, end);
      if (violation !== undefined) return { violations: [violation], end: end + CLOSE.length };
    }
    return undefined;
  }

  /** Reads a violation whose words are those of another version, or are cut off. */
  #withUnknownWords(check: Check, reason: string, start: number, next: number): Reading {
    const later = this.#laterReason(start, next);
    const end = later ?? this.#text.length;
    let detailEnd = this.#before(end, start, QUOTE);
    if (later === undefined && this.#text.startsWith(CLOSE, detailEnd - 1)) detailEnd--;
    const detail = this.#text.slice(start, detailEnd);
    const matches = this.#spend(detail.length) ? [...detail.matchAll(CONTAINERS)] : [];
    const containers = matches.flatMap(([, names = ""]) => names.slice(1, -1).split('", "'));
    const violation = { check, reason, detail, containers, changes: [] };
    return this.#join(violation, later === undefined ? end : end + CLOSE.length, next);
  }

  #readDetail(check: Check, reason: string, start: number, end: number): ReadViolation | undefined {
    if (!this.#spend(end - start)) return undefined;
    const detail = this.#text.slice(start, end);
    const meaning = check.readDetail(detail);
    return meaning && { check, reason, detail, ...meaning };
  }

  /** The position of the `)` before the reason of a later check; undefined if there is none. */
  #laterReason(from: number, next: number): number | undefined {
    const reasons = this.#checks.slice(next).flatMap((check) => check.reasons);
    return this.#likelyEndsFrom(from).find((end) =>
      reasons.some((reason) => this.#text.startsWith(`${BETWEEN}${reason}${OPEN}`, end + CLOSE.length)),
    );
  }

  #likelyEndsFrom(position: number): readonly number[] {
    this.#likelyEnds ??= this.#findLikelyEnds();
    return this.#spend(this.#likelyEnds.length) ? this.#likelyEnds.filter((end) => end >= position) : [];
  }

  #findLikelyEnds(): readonly number[] {
    const reasons = this.#checks.flatMap((check) => check.reasons);
    const ends: number[] = [];
    for (let end = this.#closing(0); end !== -1; end = this.#closing(end + 1)) {
      const after = end + CLOSE.length;
      const isFollowed =
        this.#text.startsWith(BETWEEN, after) &&
        reasons.some((reason) => this.#text.startsWith(reason, after + BETWEEN.length));
      if (isFollowed || after >= this.#textEnd) ends.push(end);
    }
    return ends;
  }

  #closing(from: number): number {
    return this.#text.indexOf(CLOSE, from);
  }

  /** The position before all characters of a kind at the end of a part of the text. */
  #before(end: number, start: number, kind: RegExp): number {
    let position = end;
    while (position > start && kind.test(this.#text.charAt(position - 1))) position--;
    return position;
  }

  /** Takes from the work that is left; false if it is not enough. */
  #spend(work: number): boolean {
    this.#workLeft -= work;
    return this.#workLeft >= 0;
  }

  #join(violation: ReadViolation, end: number, next: number): Reading {
    if (this.#text.startsWith(BETWEEN, end)) {
      const { violations, end: lastEnd } = this.read(end + BETWEEN.length, next);
      if (violations.length > 0) return { violations: [violation, ...violations], end: lastEnd };
    }
    return { violations: [violation], end };
  }
}
