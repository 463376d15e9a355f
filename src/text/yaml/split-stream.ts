import { trimOuter } from "../../api/words/trim.ts";

/** The beginning of a line that separates two documents. */
export const SEPARATOR = "---";
const WHITE_SPACE = /\p{White_Space}/u;

/** The text between two separators. A separator with nothing before it is part of the text. */
interface Chunk {
  readonly start: number;
  readonly end: number;
  readonly fault?: string;
}

/** Splits a stream of YAML at its separators, as kubectl does (YAMLReader, k8s.io/apimachinery v0.37.2 pkg/util/yaml/decoder.go). */
export function* splitYaml(text: string, offset: number): Generator<Chunk, undefined> {
  let start = offset;
  let separator = text.startsWith(SEPARATOR, start) ? start : nextSeparator(text, start);
  while (separator !== undefined) {
    const lineEnd = text.indexOf("\n", separator);
    const end = lineEnd === -1 ? text.length : lineEnd + 1;
    const rest = trimOuter(text.slice(separator + SEPARATOR.length, end), WHITE_SPACE);
    // kubectl allows only a comment after the dashes.
    const isFaulty = rest !== "" && !rest.startsWith("#");
    if (separator > start) yield { start, end: separator };
    if (isFaulty) yield { start: separator, end, fault: "invalid Yaml document separator: text after ---" };
    if (isFaulty || separator > start) start = end;
    separator = nextSeparator(text, separator + SEPARATOR.length);
  }
  if (start < text.length) yield { start, end: text.length };
}

/** Finds the next line that begins with the separator. */
export function nextSeparator(text: string, from: number): number | undefined {
  // A search for the line feed as well would stop at every line.
  for (let at = text.indexOf(SEPARATOR, from); at !== -1; at = text.indexOf(SEPARATOR, at + 1)) {
    if (text[at - 1] === "\n") return at;
  }
  return undefined;
}
