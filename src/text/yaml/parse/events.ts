import type { FieldPath } from "../../../api/field-path.ts";

/** The offset of an event without a place in the text: an empty scalar, the end of a collection. */
export const NOTHING = -1;

export const EVENT = { DOCUMENT: 1, SEQUENCE: 2, MAPPING: 3, SCALAR: 4, ALIAS: 5, POP: 6 } as const;

/** One step through a document. A collection begins with its event and ends with POP. */
export class Event {
  readonly type: (typeof EVENT)[keyof typeof EVENT];
  /**
   * The beginning of the node, including its quotes and brackets, without its anchor and tag; NOTHING if it has no
   * place.
   */
  readonly offset: number;
  /** The text of a scalar, or the name of an alias. */
  readonly value: string;
  /** Whether a scalar has neither quotes nor `|` nor `>`. */
  readonly isPlain: boolean;
  /** The name that aliases may use; empty if there is none. */
  readonly anchor: string;
  /** The whole tag, without a handle; empty if there is none. */
  readonly tag: string;

  constructor(type: Event["type"], offset: number, value = "", isPlain = false, anchor = "", tag = "") {
    this.type = type;
    this.offset = offset;
    this.value = value;
    this.isPlain = isPlain;
    this.anchor = anchor;
    this.tag = tag;
  }
}

export const POP = new Event(EVENT.POP, NOTHING);

const NO_ALIASES: ReadonlyMap<number, number> = new Map();

/** Returns the node of each alias event: the last one with its name before it, because a name may be used again. */
export function resolveAliases(events: readonly Event[]): ReadonlyMap<number, number> {
  if (!events.some(({ type }) => type === EVENT.ALIAS)) return NO_ALIASES;
  const anchors = new Map<string, number>();
  const targets = new Map<number, number>();
  for (const [index, event] of events.entries()) {
    if (event.type === EVENT.ALIAS) {
      const target = anchors.get(event.value);
      if (target !== undefined) targets.set(index, target);
    } else if (event.anchor !== "") {
      anchors.set(event.anchor, index);
    }
  }
  return targets;
}

/** Returns the index of the event after the node at `index`. */
export function skipNode(events: readonly Event[], index: number): number {
  let depth = 0;
  let next = index;
  do {
    const type = events[next]?.type;
    if (type === EVENT.SEQUENCE || type === EVENT.MAPPING) depth++;
    else if (type === EVENT.POP) depth--;
    next++;
  } while (depth > 0 && next < events.length);
  return next;
}

/** Returns the path from the root of the first document to the collection at `index`, with keys as written. */
export function pathOf(events: readonly Event[], index: number): FieldPath {
  const path: (string | number)[] = [];
  let node = 1;
  while (node !== index) {
    const isMapping = events[node]?.type === EVENT.MAPPING;
    let child = node + 1;
    for (let position = 0; ; position++) {
      const key = events[child];
      const value = isMapping ? skipNode(events, child) : child;
      const end = skipNode(events, value);
      if (end > index) {
        path.push(isMapping && key?.type === EVENT.SCALAR ? key.value : position);
        // The collection may be in a key, which Go rejects only after it has composed it.
        node = value > index ? child : value;
        break;
      }
      child = end;
    }
  }
  return path;
}
