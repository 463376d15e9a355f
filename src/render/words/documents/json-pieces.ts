import type { WorkloadReport } from "../../../report/report.ts";
import { escapeDocument } from "../escape.ts";

const STEP = "  ";

/** What is written as one piece: V8 holds no string above 512 MiB, and most values are far from it. */
const PIECE = 64 * 1024;

/**
 * A value as JSON in pieces, indented by two spaces: what JSON.stringify gives, however large the value is. No piece is much longer than the
 * longest string in it. Unprintable characters are escaped.
 *
 * @param value null, booleans, numbers, strings, and lists and objects of these; a field that is undefined is left out
 * @param indent stands before each line but the first
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

/** Whether a value has more text, names and items than `size`; no more of it is looked at than that. */
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

/** Whether a workload is so large that it is written in pieces. Hardly any is, so that only what can make it so is looked at. */
export function isLargeWorkload({ name, results }: WorkloadReport): boolean {
  const isLong = (text: string): boolean => text.length > LONG_MESSAGE;
  return (
    isLong(name) ||
    results.some(
      ({ message, violations }) => isLong(message) || violations.some(({ fields }) => fields.length > MANY_FIELDS),
    )
  );
}
