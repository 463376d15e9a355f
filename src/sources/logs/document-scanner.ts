import type { RecordSink } from "./record-sink.ts";

/** A list within an object whose items are records, just before its bracket. */
const LIST_OF_RECORDS = /"(?:items|events|records|logEvents|value)"\s*:\s*$/;
const KEY_LENGTH = 64;

const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [123, 125, 91, 93];

/**
 * Finds the records in a JSON document without keeping the document: the items of its lists, or the objects at the top. Lists of records in an
 * object, such as `items` of an EventList, count as well.
 */
export class DocumentScanner {
  /** Whether the document is complete: a line ended outside of all brackets. */
  isDone = true;
  readonly #sink: RecordSink;
  readonly #most: number;
  /** The number of open brackets around the records. */
  #around = 0;
  /** The number of open brackets within a record; 0 outside of one. */
  #within = 0;
  #isString = false;
  #isEscaped = false;
  /** The parts of the record that are read so far, without those of the current text. */
  #parts: Buffer[] = [];
  #length = 0;
  #isTooLong = false;

  constructor(sink: RecordSink, most: number) {
    this.#sink = sink;
    this.#most = most;
  }

  /**
   * Scans a part of the document.
   *
   * @param text the bytes as Latin-1
   * @returns the position after the document if it ends in this part; the end of the part otherwise
   */
  scan(text: string, bytes: Buffer, from: number): number {
    this.isDone = false;
    let start = from;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.#isString) {
        if (code === NEWLINE) {
          // JSON has no line break in a string: the document is damaged, and the next line may be all right.
          this.#sink.damaged("a line break within a string");
          return this.#reset(at + 1);
        }
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === BACKSLASH) this.#isEscaped = true;
        else if (code === QUOTE) this.#isString = false;
      } else if (code === QUOTE) this.#isString = this.#around + this.#within > 0;
      else if (code === BRACE) {
        if (this.#within === 0) start = at;
        this.#within++;
      } else if (code === BRACKET) {
        if (this.#within === 0) this.#around++;
        else if (this.#within === 1 && LIST_OF_RECORDS.test(this.#before(text, start, at))) this.#enterList();
        else this.#within++;
      } else if (code === BRACE_END || code === BRACKET_END) {
        if (this.#within > 0) {
          this.#within--;
          if (this.#within === 0) this.#finish(text, bytes, start, at + 1);
        } else if (this.#around > 0) this.#around--;
      } else if (code === NEWLINE && this.#around + this.#within === 0) return this.#reset(at + 1);
    }
    if (this.#within > 0) this.#keep(bytes, start, text.length);
    return text.length;
  }

  /** Takes the end of the input, before the document is complete. */
  end(): void {
    if (this.#within > 0) this.#sink.damaged("the input ends within it");
    this.#reset(0);
  }

  #reset(position: number): number {
    this.isDone = true;
    [this.#around, this.#within, this.#isString, this.#isEscaped] = [0, 0, false, false];
    this.#drop();
    return position;
  }

  #drop(): void {
    [this.#parts, this.#length, this.#isTooLong] = [[], 0, false];
  }

  /** The last characters of the record before a position. */
  #before(text: string, start: number, at: number): string {
    const here = text.slice(Math.max(start, at - KEY_LENGTH), at);
    const last = this.#parts.at(-1);
    if (here.length >= KEY_LENGTH || last === undefined) return here;
    return last.toString("latin1", Math.max(0, last.length - KEY_LENGTH)) + here;
  }

  /** The object is no record, but has a list of them. */
  #enterList(): void {
    this.#drop();
    this.#within = 0;
    this.#around += 2;
  }

  #keep(bytes: Buffer, start: number, end: number): void {
    this.#length += end - start;
    if (this.#length > this.#most) {
      this.#isTooLong = true;
      this.#parts = [];
    } else this.#parts.push(Buffer.from(bytes.subarray(start, end)));
  }

  #finish(text: string, bytes: Buffer, start: number, end: number): void {
    if (this.#length === 0 && end - start <= this.#most) this.#sink.record(text, bytes, start, end);
    else {
      this.#keep(bytes, start, end);
      if (this.#isTooLong) this.#sink.damaged("longer than 16 MiB");
      else {
        const record = Buffer.concat(this.#parts);
        this.#sink.record(record.toString("latin1"), record, 0, record.length);
      }
    }
    this.#drop();
  }
}
