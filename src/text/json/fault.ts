import { skipWhiteSpace } from "./white-space.ts";

/** The place where a text stops being JSON, and the fault. */
export interface JsonFault {
  readonly offset: number;
  /** Contains no part of the text. */
  readonly reason: string;
}

/** A text that is not JSON. The message contains no part of the text, which may be secret. */
export class JsonSyntaxError extends SyntaxError {
  override readonly name = "JsonSyntaxError";
  readonly offset: number;

  constructor({ offset, reason }: JsonFault) {
    super(reason);
    this.offset = offset;
  }
}

const WORD = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
// oxlint-disable-next-line no-control-regex -- JSON allows none of these inside a string
const STRING_STOP = /["\\\u0000-\u001f]/g;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/**
 * Finds the first fault of a text that JSON.parse rejects. V8 quotes the text around a fault, and gives the place of
 * only some faults. This gives the place of each fault and quotes nothing.
 */
export function findJsonFault(text: string): JsonFault {
  return new Scanner(text).scan();
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): JsonFault {
    /** The closing bracket of each open collection. */
    const open: ("}" | "]")[] = [];
    for (;;) {
      const fault = this.#value(open);
      if (fault !== undefined) return fault;
      // A value has ended, and perhaps also the collections that contain it.
      for (;;) {
        this.#skipWhiteSpace();
        const closing = open.at(-1);
        if (closing === undefined) return this.#fault("unexpected text after the value");
        if (this.#takes(",")) {
          const keyFault = closing === "}" ? this.#key("expected double-quoted property name") : undefined;
          if (keyFault !== undefined) return keyFault;
          break;
        }
        if (!this.#takes(closing)) {
          return this.#fault(closing === "}" ? "expected ',' or '}' after property value" : ARRAY_GOES_ON);
        }
        open.pop();
      }
    }
  }

  /** Skips a value, or the beginning of a collection up to its first value. */
  #value(open: ("}" | "]")[]): JsonFault | undefined {
    for (;;) {
      this.#skipWhiteSpace();
      if (this.#takes("{")) {
        this.#skipWhiteSpace();
        if (this.#takes("}")) return undefined;
        open.push("}");
        const fault = this.#key("expected property name or '}'");
        if (fault !== undefined) return fault;
      } else if (this.#takes("[")) {
        this.#skipWhiteSpace();
        if (this.#takes("]")) return undefined;
        open.push("]");
      } else {
        return this.#scalar();
      }
    }
  }

  #key(expected: string): JsonFault | undefined {
    this.#skipWhiteSpace();
    if (this.#text[this.#at] !== '"') return this.#fault(expected);
    const fault = this.#string();
    if (fault !== undefined) return fault;
    this.#skipWhiteSpace();
    return this.#takes(":") ? undefined : this.#fault("expected ':' after property name");
  }

  #scalar(): JsonFault | undefined {
    if (this.#text[this.#at] === '"') return this.#string();
    if (this.#matches(WORD) || this.#matches(NUMBER)) return undefined;
    return this.#fault("expected a value");
  }

  #string(): JsonFault | undefined {
    for (STRING_STOP.lastIndex = this.#at + 1; ; STRING_STOP.lastIndex = this.#at) {
      const stop = STRING_STOP.exec(this.#text);
      if (stop === null) {
        this.#at = this.#text.length;
        return this.#fault("");
      }
      this.#at = stop.index;
      if (stop[0] === '"') {
        this.#at++;
        return undefined;
      }
      if (stop[0] !== "\\") return this.#fault("bad control character in a string");
      if (!this.#matches(ESCAPE)) return this.#fault("bad escape sequence in a string");
    }
  }

  #matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#at = pattern.lastIndex;
    return true;
  }

  #takes(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skipWhiteSpace(): void {
    this.#at = skipWhiteSpace(this.#text, this.#at);
  }

  #fault(reason: string): JsonFault {
    const isOver = this.#at >= this.#text.length;
    return { offset: this.#at, reason: isOver ? "the text ends in the middle of a value" : reason };
  }
}

const ARRAY_GOES_ON = "expected ',' or ']' after array element";
