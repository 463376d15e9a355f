/**
 * What YAML 1.2 has and go.yaml.in/yaml/v2 v2.4.4 refuses or reads as something else. There, nothing is read at all: a manifest must not
 * mean one thing here and another to kubectl.
 */
import { COLLECTION_STYLE, EVENT_ID, SCALAR_STYLE, type Event, type ScalarEvent } from "js-yaml";

/** Something that YAML 1.2, and so js-yaml, takes for something else than go-yaml does, and where it stands. */
export interface ForeignSyntax {
  readonly message: string;
  readonly offset: number;
}

/** For go-yaml a line ends at these too, so that what follows one of them in a comment is no comment. */
const ODD_LINE_BREAK = /[\u0085\u2028\u2029]/;
/** js-yaml takes this for the beginning of a document on the first line, where it is text. */
const INDENTED_START = /^[ \t]+---(?=\s|$)/;
/** One escape sequence of a double-quoted scalar. */
const ESCAPE = /\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])/g;

/** Foreign syntax that a look at the text alone finds: odd ends of lines, and a first line that is no beginning. */
export function findForeignText(source: string): ForeignSyntax | undefined {
  const lineBreak = source.search(ODD_LINE_BREAK);
  if (lineBreak !== -1) {
    const code = source.charCodeAt(lineBreak).toString(16).toUpperCase().padStart(4, "0");
    return { message: `found the character U+${code}, which ends a line for kubectl`, offset: lineBreak };
  }
  if (INDENTED_START.test(source))
    return { message: "found white space before ---, which then begins no document", offset: 0 };
  return undefined;
}

/**
 * The first scalar of a document that is foreign. Go meets it before it composes anything, and so whatever else is wrong comes second; but to
 * look for it costs a walk over all events, so composing looks at each scalar as it comes, and this is for a document that is refused.
 */
export function findForeignScalar(source: string, events: readonly Event[]): ForeignSyntax | undefined {
  let depth = 0;
  /** The depth of the outermost [ ] or { } that is open; 0 where none is. */
  let flow = 0;
  for (const event of events.slice(1)) {
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) {
      depth++;
      if (flow === 0 && event.style === COLLECTION_STYLE.FLOW) flow = depth;
    } else if (event.type === EVENT_ID.POP) {
      if (flow === depth) flow = 0;
      depth--;
    } else if (event.type === EVENT_ID.SCALAR) {
      const message = judgeScalar(source, event, flow > 0);
      if (message !== undefined) return { message, offset: event.valueStart };
    }
    // What follows is another document.
    if (depth === 0) break;
  }
  return undefined;
}

/** What is foreign in a scalar; undefined where nothing is. */
export function judgeScalar(
  source: string,
  { style, valueStart, valueEnd, fast }: ScalarEvent,
  inFlow: boolean,
): string | undefined {
  if (style === SCALAR_STYLE.DOUBLE_QUOTED) {
    // Without any escape sequence.
    if (fast) return undefined;
    const escape = findForeignEscape(source.slice(valueStart, valueEnd));
    return escape === undefined ? undefined : `found the escape sequence ${escape}, which is JSON's and not YAML's`;
  }
  if (style !== SCALAR_STYLE.PLAIN || !inFlow) return undefined;
  const raw = source.slice(valueStart, valueEnd);
  if (raw.startsWith(":") || raw.includes("?")) {
    return "found a value inside [ ] or { } that has a ? or begins with :; put it in quotes";
  }
  return source[valueEnd] === ":" && /^[,[\]{}]/.test(source.slice(valueEnd + 1, valueEnd + 2))
    ? "found no space after the colon inside [ ] or { }"
    : undefined;
}

/** `\/`, and surrogates. */
function findForeignEscape(raw: string): string | undefined {
  for (const [escape] of raw.matchAll(ESCAPE)) {
    const codePoint = /^\\[uU][0-9a-fA-F]/.test(escape) ? Number.parseInt(escape.slice(2), 16) : 0;
    if (escape === "\\/" || (codePoint >= 0xd800 && codePoint <= 0xdfff)) return escape;
  }
  return undefined;
}
