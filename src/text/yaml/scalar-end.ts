/** A quoted scalar, from its opening quote. */
const QUOTED = /'(?:[^']|'')*'|"(?:[^"\\]|\\[^])*"/y;
/** The rest of a line, without white space at its end. */
const REST_OF_LINE = /[^\r\n]*[^\s]/y;

/**
 * The offset after a scalar. A block scalar, and a plain scalar of several lines, end with their first line.
 *
 * @param offset the beginning of the scalar, with its quotes
 * @param value the scalar's text
 */
export function endOfScalar(text: string, offset: number, value: string): number {
  const first = text[offset];
  if (first === "'" || first === '"') return matchEnd(QUOTED, text, offset);
  // The text of a plain scalar in one line is the scalar itself.
  return value !== "" && text.startsWith(value, offset) ? offset + value.length : matchEnd(REST_OF_LINE, text, offset);
}

function matchEnd(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset + 1;
}
