import { EVENT_ID, SCALAR_STYLE, getScalarValue, type Event } from "js-yaml";
import type { FieldPath } from "../../api/field-path.ts";

/** js-yaml's offset of what is not there. */
export const NOTHING = -1;

const NO_ALIASES: ReadonlyMap<number, number> = new Map();

/** For each alias event, the node that its name stood for at that place: an anchor may be given anew. */
export function resolveAliases(source: string, events: readonly Event[]): ReadonlyMap<number, number> {
  if (!source.includes("*")) return NO_ALIASES;
  const anchors = new Map<string, number>();
  const targets = new Map<number, number>();
  for (const [index, event] of events.entries()) {
    if (event.type === EVENT_ID.ALIAS) {
      const target = anchors.get(source.slice(event.anchorStart, event.anchorEnd));
      if (target !== undefined) targets.set(index, target);
    } else if ("anchorStart" in event && event.anchorStart !== NOTHING) {
      anchors.set(source.slice(event.anchorStart, event.anchorEnd), index);
    }
  }
  return targets;
}

/** The event after the node at `index`. */
export function skipNode(events: readonly Event[], index: number): number {
  let depth = 0;
  let next = index;
  do {
    const type = events[next]?.type;
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) depth++;
    else if (type === EVENT_ID.POP) depth--;
    next++;
  } while (depth > 0 && next < events.length);
  return next;
}

/** The path from the root of the first document to the collection at `index`; keys are as they are written. */
export function pathOf(source: string, events: readonly Event[], index: number): FieldPath {
  const path: (string | number)[] = [];
  let node = 1;
  while (node !== index) {
    const isMapping = events[node]?.type === EVENT_ID.MAPPING;
    let child = node + 1;
    for (let position = 0; ; position++) {
      const key = events[child];
      const value = isMapping ? skipNode(events, child) : child;
      const end = skipNode(events, value);
      if (end > index) {
        path.push(isMapping && key?.type === EVENT_ID.SCALAR ? getScalarValue(source, key) : position);
        // It may stand in a key, which Go refuses only once it has been composed.
        node = value > index ? child : value;
        break;
      }
      child = end;
    }
  }
  return path;
}

/** Where a node begins in the source; an empty one has no place of its own and gives -1. */
export function eventOffset(event: Event): number {
  switch (event.type) {
    case EVENT_ID.SCALAR: {
      const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
      return quoted ? event.valueStart - 1 : event.valueStart;
    }
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start;
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    default:
      return NOTHING;
  }
}
