import { endOfString } from "./strings.ts";
import { skipWhiteSpace } from "./white-space.ts";

const LONG_INTEGER = /-?[0-9]{16,}(?![0-9.eE])/g;
/** The first character of each string in the changed text tells what it was. */
const STRING = "s";
const INTEGER = "i";

/**
 * Does the same as parseJson for a value that nests deeper than V8's own reviver can follow: each long integer becomes a string, and each string
 * gets a mark, so that one walk through the value can tell them apart again. Keys stay as they are.
 *
 * @throws SyntaxError as JSON.parse does
 */
export function parseDeepJson(text: string): unknown {
  const root = { value: JSON.parse(markScalars(text)) as unknown };
  const left: object[] = [root];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    for (const [name, value] of Object.entries(next)) {
      if (typeof value === "object" && value !== null) left.push(value);
      else if (typeof value === "string") define(next, name, unmark(value));
    }
  }
  return root.value;
}

/** An invalid text stays invalid. */
function markScalars(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    if (quote === -1) break;
    const end = endOfString(text, quote) ?? text.length;
    const isKey = text[skipWhiteSpace(text, end)] === ":";
    parts.push(markIntegers(text.slice(at, quote)), isKey ? '"' : `"${STRING}`, text.slice(quote + 1, end));
    at = end;
  }
  return parts.join("") + markIntegers(text.slice(at));
}

function markIntegers(part: string): string {
  return part.replace(LONG_INTEGER, (digits) => `"${INTEGER}${digits}"`);
}

function unmark(marked: string): string | number | bigint {
  const content = marked.slice(1);
  if (marked.startsWith(STRING)) return content;
  const number = Number(content);
  return Number.isSafeInteger(number) ? number : BigInt(content);
}

/** An assignment to `__proto__` would set the prototype. */
function define(target: object, name: string, value: string | number | bigint): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}
