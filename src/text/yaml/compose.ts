import { setKey } from "../../api/record.ts";
import { AliasBudget } from "./alias-budget.ts";
import { DuplicateKeys, type DuplicateKey } from "./duplicate-keys.ts";
import { EVENT, resolveAliases, skipNode, type Event } from "./parse/events.ts";
import { formatKey, resolvePlain, resolveTagged, type Scalar } from "./scalar.ts";
import { YamlFault } from "./yaml-fault.ts";

/** The value that Go would decode from the events of a document, and its duplicate keys. */
export interface Composed {
  readonly value: unknown;
  readonly duplicates: readonly DuplicateKey[];
  /** For each event that begins a node, the event after the node. */
  readonly ends: Int32Array;
}

/** Go's message without the name, which may be a password without quotes. */
const UNKNOWN_ANCHOR = "unknown anchor referenced; text that begins with * needs quotes";

/** The tags with which `<<` is a merge key, even in quotes; `!` means no tag. */
const MERGE_TAGS = new Set(["tag:yaml.org,2002:merge", "!"]);

/**
 * Composes the events of a document as sigs.k8s.io/yaml v1.6.0 over go.yaml.in/yaml/v2 v2.4.4 does, and so kubectl.
 * Keys that are not strings become strings. Of duplicate keys the last one wins. A merge key counts at its position:
 * later keys override it, and it overrides earlier ones. Aliases are expanded within Go's limits.
 *
 * @throws YamlFault with Go's message, without its quotations of the document
 */
export function composeDocument(events: readonly Event[]): Composed {
  return new Composer(events).compose();
}

class Composer {
  readonly #events: readonly Event[];
  readonly #duplicates: DuplicateKeys;
  readonly #ends: Int32Array;
  /** The event after the node that was composed last. */
  #next = 0;
  readonly #budget = new AliasBudget();
  #aliasDepth = 0;
  readonly #openAliases = new Set<number>();
  #aliasTargets: ReadonlyMap<number, number> | undefined;

  constructor(events: readonly Event[]) {
    this.#events = events;
    this.#duplicates = new DuplicateKeys(events);
    this.#ends = new Int32Array(events.length);
  }

  compose(): Composed {
    const value = this.#node(1);
    return { value, duplicates: this.#duplicates.found, ends: this.#ends };
  }

  #node(index: number): unknown {
    this.#countDecoded(index);
    const event = this.#event(index);
    switch (event.type) {
      case EVENT.SCALAR:
        this.#endNode(index, index + 1);
        return this.#finite(this.#scalar(event, index), index);
      case EVENT.SEQUENCE:
        return this.#sequence(index);
      case EVENT.MAPPING:
        return this.#mapping(index);
      case EVENT.ALIAS:
        return this.#throughAlias(index);
      default:
        throw this.#error("unexpected end of the document", index);
    }
  }

  /** Notes that the node at `index` is composed and the next one begins at `next`. */
  #endNode(index: number, next: number): void {
    this.#ends[index] = next;
    this.#next = next;
  }

  #event(index: number): Event {
    const event = this.#events[index];
    if (event === undefined) throw this.#error("unexpected end of the document", index - 1);
    return event;
  }

  #countDecoded(index: number): void {
    if (!this.#budget.allows(this.#aliasDepth > 0)) throw this.#error("document contains excessive aliasing", index);
  }

  #scalar({ value, isPlain, tag }: Event, index: number): Scalar {
    if (tag === "") return isPlain ? resolvePlain(value) : value;
    try {
      return resolveTagged(tag, value);
    } catch (error) {
      throw this.#error(error instanceof Error ? error.message : String(error), index);
    }
  }

  /** JSON has neither NaN nor infinity, so Go's conversion from YAML to JSON fails here. */
  #finite(value: Scalar, index: number): Scalar {
    if (typeof value !== "number" || Number.isFinite(value)) return value;
    const name = Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    throw this.#error(`json: unsupported value: ${name}`, index);
  }

  #sequence(index: number): unknown[] {
    const items: unknown[] = [];
    let next = index + 1;
    while (this.#event(next).type !== EVENT.POP) {
      items.push(this.#node(next));
      next = this.#next;
    }
    this.#endNode(index, next + 1);
    return items;
  }

  #mapping(index: number): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    /** The keys that so far only a merge has set. */
    let merged: Set<string> | undefined;
    let next = index + 1;
    while (this.#event(next).type !== EVENT.POP) {
      const keyEvent = this.#event(next);
      if (keyEvent.type === EVENT.SCALAR && this.#isMerge(keyEvent)) {
        this.#endNode(next, next + 1);
        this.#merge(mapping, (merged ??= new Set()), next + 1);
      } else {
        const key = this.#key(next);
        const isDuplicate = this.#aliasDepth === 0 && Object.hasOwn(mapping, key) && merged?.delete(key) !== true;
        const valueNode = this.#next;
        setKey(mapping, key, this.#node(valueNode));
        if (isDuplicate) this.#duplicates.add(key, index, next, valueNode);
      }
      next = this.#next;
    }
    this.#endNode(index, next + 1);
    return mapping;
  }

  #isMerge({ value, isPlain, tag }: Event): boolean {
    return value === "<<" && (tag === "" ? isPlain : MERGE_TAGS.has(tag));
  }

  #merge(mapping: Record<string, unknown>, merged: Set<string>, index: number): void {
    if (this.#event(index).type !== EVENT.SEQUENCE) return this.#mergeOne(mapping, merged, index);
    const members: number[] = [];
    let next = index + 1;
    while (this.#event(next).type !== EVENT.POP) {
      members.push(next);
      next = skipNode(this.#events, next);
    }
    // Earlier members take precedence, so they are merged last.
    for (const member of members.toReversed()) this.#mergeOne(mapping, merged, member);
    this.#endNode(index, next + 1);
  }

  #mergeOne(mapping: Record<string, unknown>, merged: Set<string>, index: number): void {
    const event = this.#event(index);
    const target = event.type === EVENT.ALIAS ? this.#event(this.#aliasTarget(index)) : event;
    if (target.type !== EVENT.MAPPING) {
      throw this.#error("map merge requires map or sequence of maps as the value", index);
    }
    for (const [key, value] of Object.entries(this.#node(index) ?? {})) {
      if (!Object.hasOwn(mapping, key)) merged.add(key);
      setKey(mapping, key, value);
    }
  }

  #key(index: number): string {
    const event = this.#event(index);
    const target = event.type === EVENT.ALIAS ? this.#aliasTarget(index) : index;
    const scalar = this.#event(target);
    if (scalar.type !== EVENT.SCALAR) throw this.#error("invalid map key: a map or a list", index);
    this.#countDecoded(index);
    this.#endNode(index, index + 1);
    const value = this.#scalar(scalar, target);
    if (typeof value === "string") return value;
    const key = formatKey(value, scalar.value);
    if (key === undefined) {
      throw this.#error(`unsupported map key of type: ${value === null ? "<nil>" : "uint64"}`, index);
    }
    return key;
  }

  #throughAlias(index: number): unknown {
    const target = this.#aliasTarget(index);
    if (this.#openAliases.has(index)) throw this.#error("anchor value contains itself", index);
    this.#openAliases.add(index);
    this.#aliasDepth++;
    const value = this.#node(target);
    this.#aliasDepth--;
    this.#openAliases.delete(index);
    this.#endNode(index, index + 1);
    return value;
  }

  #aliasTarget(index: number): number {
    this.#aliasTargets ??= resolveAliases(this.#events);
    const target = this.#aliasTargets.get(index);
    if (target === undefined) throw this.#error(UNKNOWN_ANCHOR, index);
    return target;
  }

  #error(message: string, index: number): YamlFault {
    return new YamlFault(message, Math.max(0, this.#events[index]?.offset ?? 0));
  }
}
