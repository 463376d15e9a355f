import { EVENT_ID, type Event } from "js-yaml";
import { NOTHING, eventOffset, skipNode } from "./events.ts";

/** To go-yaml a mark is no beginning of a document, and what follows it makes no sense. */
export const STRAY_MARK = "found a byte order mark within a document";

/** A second document in a text that is one to kubectl, as it splits only at `---` behind a line feed. */
interface NextDocument {
  /** The offset of the byte order mark that parts it from the first: js-yaml knows such a mark, go-yaml does not. */
  readonly strayMark?: number;
  /** The offset where what it holds begins; undefined where it is empty. */
  readonly next?: number;
}

/**
 * Looks behind the first document of some events; go-yaml reads no further, as only the first is asked for.
 *
 * @param ends what composing the first document found: for each node the event after it
 */
export function findNextDocument(source: string, events: readonly Event[], ends: Int32Array): NextDocument {
  // A document is its beginning, one node, and its end.
  const second = (ends[1] ?? 0) + 1;
  if (second >= events.length) return {};
  const next = nextValue(events, second);
  const mark = /(?<=[\r\n])\uFEFF/.exec(source.slice(0, next))?.index;
  return { ...(mark !== undefined && { strayMark: mark }), ...(next !== undefined && { next }) };
}

/** The offset of the first value from a document on; the documents may be empty. */
function nextValue(events: readonly Event[], document: number): number | undefined {
  for (let index = document; index < events.length; index = skipNode(events, index + 1) + 1) {
    const root = events[index + 1];
    const offset = root === undefined ? NOTHING : eventOffset(root);
    if (offset !== NOTHING) return offset;
  }
  return undefined;
}

/** White space, comments, directives and markers: what may follow the end of a document without being another one. */
const NO_VALUE = /(?:[ \t\r\n]+|#[^\r\n]*|%[^\r\n]*|\.\.\.(?=[ \t\r\n]|$))*/y;

/** The offset of what follows the `...` at `end`, where it is more than white space and comments. */
export function findTextAfterEnd(text: string, end: number): number | undefined {
  NO_VALUE.lastIndex = end;
  NO_VALUE.test(text);
  return NO_VALUE.lastIndex < text.length ? NO_VALUE.lastIndex : undefined;
}

/** Whether the first document of some events holds no value at all, as between two separators. */
export function isEmptyDocument(events: readonly Event[]): boolean {
  const root = events[1];
  if (root === undefined) return true;
  return (
    root.type === EVENT_ID.SCALAR &&
    root.valueStart === NOTHING &&
    root.tagStart === NOTHING &&
    root.anchorStart === NOTHING
  );
}
