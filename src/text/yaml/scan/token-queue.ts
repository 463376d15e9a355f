import { Cursor } from "./cursor.ts";
import { BEFORE, SimpleKey, TOKEN, Token, type TokenType } from "./tokens.ts";

/** The largest distance between the beginning of a key without a `?` and its `:`, in characters. */
const MAX_KEY_LENGTH = 1024;

/**
 * A queue of tokens that are scanned and not yet read. A token that may begin a key without a `?` waits until it is
 * clear whether it does: scannerc.go of go.yaml.in/yaml/v2 v2.4.4.
 *
 * Each method throws a YamlFault if go-yaml rejects the text.
 */
export abstract class TokenQueue {
  readonly cursor: Cursor;
  /** The number of open brackets. */
  protected flowLevel = 0;
  protected isKeyAllowed = true;
  /** The waiting tokens, as a linked list. */
  #head: Token | undefined;
  #tail: Token | undefined;
  #isHeadReady = false;
  /** Tokens that have been read, for reuse: it saves most of the garbage. */
  #unused: Token | undefined;
  /** The possible key of each level of brackets. */
  readonly #keys: SimpleKey[] = [new SimpleKey()];
  /** The possible key that the next token begins. */
  #unclaimed: SimpleKey | undefined;

  constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  /** Whether the last token is inside brackets. */
  get isInFlow(): boolean {
    return this.flowLevel > 0;
  }

  /** Scans one or several more tokens. */
  protected abstract fetch(): void;

  /** Returns the type of the next token, without removing it. */
  peek(): TokenType {
    const { type, before } = this.token;
    if (before === BEFORE.NOTHING) return type;
    return before === BEFORE.KEY ? TOKEN.KEY : TOKEN.BLOCK_MAPPING_START;
  }

  /**
   * Returns the next token, without removing it. While peek returns KEY or BLOCK_MAPPING_START, it may be the token
   * after these.
   */
  get token(): Token {
    if (!this.#isHeadReady) this.#fetchMore();
    if (this.#head === undefined) throw new Error("there is a token, or there was a fault");
    return this.#head;
  }

  skip(): void {
    const { token } = this;
    this.#isHeadReady = false;
    if (token.before !== BEFORE.NOTHING) {
      token.before--;
      return;
    }
    this.#head = token.next;
    if (token.next === undefined) this.#tail = undefined;
    token.isRead = true;
    if (token.mayBeKey && !this.#releases(token)) return;
    token.next = this.#unused;
    this.#unused = token;
  }

  /** Whether a token that may have begun a key is not in use any more. Between brackets, a bracket may still be. */
  #releases(token: Token): boolean {
    const [outer] = this.#keys;
    const { key } = token;
    if (key === undefined || key !== outer || key.isPossible) return false;
    if (key.token === token) key.token = undefined;
    token.key = undefined;
    token.mayBeKey = false;
    return true;
  }

  #fetchMore(): void {
    for (;;) {
      const token = this.#head;
      if (token !== undefined) {
        const { key } = token;
        if (key === undefined || key.token !== token || !this.isValid(key)) break;
      }
      this.fetch();
    }
    this.#isHeadReady = true;
  }

  /** Adds a token to the end. */
  protected add(type: TokenType, offset: number, value = "", isPlain = false): Token {
    let token = this.#unused;
    if (token === undefined) {
      token = new Token();
    } else {
      this.#unused = token.next;
      token.next = undefined;
      token.isRead = false;
    }
    token.type = type;
    token.offset = offset;
    token.value = value;
    token.isPlain = isPlain;
    const key = this.#unclaimed;
    if (key !== undefined) {
      this.#unclaimed = undefined;
      key.token = token;
      token.key = key;
      token.mayBeKey = true;
    }
    if (this.#tail === undefined) this.#head = token;
    else this.#tail.next = token;
    this.#tail = token;
    return token;
  }

  /** Whether a `:` at this position would make it a key. */
  protected isValid(key: SimpleKey): boolean {
    if (!key.isPossible) return false;
    const { cursor } = this;
    if (key.line === cursor.line && !this.#isTooLong(key)) return true;
    if (key.isRequired) cursor.fail("could not find expected ':'", key.offset);
    key.isPossible = false;
    return false;
  }

  #isTooLong({ offset }: SimpleKey): boolean {
    const { text, at } = this.cursor;
    return at - offset > MAX_KEY_LENGTH && Array.from(text.slice(offset, at)).length > MAX_KEY_LENGTH;
  }

  /**
   * Notes that the next token may be a key, unless one was noted just before.
   *
   * @param indent the column of the innermost block, which requires a key
   */
  protected saveKey(indent: number): void {
    if (this.isKeyAllowed) {
      this.removeKey();
      const { cursor } = this;
      const key = this.key;
      key.isPossible = true;
      key.isRequired = this.flowLevel === 0 && indent === cursor.column;
      key.offset = cursor.at;
      key.line = cursor.line;
      key.column = cursor.column;
      this.#unclaimed = key;
    }
    this.isKeyAllowed = false;
  }

  /** The possible key between the innermost brackets. */
  protected get key(): SimpleKey {
    return (this.#keys[this.flowLevel] ??= new SimpleKey());
  }

  protected removeKey(): void {
    const key = this.key;
    if (key.isPossible && key.isRequired) this.cursor.fail("could not find expected ':'", key.offset);
    key.isPossible = false;
  }
}
