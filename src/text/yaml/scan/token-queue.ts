import { Cursor } from "./cursor.ts";
import { BEFORE, SimpleKey, TOKEN, Token, type TokenType } from "./tokens.ts";

/** How far behind its beginning a key without a `?` may have its `:`, in characters. */
const MAX_KEY_LENGTH = 1024;

/**
 * The tokens that have been scanned and not been read yet. A token that may begin a key without a `?` waits until it is clear whether it
 * does: scannerc.go of go.yaml.in/yaml/v2 v2.4.4.
 *
 * Each method throws a YamlFault where go-yaml refuses the text.
 */
export abstract class TokenQueue {
  readonly cursor: Cursor;
  /** How many brackets are open. */
  protected flowLevel = 0;
  protected isKeyAllowed = true;
  /** The tokens that wait, each with the next one. */
  #head: Token | undefined;
  #tail: Token | undefined;
  #isHeadReady = false;
  /** Tokens that have been read and are used again, which spares most of the garbage. */
  #unused: Token | undefined;
  /** For each level of brackets, the key that may have begun there. */
  readonly #keys: SimpleKey[] = [new SimpleKey()];
  /** The key that the next token begins. */
  #unclaimed: SimpleKey | undefined;

  constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  /** Whether the token scanned last is inside brackets. */
  get isInFlow(): boolean {
    return this.flowLevel > 0;
  }

  /** Scans one more token, or several. */
  protected abstract fetch(): void;

  /** The type of the next token, which stays. */
  peek(): TokenType {
    const { type, before } = this.token;
    if (before === BEFORE.NOTHING) return type;
    return before === BEFORE.KEY ? TOKEN.KEY : TOKEN.BLOCK_MAPPING_START;
  }

  /** The next token, up to skip; while peek says KEY or BLOCK_MAPPING_START, perhaps the one behind these. */
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
    // Where a key may have begun, somebody may still look at the token.
    if (token.mayBeKey) return;
    token.next = this.#unused;
    this.#unused = token;
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

  /** Puts a token at the end. */
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

  /** Whether a `:` here would make a key of it. */
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
   * Notes that the token that begins here may be a key, unless one has just been.
   *
   * @param indent the column of the innermost block, where there must be a key
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

  /** The key that may have begun between the innermost brackets. */
  protected get key(): SimpleKey {
    return (this.#keys[this.flowLevel] ??= new SimpleKey());
  }

  protected removeKey(): void {
    const key = this.key;
    if (key.isPossible && key.isRequired) this.cursor.fail("could not find expected ':'", key.offset);
    key.isPossible = false;
  }
}
