import type { FieldPath } from "../../api/field-path.ts";
import { EVENT, NOTHING, pathOf, skipNode, type Event } from "./parse/events.ts";

/** A duplicate key of a mapping. As in kubectl, the last value counts. */
export interface DuplicateKey {
  readonly path: FieldPath;
  readonly key: string;
  /** The offset of the later key in the source, and of its value. */
  readonly offset: number;
  readonly valueOffset: number;
  /** The text of the value that the later one replaces, for the keys that identify the lost object. */
  readonly earlier?: string;
}

/** More are of no use, and finding the path of each one takes a walk through the document. */
export const MAX_DUPLICATES = 100;

/** The keys that declare the type of an object. */
export const TYPE_KEYS: ReadonlySet<string> = new Set(["apiVersion", "kind"]);

/** Collects the duplicate keys of a document. */
export class DuplicateKeys {
  readonly found: DuplicateKey[] = [];
  readonly #events: readonly Event[];

  constructor(events: readonly Event[]) {
    this.#events = events;
  }

  /** Adds the later of two equal keys. The mapping, the key and its value are indexes of events. */
  add(key: string, mapping: number, keyNode: number, valueNode: number): void {
    if (this.found.length >= MAX_DUPLICATES) return;
    const offset = this.#offset(keyNode);
    const valueOffset = Math.max(offset, this.#offset(valueNode));
    const earlier = TYPE_KEYS.has(key) ? this.#textBefore(key, mapping, keyNode) : undefined;
    this.found.push({
      path: pathOf(this.#events, mapping),
      key,
      offset,
      valueOffset,
      ...(earlier !== undefined && { earlier }),
    });
  }

  /** The text of the last scalar value that a mapping has for a key before the key at `keyNode`. */
  #textBefore(key: string, mapping: number, keyNode: number): string | undefined {
    let text: string | undefined;
    for (let node = mapping + 1; node < keyNode;) {
      const name = this.#events[node];
      const valueNode = skipNode(this.#events, node);
      const value = this.#events[valueNode];
      if (name?.type === EVENT.SCALAR && name.value === key) {
        text = value?.type === EVENT.SCALAR ? value.value : undefined;
      }
      node = skipNode(this.#events, valueNode);
    }
    return text;
  }

  #offset(index: number): number {
    return this.#events[index]?.offset ?? NOTHING;
  }
}
