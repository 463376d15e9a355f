import type { FieldPath } from "../../api/field-path.ts";
import { EVENT, NOTHING, resolveAliases, type Event } from "./parse/events.ts";
import { endOfScalar } from "./scalar-end.ts";

/** A mapping with more keys than these is indexed, and not searched for each key. */
const MANY_KEYS = 100;

interface Entry {
  /** The event of the key, or of the item of a list. */
  readonly key: number;
  readonly node: number;
  readonly offset: number;
}

/** A field in a text. */
interface Range {
  /** The beginning of its key, or of the item in a list. */
  readonly offset: number;
  /**
   * The offset after its value if that is a scalar or an alias, otherwise after its key. Of an item that is a mapping, it is that of the first field.
   * Undefined for the document itself.
   */
  readonly end: number | undefined;
}

/** The offset of the first document. An alias cannot be at this place. */
export function rootOffset(events: readonly Event[]): number {
  return Math.max(0, events[1]?.offset ?? 0);
}

/** Finds the fields of a document's events. */
export class Locator {
  readonly #events: readonly Event[];
  /** For each event that begins a node, the index of the event after the node. */
  readonly #ends: Int32Array;
  /** The node of each alias; undefined before the first alias on a path. Few documents have aliases. */
  #aliases: ReadonlyMap<number, number> | undefined;
  /** The keys of each large mapping of a previous look-up. */
  #keys: Map<number, ReadonlyMap<string, Entry>> | undefined;
  /** The path of the last look-up: each step, its node (NOTHING if there is none) and the entry found so far; undefined for the document itself. */
  readonly #trail: { readonly step: string | number; readonly node: number; readonly entry: Entry | undefined }[] = [];
  /** The result of the last look-up. */
  #last: { readonly entry: Entry | undefined; readonly range: Range } | undefined;
  /** The items of each list of a previous look-up. A list may contain a whole cluster. */
  #items: Map<number, readonly number[]> | undefined;

  /** @param ends the ends of the nodes, from composing the document */
  constructor(events: readonly Event[], ends: Int32Array) {
    this.#events = events;
    this.#ends = ends;
  }

  /**
   * Returns the range of the field at `path` in the first document. For a field that is not set, it is the range of its nearest existing parent. The
   * same range as the last one is the same object: a violation is often about several fields that are not set in one parent. It follows aliases and
   * merge keys.
   *
   * @param text the text of the events
   */
  rangeOf(path: FieldPath, text: string): Range {
    const entry = this.#entryAt(path);
    if (this.#last === undefined || this.#last.entry !== entry) {
      const range =
        entry === undefined
          ? { offset: rootOffset(this.#events), end: undefined }
          : { offset: entry.offset, end: this.#endOfEntry(entry, text) };
      this.#last = { entry, range };
    }
    return this.#last.range;
  }

  #entryAt(path: FieldPath): Entry | undefined {
    const trail = this.#trail;
    // Consecutive look-ups mostly differ in the last step alone.
    let depth = 0;
    while (depth < path.length && depth < trail.length && trail[depth]?.step === path[depth]) depth++;
    trail.length = depth;
    let { node, entry: last } = trail[depth - 1] ?? { node: 1, entry: undefined };
    for (; depth < path.length && node !== NOTHING; depth++) {
      const step = path[depth] ?? "";
      const entry = typeof step === "number" ? this.#item(node, step) : this.#entry(node, step);
      if (entry !== undefined && entry.offset !== NOTHING) last = entry;
      node = entry === undefined ? NOTHING : this.#follow(entry.node);
      trail.push({ step, node, entry: last });
    }
    return last;
  }

  #endOfEntry({ key, node, offset }: Entry, text: string): number {
    const event = this.#events[key];
    if (event?.type === EVENT.MAPPING) {
      const first = key + 1;
      const begin = this.#offset(first);
      if (this.#events[first]?.type !== EVENT.SCALAR || begin === NOTHING) return offset + 1;
      return this.#endOfEntry({ key: first, node: this.#end(first), offset: begin }, text);
    }
    return (key === node ? undefined : this.#endOfNode(node, text)) ?? this.#endOfNode(key, text) ?? offset + 1;
  }

  /** Undefined for a collection, and for a scalar without a text. */
  #endOfNode(index: number, text: string): number | undefined {
    const event = this.#events[index];
    if (event === undefined || event.offset === NOTHING) return undefined;
    if (event.type === EVENT.SCALAR) return endOfScalar(text, event.offset, event.value);
    return event.type === EVENT.ALIAS ? event.offset + 1 + event.value.length : undefined;
  }

  #follow(index: number): number {
    if (this.#events[index]?.type !== EVENT.ALIAS) return index;
    this.#aliases ??= resolveAliases(this.#events);
    return this.#aliases.get(index) ?? index;
  }

  #end(index: number): number {
    return this.#ends[index] ?? this.#events.length;
  }

  /** The nodes directly inside a list. */
  *#children(collection: number): Generator<number, undefined> {
    let child = collection + 1;
    while ((this.#events[child]?.type ?? EVENT.POP) !== EVENT.POP) {
      yield child;
      child = this.#end(child);
    }
  }

  #item(sequence: number, position: number): Entry | undefined {
    if (this.#events[sequence]?.type !== EVENT.SEQUENCE) return undefined;
    let items = this.#items?.get(sequence);
    if (items === undefined) (this.#items ??= new Map()).set(sequence, (items = [...this.#children(sequence)]));
    const node = items[position];
    return node === undefined ? undefined : { key: node, node, offset: this.#offset(node) };
  }

  #entry(mapping: number, key: string): Entry | undefined {
    if (this.#events[mapping]?.type !== EVENT.MAPPING) return undefined;
    const known = this.#keys?.get(mapping);
    if (known !== undefined) return known.get(key);
    let found: Entry | undefined;
    let count = 0;
    let hasMerge = false;
    let keyNode = mapping + 1;
    while ((this.#events[keyNode]?.type ?? EVENT.POP) !== EVENT.POP) {
      const value = this.#end(keyNode);
      count++;
      // Of duplicate keys the last one wins, and a merge key counts at its position.
      if (this.#isScalar(keyNode, key)) found = { key: keyNode, node: value, offset: this.#offset(keyNode) };
      else if (this.#isScalar(keyNode, "<<")) {
        hasMerge = true;
        found = this.#merged(value, key) ?? found;
      }
      keyNode = this.#end(value);
    }
    if (count > MANY_KEYS && !hasMerge) (this.#keys ??= new Map()).set(mapping, this.#readKeys(mapping));
    return found;
  }

  #readKeys(mapping: number): ReadonlyMap<string, Entry> {
    const keys = new Map<string, Entry>();
    let keyNode = mapping + 1;
    for (;;) {
      const event = this.#events[keyNode];
      if (event === undefined || event.type === EVENT.POP) return keys;
      const value = this.#end(keyNode);
      if (event.type === EVENT.SCALAR && event.offset !== NOTHING) {
        keys.set(event.value, { key: keyNode, node: value, offset: this.#offset(keyNode) });
      }
      keyNode = this.#end(value);
    }
  }

  #merged(value: number, key: string): Entry | undefined {
    const target = this.#follow(value);
    if (this.#events[target]?.type !== EVENT.SEQUENCE) return this.#entry(target, key);
    for (const member of this.#children(target)) {
      const found = this.#entry(this.#follow(member), key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #isScalar(index: number, text: string): boolean {
    const event = this.#events[index];
    return event?.type === EVENT.SCALAR && event.offset !== NOTHING && event.value === text;
  }

  #offset(index: number): number {
    return this.#events[index]?.offset ?? NOTHING;
  }
}
