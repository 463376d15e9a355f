/** A receiver of the records of a log. */
export interface RecordSink {
  /**
   * Takes a record or a line of text.
   *
   * @param text the bytes as Latin-1, which is enough to search for ASCII
   * @param bytes the bytes that contain the record, from `start` to `end`, as `text` does. They change after the call
   */
  record(text: string, bytes: Buffer, start: number, end: number): void;
  /** Counts a record that is longer than 16 MiB, is cut off, or contains a line break in a string. */
  damaged(reason: string): void;
}
