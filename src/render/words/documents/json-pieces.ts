import type { WorkloadReport } from "../../../report/report.ts";
import { escapeDocument } from "../escape.ts";

const STEP = "  ";

/** The size of a value that is written in one piece. V8's strings are limited to 512 MiB. */
const PIECE = 64 * 1024;

/**
 * Writes a value as JSON in pieces, indented by two spaces: the output of JSON.stringify, for a value of any size. No piece is much longer
 * than the longest string in the value. Unprintable characters are escaped.
 *
 * @param value null, booleans, numbers, strings, and lists and objects of these; a field that is undefined is left out
 * @param indent the beginning of each line but the first
 * @param escape the notation for an unprintable character
 */
export function* jsonPieces(
  value: unknown,
  indent: string,
  escape: (character: string) => string,
): Generator<string, undefined> {
  if (typeof value !== "object" || value === null || !isLarger(value, PIECE)) {
    yield escapeDocument(JSON.stringify(value, null, STEP.length).replaceAll("\n", `\n${indent}`), escape);
    return;
  }
  const inner = indent + STEP;
  const [opening, closing] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  let separator = opening;
  for (const [name, item] of entriesOf(value)) {
    yield `${separator}\n${inner}`;
    if (name !== undefined) yield escapeDocument(`${JSON.stringify(name)}: `, escape);
    yield* jsonPieces(item, inner, escape);
    separator = ",";
  }
  yield separator === opening ? opening + closing : `\n${indent}${closing}`;
}

/** Whether a value has more text, names and items than `size`. It stops reading the value there. */
export function isLarger(value: unknown, size: number): boolean {
  let left = size;
  const values: unknown[] = [value];
  while (values.length > 0 && left >= 0) {
    const next = values.pop();
    left--;
    if (typeof next === "string") left -= next.length;
    if (typeof next !== "object" || next === null) continue;
    for (const [name, item] of entriesOf(next)) {
      left -= 1 + (name?.length ?? 0);
      if (left < 0) return true;
      values.push(item);
    }
  }
  return left < 0;
}

function* entriesOf(value: object): Generator<readonly [name: string | undefined, item: unknown], undefined> {
  if (Array.isArray(value)) for (const item of value) yield [undefined, item];
  else for (const [name, item] of Object.entries(value)) if (item !== undefined) yield [name, item];
}

const MANY_FIELDS = 1000;
const LONG_MESSAGE = 64 * 1024;

/** Whether a workload is so large that it is written in pieces. Hardly any is, so only the parts that can be large are measured. */
export function isLargeWorkload({ name, results, otherResults }: WorkloadReport): boolean {
  const isLong = (text: string): boolean => text.length > LONG_MESSAGE;
  return (
    isLong(name) ||
    [...results, ...otherResults].some(
      ({ message, violations }) => isLong(message) || violations.some(({ fields }) => fields.length > MANY_FIELDS),
    )
  );
}
