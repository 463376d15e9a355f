import { YamlFault } from "../yaml-fault.ts";
import { findRest } from "./document-end.ts";
import { addEvent } from "./event-list.ts";
import { EVENT, Event, NOTHING, POP } from "./events.ts";
import { Scanner } from "../scan/scanner.ts";
import { TagPrefixes } from "./tag-prefixes.ts";
import { TOKEN, type TokenType } from "../scan/tokens.ts";

/** The events of the first document of a text. */
export interface ParsedEvents {
  /** One event for the document, then its node; empty if there is no document. */
  readonly events: readonly Event[];
  /** The offset of further text after the document, which kubectl ignores. */
  readonly rest: number | undefined;
}

/** Far above the depth of any API object, and well within the stack. go-yaml's own limit is 10,000. */
const MAX_DEPTH = 1000;

/** Parses the first document of a text into events: parserc.go of go.yaml.in/yaml/v2 v2.4.4. */
export class Parser {
  readonly #scanner: Scanner;
  readonly #events: Event[] = [];
  readonly #tags = new TagPrefixes();
  #depth = 0;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  /** The last offset that the scanner looked at. */
  get at(): number {
    return this.#scanner.cursor.at;
  }

  parse(): ParsedEvents {
    const scanner = this.#scanner;
    const { offset } = scanner.token;
    if (scanner.peek() === TOKEN.STREAM_END) return { events: this.#events, rest: undefined };
    this.#tags.readDirectives(scanner);
    this.#events.push(new Event(EVENT.DOCUMENT, offset));
    if (scanner.peek() === TOKEN.DOCUMENT_START) {
      scanner.skip();
      if (this.#isDocumentEmpty()) this.#empty();
      else this.#node(true, false);
    } else {
      this.#node(true, false);
    }
    return { events: this.#events, rest: this.#rest() };
  }

  #rest(): number | undefined {
    const type = this.#scanner.peek();
    if (type === TOKEN.STREAM_END) return undefined;
    const isMark = type === TOKEN.DOCUMENT_END || type === TOKEN.DOCUMENT_START;
    return isMark ? findRest(this.#scanner.cursor.clone()) : this.#scanner.token.offset;
  }

  #isDocumentEmpty(): boolean {
    const type = this.#scanner.peek();
    return (
      type === TOKEN.DIRECTIVE ||
      type === TOKEN.DOCUMENT_START ||
      type === TOKEN.DOCUMENT_END ||
      type === TOKEN.STREAM_END
    );
  }

  #fail(message: string): never {
    const scanner = this.#scanner;
    const isUnclosed = scanner.peek() === TOKEN.STREAM_END && scanner.isInFlow;
    throw new YamlFault(isUnclosed ? "found the end before a closing ] or }" : message, scanner.token.offset);
  }

  #empty(anchor = "", tag = ""): void {
    addEvent(this.#events, new Event(EVENT.SCALAR, NOTHING, "", true, anchor, tag), this.#scanner.token.offset);
  }

  /** @param mayBeIndentless whether the hyphens of a list may be in the same column as the key of the list */
  #node(isBlock: boolean, mayBeIndentless: boolean): void {
    const scanner = this.#scanner;
    let type = scanner.peek();
    if (type === TOKEN.ALIAS) {
      const { offset, value } = scanner.token;
      addEvent(this.#events, new Event(EVENT.ALIAS, offset, value), offset);
      return scanner.skip();
    }
    let anchor = "";
    let tag = "";
    if (type === TOKEN.ANCHOR || type === TOKEN.TAG) {
      const first = type;
      if (first === TOKEN.TAG) tag = this.#tag();
      else anchor = this.#anchor();
      type = scanner.peek();
      if (type === TOKEN.TAG && first === TOKEN.ANCHOR) tag = this.#tag();
      else if (type === TOKEN.ANCHOR && first === TOKEN.TAG) anchor = this.#anchor();
      type = scanner.peek();
    }
    const { offset, value, isPlain } = scanner.token;
    if (type === TOKEN.SCALAR) {
      addEvent(this.#events, new Event(EVENT.SCALAR, offset, value, isPlain, anchor, tag), offset);
      return scanner.skip();
    }
    const isCollection =
      type === TOKEN.FLOW_SEQUENCE_START ||
      type === TOKEN.FLOW_MAPPING_START ||
      (isBlock && (type === TOKEN.BLOCK_SEQUENCE_START || type === TOKEN.BLOCK_MAPPING_START)) ||
      (mayBeIndentless && type === TOKEN.BLOCK_ENTRY);
    if (isCollection) return this.#collection(type, offset, anchor, tag);
    if (anchor === "" && tag === "") this.#fail("did not find expected node content");
    this.#empty(anchor, tag);
  }

  #anchor(): string {
    const { value } = this.#scanner.token;
    this.#scanner.skip();
    return value;
  }

  #tag(): string {
    const tag = this.#tags.resolve(this.#scanner.token);
    this.#scanner.skip();
    return tag;
  }

  /** @param type the first token of the collection */
  #collection(type: TokenType, offset: number, anchor: string, tag: string): void {
    if (++this.#depth > MAX_DEPTH) this.#fail(`more than ${MAX_DEPTH} lists and mappings inside each other`);
    const isMapping = type === TOKEN.BLOCK_MAPPING_START || type === TOKEN.FLOW_MAPPING_START || type === TOKEN.KEY;
    const kind = isMapping ? EVENT.MAPPING : EVENT.SEQUENCE;
    addEvent(this.#events, new Event(kind, offset, "", false, anchor, tag), offset);
    if (type !== TOKEN.BLOCK_ENTRY) this.#scanner.skip();
    if (type === TOKEN.BLOCK_MAPPING_START) this.#blockPairs();
    else if (type === TOKEN.BLOCK_SEQUENCE_START) this.#blockItems();
    else if (type === TOKEN.BLOCK_ENTRY) this.#indentlessItems();
    else if (type === TOKEN.FLOW_MAPPING_START) this.#flowPairs();
    else if (type === TOKEN.FLOW_SEQUENCE_START) this.#flowItems();
    else this.#flowItemPair();
    this.#events.push(POP);
    this.#depth--;
  }

  #blockItems(): void {
    const scanner = this.#scanner;
    while (scanner.peek() === TOKEN.BLOCK_ENTRY) {
      scanner.skip();
      const type = scanner.peek();
      if (type === TOKEN.BLOCK_ENTRY || type === TOKEN.BLOCK_END) this.#empty();
      else this.#node(true, false);
    }
    if (scanner.peek() !== TOKEN.BLOCK_END) this.#fail("did not find expected '-' indicator");
    scanner.skip();
  }

  #indentlessItems(): void {
    const scanner = this.#scanner;
    while (scanner.peek() === TOKEN.BLOCK_ENTRY) {
      scanner.skip();
      if (scanner.peek() === TOKEN.BLOCK_ENTRY || endsBlockPart(scanner.peek())) this.#empty();
      else this.#node(true, false);
    }
  }

  #blockPairs(): void {
    const scanner = this.#scanner;
    while (scanner.peek() === TOKEN.KEY) {
      scanner.skip();
      this.#blockPart();
      if (scanner.peek() === TOKEN.VALUE) {
        scanner.skip();
        this.#blockPart();
      } else {
        this.#empty();
      }
    }
    if (scanner.peek() !== TOKEN.BLOCK_END) this.#fail("did not find expected key");
    scanner.skip();
  }

  /** Parses a key or a value, which may be missing. */
  #blockPart(): void {
    if (endsBlockPart(this.#scanner.peek())) this.#empty();
    else this.#node(true, true);
  }

  #flowItems(): void {
    const scanner = this.#scanner;
    for (let isFirst = true; scanner.peek() !== TOKEN.FLOW_SEQUENCE_END; isFirst = false) {
      if (!isFirst && !this.#skipComma("did not find expected ',' or ']'", TOKEN.FLOW_SEQUENCE_END)) break;
      if (scanner.peek() === TOKEN.KEY) this.#collection(TOKEN.KEY, scanner.token.offset, "", "");
      else this.#node(false, false);
    }
    scanner.skip();
  }

  /** @returns whether something follows the comma */
  #skipComma(message: string, end: TokenType): boolean {
    if (this.#scanner.peek() !== TOKEN.FLOW_ENTRY) this.#fail(message);
    this.#scanner.skip();
    return this.#scanner.peek() !== end;
  }

  /** Parses a mapping of one pair without braces. */
  #flowItemPair(): void {
    const scanner = this.#scanner;
    const type = scanner.peek();
    if (type === TOKEN.VALUE || type === TOKEN.FLOW_ENTRY || type === TOKEN.FLOW_SEQUENCE_END) {
      // go-yaml removes the token, and looks for the value after it.
      scanner.skip();
      this.#empty();
    } else {
      this.#node(false, false);
    }
    this.#flowValue(TOKEN.FLOW_SEQUENCE_END);
  }

  #flowPairs(): void {
    const scanner = this.#scanner;
    for (let isFirst = true; scanner.peek() !== TOKEN.FLOW_MAPPING_END; isFirst = false) {
      if (!isFirst && !this.#skipComma("did not find expected ',' or '}'", TOKEN.FLOW_MAPPING_END)) break;
      if (scanner.peek() === TOKEN.KEY) {
        scanner.skip();
        const type = scanner.peek();
        if (type === TOKEN.VALUE || type === TOKEN.FLOW_ENTRY || type === TOKEN.FLOW_MAPPING_END) this.#empty();
        else this.#node(false, false);
        this.#flowValue(TOKEN.FLOW_MAPPING_END);
      } else {
        this.#node(false, false);
        this.#empty();
      }
    }
    scanner.skip();
  }

  #flowValue(end: TokenType): void {
    const scanner = this.#scanner;
    if (scanner.peek() === TOKEN.VALUE) {
      scanner.skip();
      const type = scanner.peek();
      if (type !== TOKEN.FLOW_ENTRY && type !== end) return this.#node(false, false);
    }
    this.#empty();
  }
}

/** Whether a token cannot begin a key or a value of a block. */
function endsBlockPart(type: TokenType): boolean {
  return type === TOKEN.KEY || type === TOKEN.VALUE || type === TOKEN.BLOCK_END;
}
