import type { Event } from "js-yaml";
import type { FieldPath } from "../../api/field-path.ts";
import { eventOffset, pathOf } from "./events.ts";

/** A key that a mapping holds twice; the last value counts, as for kubectl. */
export interface DuplicateKey {
  readonly path: FieldPath;
  readonly key: string;
  /** The offset of the later key in the source, and of its value. */
  readonly offset: number;
  readonly valueOffset: number;
}

/** Nobody reads more of them, and to find the path of each takes a walk through the document. */
const MAX_DUPLICATES = 100;

/** Collects the duplicate keys of a document. */
export class DuplicateKeys {
  readonly found: DuplicateKey[] = [];
  readonly #source: string;
  readonly #events: readonly Event[];

  constructor(source: string, events: readonly Event[]) {
    this.#source = source;
    this.#events = events;
  }

  /** Notes the later of two keys; the mapping, the key and its value are indexes of events. */
  add(key: string, mapping: number, keyNode: number, valueNode: number): void {
    if (this.found.length >= MAX_DUPLICATES) return;
    const offset = this.#offset(keyNode);
    const valueOffset = Math.max(offset, this.#offset(valueNode));
    this.found.push({ path: pathOf(this.#source, this.#events, mapping), key, offset, valueOffset });
  }

  #offset(index: number): number {
    const event = this.#events[index];
    return event === undefined ? this.#source.length : eventOffset(event);
  }
}
