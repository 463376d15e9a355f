import type { TextEntry, TextNode } from "../../api/text-layout.ts";
import { EVENT, NOTHING, type Event } from "../yaml/parse/events.ts";
import { Cursor } from "../yaml/scan/cursor.ts";
import { endWithoutBlanks } from "../yaml/scan/characters.ts";
import { scanBlock } from "../yaml/scan/scan-block.ts";
import { scanPlain, scanQuoted } from "../yaml/scan/scan-flow.ts";

const BRACKETS = new Set(["[", "{"]);

/**
 * Finds the places of the nodes in a YAML document.
 *
 * @param events the events of the document, at least that of the document and of one node
 * @param ends for each event that begins a node, the event after the node
 */
export function layoutYaml(text: string, events: readonly Event[], ends: Int32Array): TextNode {
  return new YamlText(text, events, ends).node(1, () => 0, { indent: -1, isFlow: false });
}

/** The surroundings of a node, on which the end of a plain or block scalar depends. */
interface Context {
  /** The column of the innermost block; -1 at the root. */
  readonly indent: number;
  readonly isFlow: boolean;
}

class YamlText {
  readonly text: string;
  readonly #events: readonly Event[];
  readonly #ends: Int32Array;
  #cursor: Cursor | undefined;
  #aliases: ReadonlySet<string> | undefined;

  constructor(text: string, events: readonly Event[], ends: Int32Array) {
    this.text = text;
    this.#events = events;
    this.#ends = ends;
  }

  /** @param after finds the place of a value without any text */
  node(index: number, after: () => number, context: Context): TextNode {
    const event = this.#event(index);
    const { type, offset, anchor, tag } = event;
    const isEmpty = offset === NOTHING;
    const start = isEmpty ? after() : offset;
    const shared: Facts = { start, isEmpty, anchor, hasTag: tag !== "", isShared: this.#isShared(anchor) };
    if (type === EVENT.ALIAS) {
      const end = start + 1 + event.value.length;
      return { ...shared, type: "alias", anchor: event.value, isFlow: false, end, entries: [] };
    }
    if (type === EVENT.SCALAR) return new ScalarNode(this, shared, event, context);
    const isFlow = BRACKETS.has(this.text.charAt(start));
    const isBare = !isFlow && context.isFlow;
    const kind = type === EVENT.MAPPING ? "mapping" : "sequence";
    const inner = isFlow || context.isFlow ? { ...context, isFlow: true } : { indent: this.#column(start), isFlow };
    return new Collection(this, shared, { index, type: isBare ? "other" : kind, isFlow, inner });
  }

  /** The entries of a collection. */
  *entries(collection: number, context: Context): Generator<TextEntry, undefined> {
    const isMapping = this.#event(collection).type === EVENT.MAPPING;
    let previous: TextNode | undefined;
    let child = collection + 1;
    const after = (): number => previous?.end ?? this.#event(collection).offset + 1;
    while (this.#event(child).type !== EVENT.POP) {
      const key = isMapping ? this.node(child, after, context) : undefined;
      const valueIndex = isMapping ? this.#end(child) : child;
      const value = this.node(valueIndex, key === undefined ? after : () => this.#afterColon(key.end), context);
      const isText = key?.type === "scalar" && !key.hasTag && key.anchor === "" && !key.isEmpty;
      yield new Entry(isText ? this.#event(child).value : undefined, key, value);
      previous = value;
      child = this.#end(valueIndex);
    }
  }

  /** The offset after the colon that follows a key. */
  #afterColon(end: number): number {
    const colon = /[ \t]*:/y;
    colon.lastIndex = end;
    return colon.test(this.text) ? colon.lastIndex : end;
  }

  /** The offset after the bracket that ends a flow collection, which only white space, comments and a comma precede. */
  endOfFlow(from: number): number {
    const rest = /(?:[\s,:]|(?<=\s)#[^\r\n]*)*[\]}]/y;
    rest.lastIndex = from;
    return rest.test(this.text) ? rest.lastIndex : from;
  }

  endOfScalar({ offset, value, isPlain }: Event, { indent, isFlow }: Context): number {
    const { text } = this;
    // The text of a plain scalar on one line is its value. Several lines have white space that their value does not have.
    if (isPlain && value !== "" && text.startsWith(value, offset)) return offset + value.length;
    const first = text.charAt(offset);
    const cursor = (this.#cursor ??= new Cursor(text));
    cursor.at = offset;
    const isQuoted = first === "'" || first === '"';
    // In quotes and in brackets only the beginning of a line matters, and not the column. A text may be one line, whose beginning is far away.
    cursor.lineStart = isQuoted || isFlow ? offset - Number(!this.#beginsLine(offset)) : this.#lineStart(offset);
    if (isQuoted) {
      scanQuoted(cursor);
      return cursor.at;
    }
    if ((first === "|" || first === ">") && !isFlow) {
      const header = /.[0-9]?\+/y;
      header.lastIndex = offset;
      const keepsBreaks = header.test(text);
      scanBlock(cursor, indent);
      const lines = text.slice(offset, Math.min(cursor.lineStart, text.length));
      return offset + (keepsBreaks ? lines.replace(/\r?\n$/, "").length : endWithoutBlanks(lines, 0, lines.length));
    }
    scanPlain(cursor, isFlow, indent);
    return endWithoutBlanks(text, offset, Math.min(cursor.at, text.length));
  }

  #beginsLine(offset: number): boolean {
    return offset === 0 || this.text[offset - 1] === "\n" || (offset === 1 && this.text.startsWith("\uFEFF"));
  }

  #column(offset: number): number {
    return offset - this.#lineStart(offset);
  }

  /** The beginning of a line. A byte order mark is no column. */
  #lineStart(offset: number): number {
    const start = this.text.lastIndexOf("\n", offset - 1) + 1;
    return start === 0 && this.text.startsWith("\uFEFF") ? 1 : start;
  }

  #isShared(anchor: string): boolean {
    if (anchor === "") return false;
    const names = (): string[] => this.#events.flatMap(({ type, value }) => (type === EVENT.ALIAS ? value : []));
    return (this.#aliases ??= new Set(names())).has(anchor);
  }

  #event(index: number): Event {
    const event = this.#events[index];
    if (event === undefined) throw new Error("a composed document has all events of its nodes");
    return event;
  }

  #end(index: number): number {
    // A key is no node of its own for the composer if it is a merge key.
    return Math.max(this.#ends[index] ?? 0, index + 1);
  }
}

/** The facts about a node that its event tells. */
type Facts = Pick<TextNode, "start" | "isEmpty" | "anchor" | "isShared" | "hasTag">;

const NO_ENTRIES: readonly TextEntry[] = [];

/** A key and its value, or an item. Few need the end of the key, which takes another scan of it. */
class Entry implements TextEntry {
  readonly key: string | undefined;
  readonly value: TextNode;
  readonly #node: TextNode;

  /** @param node the key; undefined for an item */
  constructor(key: string | undefined, node: TextNode | undefined, value: TextNode) {
    this.key = key;
    this.value = value;
    this.#node = node ?? value;
  }

  get start(): number {
    return this.#node.start;
  }

  get keyEnd(): number {
    return this.#node === this.value ? this.value.start : this.#node.end;
  }
}

/** A scalar, whose end is found when it is requested. */
class ScalarNode implements TextNode {
  readonly type = "scalar";
  readonly isFlow = false;
  readonly start: number;
  readonly isEmpty: boolean;
  readonly anchor: string;
  readonly isShared: boolean;
  readonly hasTag: boolean;
  readonly entries = NO_ENTRIES;
  readonly #text: YamlText;
  readonly #event: Event;
  readonly #context: Context;
  #end: number | undefined;

  constructor(text: YamlText, { start, isEmpty, anchor, isShared, hasTag }: Facts, event: Event, context: Context) {
    this.#text = text;
    this.#event = event;
    this.start = start;
    this.isEmpty = isEmpty;
    this.anchor = anchor;
    this.isShared = isShared;
    this.hasTag = hasTag;
    this.#context = context;
  }

  get end(): number {
    return (this.#end ??= this.isEmpty ? this.start : this.#text.endOfScalar(this.#event, this.#context));
  }
}

/** A list or a mapping, whose entries are found when they are requested: a list may contain a whole cluster. */
class Collection implements TextNode {
  readonly type: TextNode["type"];
  readonly isFlow: boolean;
  readonly start: number;
  readonly isEmpty = false;
  readonly anchor: string;
  readonly isShared: boolean;
  readonly hasTag: boolean;
  readonly #text: YamlText;
  readonly #index: number;
  readonly #inner: Context;
  #entries: readonly TextEntry[] | undefined;
  #end: number | undefined;

  constructor(
    text: YamlText,
    { start, anchor, isShared, hasTag }: Facts,
    own: Pick<TextNode, "type" | "isFlow"> & { readonly index: number; readonly inner: Context },
  ) {
    this.#text = text;
    this.start = start;
    this.anchor = anchor;
    this.isShared = isShared;
    this.hasTag = hasTag;
    this.type = own.type;
    this.isFlow = own.isFlow;
    this.#index = own.index;
    this.#inner = own.inner;
  }

  get entries(): readonly TextEntry[] {
    return (this.#entries ??= [...this.#text.entries(this.#index, this.#inner)]);
  }

  get end(): number {
    return (this.#end ??= this.#findEnd());
  }

  #findEnd(): number {
    const last = this.entries.at(-1)?.value.end ?? this.start + 1;
    return this.isFlow ? this.#text.endOfFlow(last) : last;
  }
}
