import type { Readable, Writable } from "node:stream";
import { UserError } from "../../api/user-error.ts";
import { breakCommands, escapeText } from "../../render/words/escape.ts";

/** A stream for reports; a terminal has columns. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything that a run may touch besides the files of its arguments. Streams may be made when they are first used. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Whether to colour the text of a stream: NO_COLOR and FORCE_COLOR decide, or else whether it is a terminal with colours. */
export function wantsColour(stream: OutputStream, env: Io["env"]): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return !["0", "false"].includes(FORCE_COLOR);
  return stream.isTTY === true && TERM !== "dumb";
}

/** The number of columns of a stream; Infinity for a pipe or a file. */
export function widthOf(stream: OutputStream): number {
  return stream.isTTY === true && stream.columns !== undefined && stream.columns > 0 ? stream.columns : Infinity;
}

/**
 * Writes lines to standard error, at once. They may repeat arguments, files and answers of servers: each line stays one line, and becomes neither a
 * control sequence nor a command of a CI runner.
 */
export function say(stream: OutputStream, ...lines: readonly string[]): void {
  stream.write(breakCommands(lines.map((line) => `${escapeText(line)}\n`).join("")));
}

const CHUNK = 64 * 1024;
/** A line that is longer goes out in parts. */
const LONG_LINE = 2 * CHUNK;

/** Options of writeAll. */
interface WriteOptions {
  /** False for text that has commands of a CI runner or looks like it on purpose: annotations of GitHub, and HTML with its styles. */
  readonly isGuarded?: boolean;
}

/**
 * Writes pieces of text in larger chunks, no faster than the reader takes them. A reader that has closed its end (`| head`) has seen
 * enough: the rest is dropped.
 *
 * Every format escapes what would be a command of a CI runner itself. This is the last guard: it looks at whole lines, and so also finds what
 * two harmless pieces come to, or a wrapped line.
 *
 * The stream needs a listener for errors: it also emits what it tells the writer.
 *
 * @throws UserError where it cannot be written for another reason
 */
export async function writeAll(
  stream: Writable,
  pieces: Iterable<string>,
  { isGuarded = true }: WriteOptions = {},
): Promise<void> {
  let buffered = "";
  let enough = CHUNK;
  let isWithinLine = false;
  const next = async (end: number): Promise<boolean> => {
    const text = buffered.slice(0, end);
    const guard = isWithinLine ? guardRest : breakCommands;
    isWithinLine = !text.endsWith("\n") && (isWithinLine || text.trim() !== "");
    buffered = buffered.slice(end);
    enough = CHUNK;
    return write(stream, isGuarded ? guard(text) : text);
  };
  for (const piece of pieces) {
    buffered += piece;
    if (buffered.length < enough) continue;
    const lineEnd = buffered.lastIndexOf("\n") + 1;
    if (lineEnd === 0 && buffered.length < LONG_LINE) enough = LONG_LINE;
    // No command has a space before what it is told by.
    else if (!(await next(lineEnd || buffered.lastIndexOf(" ") + 1 || buffered.length))) return;
  }
  if (buffered !== "") await next(buffered.length);
}

/** Text that goes on within a line: what it begins with does not begin a line. */
function guardRest(text: string): string {
  return breakCommands(`x${text}`).slice(1);
}

/** @returns whether the reader still reads */
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
