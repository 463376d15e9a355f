import type { FixedFile } from "../../report/fix/fix-report.ts";

/** A text as it was read, and its edits. */
export type Edited = Pick<FixedFile, "before"> & {
  readonly edits: readonly Pick<FixedFile["edits"][number], "start" | "end" | "text">[];
};

/** The edited text in pieces, or the reason why the bytes are not edited. */
export type EditedPieces = { readonly pieces: Iterable<string> } | { readonly refusal: string };

const UTF8_MARK = "\uFEFF";
/** In UTF-16 units. A piece has up to twice as many. */
const PIECE = 64 * 1024;

/**
 * Makes the text of some bytes after its edits, with the byte order mark that they had. It makes piece after piece: a large text would be in memory
 * several times, as text and as bytes.
 *
 * @returns a reason if the bytes are not those of the text that was read
 */
export function editedPieces(bytes: Buffer, { before, edits }: Edited): EditedPieces {
  for (const mark of ["", UTF8_MARK]) {
    if (isEncoded(bytes, mark, before)) return { pieces: edited(mark, before, edits) };
  }
  const isUtf8 = Buffer.from(bytes.toString("utf8"), "utf8").equals(bytes);
  return { refusal: isUtf8 ? "it changed since it was read; run this again" : "it is not UTF-8; save it as UTF-8" };
}

function* edited(mark: string, before: string, edits: Edited["edits"]): Generator<string, undefined> {
  yield mark;
  let at = 0;
  for (const { start, end, text } of edits) {
    yield* piecesOf(before, at, start);
    yield text;
    at = end;
  }
  yield* piecesOf(before, at, before.length);
}

/** Whether bytes are a byte order mark, if there is one, and a text in UTF-8. */
function isEncoded(bytes: Buffer, mark: string, text: string): boolean {
  const markBytes = Buffer.from(mark, "utf8");
  if (!bytes.subarray(0, markBytes.length).equals(markBytes)) return false;
  const encoder = new TextEncoder();
  const encoded = Buffer.allocUnsafe(PIECE);
  let at = markBytes.length;
  for (let done = 0; done < text.length;) {
    // A character never takes fewer bytes than units, so a half of one at the end of this slice is not reached.
    const { read, written } = encoder.encodeInto(text.slice(done, done + PIECE + 1), encoded);
    if (!encoded.subarray(0, written).equals(bytes.subarray(at, at + written))) return false;
    done += read;
    at += written;
  }
  return at === bytes.length;
}

/** Divides a part of a text, behind ends of lines where there are some, and never within a character. */
function* piecesOf(text: string, start: number, end: number): Generator<string, undefined> {
  let at = start;
  while (end - at > 2 * PIECE) {
    const line = text.slice(at + PIECE, at + 2 * PIECE).indexOf("\n") + 1;
    const next = line > 0 ? at + PIECE + line : behindCharacter(text, at + 2 * PIECE);
    yield text.slice(at, next);
    at = next;
  }
  yield text.slice(at, end);
}

/** The offset itself, or the next one if it is between the halves of a character. */
function behindCharacter(text: string, offset: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(offset - 1)) ? offset + 1 : offset;
}
