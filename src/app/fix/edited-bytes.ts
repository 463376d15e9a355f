/** A text as it was read, and the new one. */
export interface Edited {
  readonly before: string;
  readonly after: string;
}

const UTF8_MARK = "\uFEFF";

/**
 * Encodes a text after its edits, with the byte order mark that it had.
 *
 * @returns a reason if the bytes are not those of the text that was read
 */
export function editedBytes(bytes: Buffer, { before, after }: Edited): Buffer | string {
  for (const mark of ["", UTF8_MARK]) {
    if (bytes.equals(Buffer.from(mark + before, "utf8"))) return Buffer.from(mark + after, "utf8");
  }
  const isUtf8 = Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
  return isUtf8 ? "it changed since it was read; run this again" : "it is not UTF-8; save it as UTF-8";
}
