import { TAB, isBlankOrEnd, isBreak, startsPlain } from "./characters.ts";
import { scanBlock } from "./scan-block.ts";
import { scanPlain, scanQuoted } from "./scan-flow.ts";
import { scanAnchor, scanDirective, scanTag } from "./scan-properties.ts";
import { TokenQueue } from "./token-queue.ts";
import { BEFORE, TOKEN, type TokenType } from "./tokens.ts";

const COMMENT = 0x23;

/**
 * Scans the tokens of a text as go.yaml.in/yaml/v2 v2.4.4 does (scannerc.go), one at a time, so that it does not read
 * text after the first document. The parser checks the limits of nesting.
 *
 * Each method throws a YamlFault if go-yaml rejects the text.
 */
export class Scanner extends TokenQueue {
  #indent = -1;
  readonly #indents: number[] = [];

  protected override fetch(): void {
    this.#skipToToken();
    const { cursor } = this;
    const { text, at } = cursor;
    const code = cursor.code;
    if (code === 0) return this.#fetchEnd();
    const column = cursor.column;
    this.#unroll(column);
    if (column === 0) {
      if (code === 0x25) return this.#fetchDirective();
      if (cursor.isDocumentMark()) return this.#fetchDocumentMark(code);
    }
    const isInFlow = this.flowLevel > 0;
    const next = text.charCodeAt(at + 1);
    switch (code) {
      case 0x5b:
        return this.#openFlow(TOKEN.FLOW_SEQUENCE_START);
      case 0x7b:
        return this.#openFlow(TOKEN.FLOW_MAPPING_START);
      case 0x5d:
        return this.#closeFlow(TOKEN.FLOW_SEQUENCE_END);
      case 0x7d:
        return this.#closeFlow(TOKEN.FLOW_MAPPING_END);
      case 0x2c:
        this.removeKey();
        this.isKeyAllowed = true;
        return this.#indicator(TOKEN.FLOW_ENTRY);
      case 0x2d:
        return isBlankOrEnd(next) ? this.#fetchBlockEntry() : this.#fetchPlain();
      case 0x3f:
        return isInFlow || isBlankOrEnd(next) ? this.#fetchKey() : this.#fetchPlain();
      case 0x3a:
        return isInFlow || isBlankOrEnd(next) ? this.#fetchValue() : this.#fetchPlain();
      case 0x2a:
        return this.#fetchNamed(TOKEN.ALIAS);
      case 0x26:
        return this.#fetchNamed(TOKEN.ANCHOR);
      case 0x21:
        this.saveKey(this.#indent);
        this.add(TOKEN.TAG, at).detail = scanTag(cursor);
        return;
      case 0x7c:
      case 0x3e:
        if (!isInFlow) return this.#fetchBlock();
        break;
      case 0x27:
      case 0x22:
        this.saveKey(this.#indent);
        this.add(TOKEN.SCALAR, at, scanQuoted(cursor));
        return;
      default:
        if (startsPlain(code)) return this.#fetchPlain();
    }
    const found = code === TAB ? "a tab; indent with spaces" : `${text.charAt(at)}; put the value in quotes`;
    cursor.fail(`found character that cannot start any token: ${found}`);
  }

  /** Skips white space, comments and empty lines. */
  #skipToToken(): void {
    const { cursor } = this;
    for (;;) {
      if (this.flowLevel > 0 || !this.isKeyAllowed) cursor.skipBlanks();
      else cursor.skipSpaces();
      const { code } = cursor;
      if (code === COMMENT) cursor.skipComment();
      else if (!isBreak(code)) return;
      if (!isBreak(cursor.code)) return;
      cursor.readBreak();
      if (this.flowLevel === 0) this.isKeyAllowed = true;
    }
  }

  /** Begins a block if the column is deeper than that of the last block. Brackets have no blocks. */
  #roll(column: number): boolean {
    if (this.flowLevel > 0 || this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  #unroll(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.#indent > column) {
      this.add(TOKEN.BLOCK_END, this.cursor.at);
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #indicator(type: TokenType): void {
    this.add(type, this.cursor.at);
    this.cursor.at++;
  }

  #fetchEnd(): void {
    this.#unroll(-1);
    this.removeKey();
    this.isKeyAllowed = false;
    this.add(TOKEN.STREAM_END, this.cursor.at);
  }

  #fetchDirective(): void {
    this.#unroll(-1);
    this.removeKey();
    this.isKeyAllowed = false;
    const { at } = this.cursor;
    this.add(TOKEN.DIRECTIVE, at).detail = scanDirective(this.cursor);
  }

  #fetchDocumentMark(code: number): void {
    this.#unroll(-1);
    this.removeKey();
    this.isKeyAllowed = false;
    this.add(code === 0x2d ? TOKEN.DOCUMENT_START : TOKEN.DOCUMENT_END, this.cursor.at);
    this.cursor.at += 3;
  }

  #openFlow(type: TokenType): void {
    this.saveKey(this.#indent);
    const { cursor } = this;
    const token = this.add(type, cursor.at++);
    token.mayBeKey = true;
    this.flowLevel++;
    const key = this.key;
    key.isPossible = false;
    key.token = token;
    this.isKeyAllowed = true;
  }

  #closeFlow(type: TokenType): void {
    this.removeKey();
    if (this.flowLevel > 0) {
      // If no key could begin inside the brackets, this is the opening bracket: go-yaml then passes it on, although it
      // may begin a key.
      const { token } = this.key;
      if (token !== undefined) token.key = undefined;
      this.flowLevel--;
    }
    this.isKeyAllowed = false;
    this.#indicator(type);
  }

  #fetchBlockEntry(): void {
    const { cursor } = this;
    if (this.flowLevel === 0) {
      if (!this.isKeyAllowed) cursor.fail("block sequence entries are not allowed in this context");
      if (this.#roll(cursor.column)) this.add(TOKEN.BLOCK_SEQUENCE_START, cursor.at);
    }
    this.removeKey();
    this.isKeyAllowed = true;
    this.#indicator(TOKEN.BLOCK_ENTRY);
  }

  #fetchKey(): void {
    this.#openMapping("mapping keys are not allowed in this context");
    this.removeKey();
    this.isKeyAllowed = this.flowLevel === 0;
    this.#indicator(TOKEN.KEY);
  }

  #openMapping(fault: string): void {
    const { cursor } = this;
    if (this.flowLevel > 0) return;
    if (!this.isKeyAllowed) cursor.fail(fault);
    if (this.#roll(cursor.column)) this.add(TOKEN.BLOCK_MAPPING_START, cursor.at);
  }

  #fetchValue(): void {
    const key = this.key;
    const { token } = key;
    if (this.isValid(key) && token !== undefined) {
      const isFirst = this.#roll(key.column);
      if (!token.isRead) {
        token.before = isFirst ? BEFORE.MAPPING_AND_KEY : BEFORE.KEY;
      } else {
        this.add(TOKEN.KEY, key.offset);
        if (isFirst) this.add(TOKEN.BLOCK_MAPPING_START, key.offset);
      }
      key.isPossible = false;
      this.isKeyAllowed = false;
    } else {
      this.#openMapping("mapping values are not allowed in this context");
      this.isKeyAllowed = this.flowLevel === 0;
    }
    this.#indicator(TOKEN.VALUE);
  }

  #fetchNamed(type: TokenType): void {
    this.saveKey(this.#indent);
    const { at } = this.cursor;
    this.add(type, at, scanAnchor(this.cursor));
  }

  #fetchBlock(): void {
    this.removeKey();
    this.isKeyAllowed = true;
    const { at } = this.cursor;
    this.add(TOKEN.SCALAR, at, scanBlock(this.cursor, this.#indent));
  }

  #fetchPlain(): void {
    this.saveKey(this.#indent);
    const { cursor } = this;
    const { at } = cursor;
    const value = scanPlain(cursor, this.flowLevel > 0, this.#indent);
    if (cursor.endedLine) this.isKeyAllowed = true;
    this.add(TOKEN.SCALAR, at, value, true);
  }
}
