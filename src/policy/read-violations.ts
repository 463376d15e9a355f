import type { FieldChange } from "../api/field-change.ts";
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
/** A longer text is no message of an API server. Reading one takes time that grows with its square. */
const LONGEST = 256 * 1024;
/** The number of parentheses in a detail that may be its end. */
const MOST_ENDS = 1_000;
/** The text after a whole message in a log or in quotes. */
const END = /^[\s'"`.\])}\\]*$/;
const CONTAINERS = /\bcontainers? ("[^"]*"(?:, "[^"]*")*)/g;

/**
 * Reads the violations in a message, as `detailedMessage` and `shortMessage` write them. Details contain commas,
 * quotation marks and parentheses. So a violation ends only where its check reads the detail, and where the reason of a
 * later check or the end of the message follows.
 *
 * @param checks the checks that can be in it, in the order of evaluation
 */
export function readViolations(text: string, checks: readonly Check[]): ReadViolations {
  const { violations, rest } = new Reader(text.slice(0, LONGEST), checks).read(0, 0);
  return { violations, rest: rest + text.slice(LONGEST) };
}

/** Whether a text after violations belongs to no violation. */
export function isEnd(rest: string): boolean {
  return END.test(rest);
}

class Reader {
  readonly #text: string;
  readonly #checks: readonly Check[];
  /** The results by position and first check. */
  readonly #known = new Map<string, ReadViolations>();

  constructor(text: string, checks: readonly Check[]) {
    this.#text = text;
    this.#checks = checks;
  }

  /**
   * Reads from a position on.
   *
   * @param first the index of the first check that can follow: a message names each check once, in their order
   */
  read(position: number, first: number): ReadViolations {
    const key = `${position} ${first}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    let best: ReadViolations = { violations: [], rest: this.#text.slice(position) };
    for (const result of this.#candidates(position, first)) {
      if (result.rest.length < best.rest.length) best = result;
      if (isEnd(best.rest)) break;
    }
    this.#known.set(key, best);
    return best;
  }

  *#candidates(position: number, first: number): Generator<ReadViolations, undefined> {
    for (let index = first; index < this.#checks.length; index++) {
      const check = this.#checks[index];
      for (const reason of check?.reasons ?? []) {
        if (check === undefined || !this.#text.startsWith(reason, position)) continue;
        const after = position + reason.length;
        if (this.#text.startsWith(OPEN, after)) yield* this.#withDetail(check, reason, after + OPEN.length, index + 1);
        else if (!/^[\w-]/.test(this.#text.slice(after, after + 1)))
          yield this.#join({ check, reason, detail: "", containers: [], changes: [] }, after, index + 1);
      }
    }
  }

  *#withDetail(check: Check, reason: string, start: number, next: number): Generator<ReadViolations, undefined> {
    let isRead = false;
    let tried = 0;
    for (let end = this.#closing(start); end !== -1 && tried < MOST_ENDS; end = this.#closing(end + 1)) {
      tried++;
      const detail = this.#text.slice(start, end);
      const meaning = check.readDetail(detail);
      if (meaning === undefined) continue;
      isRead = true;
      yield this.#join({ check, reason, detail, ...meaning }, end + 1, next);
    }
    if (isRead) return;
    // Words of another version, or a message that is cut off.
    const later = this.#laterReason(start, next);
    const end = later === -1 ? this.#text.length : later;
    const detail = this.#text.slice(start, end).replace(/\)?['"`.\s]*$/, "");
    const containers = [...detail.matchAll(CONTAINERS)].flatMap(([, names = ""]) => names.slice(1, -1).split('", "'));
    yield this.#join({ check, reason, detail, containers, changes: [] }, later === -1 ? end : end + 1, next);
  }

  #closing(from: number): number {
    return this.#text.indexOf(")", from);
  }

  /** The position of the `)` before the reason of a later check; -1 if there is none. */
  #laterReason(from: number, next: number): number {
    const reasons = this.#checks.slice(next).flatMap((check) => check.reasons);
    for (let end = this.#closing(from); end !== -1; end = this.#closing(end + 1)) {
      const follows = (reason: string): boolean => this.#text.startsWith(`)${BETWEEN}${reason}${OPEN}`, end);
      if (reasons.some(follows)) return end;
    }
    return -1;
  }

  #join(violation: ReadViolation, end: number, next: number): ReadViolations {
    if (this.#text.startsWith(BETWEEN, end)) {
      const { violations, rest } = this.read(end + BETWEEN.length, next);
      if (violations.length > 0) return { violations: [violation, ...violations], rest };
    }
    return { violations: [violation], rest: this.#text.slice(end) };
  }
}
