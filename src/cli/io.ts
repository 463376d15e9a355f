import type { Readable, Writable } from "node:stream";
import { UserError } from "../api/user-error.ts";

/** A stream that reports go to; a terminal has columns. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything that a run may touch besides the files that its arguments name. Streams may be made on being asked for. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether colour is wanted on a stream: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal that has any. */
export function wantsColour(stream: OutputStream, env: Io["env"]): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return !["0", "false"].includes(FORCE_COLOR);
  return stream.isTTY === true && TERM !== "dumb";
}

/** How many columns a stream has; a pipe or a file has no end. */
export function widthOf(stream: OutputStream): number {
  return stream.isTTY === true && stream.columns !== undefined && stream.columns > 0 ? stream.columns : Infinity;
}

const CHUNK = 64 * 1024;

/**
 * Writes pieces of text in larger chunks, no faster than the reader takes them. A reader that has closed its end (`| head`) has seen
 * enough: the rest is dropped.
 *
 * The stream needs a listener for errors: it also emits what it tells the writer.
 *
 * @throws UserError where it cannot be written for another reason
 */
export async function writeAll(stream: Writable, pieces: Iterable<string>): Promise<void> {
  let buffered = "";
  for (const piece of pieces) {
    buffered += piece;
    if (buffered.length < CHUNK) continue;
    if (!(await write(stream, buffered))) return;
    buffered = "";
  }
  if (buffered !== "") await write(stream, buffered);
}

/** @returns whether anybody still reads */
function write(stream: Writable, text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === null || error === undefined) resolve(true);
      else if ("code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED")) resolve(false);
      else reject(new UserError(`the output could not be written: ${error.message}`, ""));
    });
  });
}

/** Reads a stream to its end, or until it is longer than `limit` bytes: it may have no end. */
export async function readAll(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    length += bytes.length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks);
}
