import { DocumentScanner } from "./document-scanner.ts";
import type { RecordSink } from "./record-sink.ts";

/** The longest record that is read, in bytes. */
const MAX_RECORD = 16 * 1024 * 1024;
/** A line that is longer than this is searched for the records in it, so that a list of events may have any length. */
const LONG_LINE = 1024 * 1024;
/** The longest line that may consist of opening brackets alone. */
const OPENING_LENGTH = 16;
const NEWLINE = 10;

/**
 * Splits the bytes of a log into records: lines, or the objects of a JSON document that has several lines or a very long one. It keeps one record
 * at most.
 */
export class RecordSplitter {
  readonly #sink: RecordSink;
  readonly #scanner: DocumentScanner;
  /** The beginning of a line, whose end is not read yet. */
  #open: Buffer[] = [];
  #openLength = 0;
  #isDocument = false;

  constructor(sink: RecordSink) {
    this.#sink = sink;
    this.#scanner = new DocumentScanner(sink, MAX_RECORD);
  }

  push(chunk: Buffer): void {
    const text = chunk.toString("latin1");
    let position = 0;
    while (position < chunk.length) {
      if (this.#isDocument) {
        position = this.#scanner.scan(text, chunk, position);
        this.#isDocument = position === chunk.length && !this.#scanner.isDone;
        continue;
      }
      const end = text.indexOf("\n", position);
      if (end === -1) {
        this.#keep(chunk, position);
        return;
      }
      if (this.#openLength > 0) this.#joined(chunk, position, end);
      else if (isOpening(text, position, end))
        this.#scan(text.slice(position, end + 1), chunk.subarray(position, end + 1));
      else this.#sink.record(text, chunk, position, end);
      position = end + 1;
    }
  }

  /** Takes the end of the input: a last line without a line break is a record, too. */
  end(): void {
    if (this.#openLength > 0) this.#joined(Buffer.from([NEWLINE]), 0, 0);
    if (this.#isDocument) this.#scanner.end();
    this.#isDocument = false;
  }

  #keep(chunk: Buffer, position: number): void {
    // A copy, because the chunk may be used again.
    const part = Buffer.from(chunk.subarray(position));
    this.#open.push(part);
    this.#openLength += part.length;
    if (this.#openLength <= LONG_LINE) return;
    const line = this.#takeOpen();
    this.#scan(line.toString("latin1"), line);
  }

  /** Takes the rest of a line that began in an earlier chunk. */
  #joined(chunk: Buffer, position: number, end: number): void {
    this.#open.push(chunk.subarray(position, end + 1));
    const line = this.#takeOpen();
    const text = line.toString("latin1");
    const length = line.length - 1;
    if (isOpening(text, 0, length)) this.#scan(text, line);
    else this.#sink.record(text, line, 0, length);
  }

  #takeOpen(): Buffer {
    const line = Buffer.concat(this.#open);
    this.#open = [];
    this.#openLength = 0;
    return line;
  }

  /** Begins a document with a part of the input, which has at most one line break, at its end. */
  #scan(text: string, bytes: Buffer): void {
    this.#scanner.scan(text, bytes, 0);
    this.#isDocument = !this.#scanner.isDone;
  }
}

/** Whether a line opens a JSON document of several lines: brackets alone, or a list that does not end in this line. */
function isOpening(text: string, start: number, end: number): boolean {
  if (end - start > OPENING_LENGTH)
    return (
      text.charAt(start) === "[" &&
      !text
        .slice(end - OPENING_LENGTH, end)
        .trimEnd()
        .endsWith("]")
    );
  return /^\W{0,3}\s*[[{][\s{]*$/.test(text.slice(start, end));
}
