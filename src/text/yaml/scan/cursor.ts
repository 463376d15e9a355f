import { CARRIAGE_RETURN, LINE_FEED, TAB, SPACE, isBlankOrEnd, isBreakOrEnd } from "./characters.ts";
import { YamlFault } from "../yaml-fault.ts";

const BYTE_ORDER_MARK = "\uFEFF";
/** More than the longest look-ahead. */
const SENTINELS = "\0\0\0\0\0\0\0\0";

/** A position in a text, which moves as in go-yaml's scanner: scannerc.go of go.yaml.in/yaml/v2 v2.4.4. */
export class Cursor {
  /** The text, with a line feed at its end as kubectl's reader adds one, and then zeros. */
  readonly text: string;
  at = 0;
  line = 0;
  /** The offset of the beginning of the line. */
  lineStart = 0;
  /** Whether the last scalar ended together with its line. */
  endedLine = false;

  constructor(text: string) {
    this.text = text + (text.endsWith("\n") ? SENTINELS : `\n${SENTINELS}`);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      this.at = 1;
      this.lineStart = 1;
      // go-yaml then skips the first character of each line, as long as the text that it has read is in its buffer.
      if (text.startsWith(BYTE_ORDER_MARK, 1)) throw new YamlFault("found two byte order marks", 1);
    }
  }

  /** Copies the cursor. */
  clone(): Cursor {
    const clone = new Cursor(this.text);
    clone.at = this.at;
    clone.lineStart = this.lineStart;
    return clone;
  }

  get column(): number {
    return this.at - this.lineStart;
  }

  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  skipSpaces(): void {
    let { at } = this;
    while (this.text.charCodeAt(at) === SPACE) at++;
    this.at = at;
  }

  /** Skips spaces up to a column. */
  skipSpacesTo(column: number): void {
    while (this.code === SPACE && this.column < column) this.at++;
  }

  skipBlanks(): void {
    let { at } = this;
    for (let code = this.text.charCodeAt(at); code === SPACE || code === TAB;) code = this.text.charCodeAt(++at);
    this.at = at;
  }

  /** Skips a comment, if one begins here, to the end of its line. */
  skipComment(): void {
    if (this.code === 0x23) this.skipLine();
  }

  /** Skips everything up to the end of the line. */
  skipLine(): void {
    while (!isBreakOrEnd(this.code)) this.at++;
  }

  /**
   * Skips the end of a line, which must be here.
   *
   * @returns the text that it adds to a scalar: U+2028 and U+2029 stay as they are
   */
  readBreak(): string {
    const code = this.code;
    this.at++;
    if (code === CARRIAGE_RETURN) {
      // Of several carriage returns before a line feed, kubectl's reader removes one.
      if (this.code === CARRIAGE_RETURN && this.text.charCodeAt(this.at + 1) === LINE_FEED) this.at++;
      if (this.code === LINE_FEED) this.at++;
    }
    this.line++;
    this.lineStart = this.at;
    return code > 0x85 ? String.fromCharCode(code) : "\n";
  }

  /** Whether a document begins or ends here: only three dashes or points at the beginning of a line. */
  isDocumentMark(): boolean {
    if (this.at !== this.lineStart) return false;
    const code = this.code;
    if (code !== 0x2d && code !== 0x2e) return false;
    const { text, at } = this;
    return (
      text.charCodeAt(at + 1) === code && text.charCodeAt(at + 2) === code && isBlankOrEnd(text.charCodeAt(at + 3))
    );
  }

  /** @throws YamlFault always */
  fail(message: string, offset = this.at): never {
    throw new YamlFault(message, offset);
  }
}
