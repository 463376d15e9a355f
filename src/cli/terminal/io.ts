import type { Readable, Writable } from "node:stream";
import { UserError } from "../../api/user-error.ts";
import { breakCommands, escapeText, escapeWhole } from "../../render/words/escape.ts";
import { wrapMessage } from "../../render/words/wrap-message.ts";

/** A stream for reports; only a terminal has columns. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The streams and the environment of a run. A stream may be created when it is first used. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The time, in milliseconds since 1970; that of the computer by default. */
  readonly now?: () => number;
}

/** The time of a run, in milliseconds since 1970. */
export function timeOf({ now = Date.now }: Pick<Io, "now">): number {
  return now();
}

/** A time in RFC 3339, to the second: `2026-11-30T12:00:00Z`. */
export function timestampOf(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, text.lastIndexOf("."))}Z`;
}

/** Whether to colour the text of a stream. NO_COLOR and FORCE_COLOR decide; without them, terminals with colours get colours. */
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
 * Writes lines to standard error immediately. They may repeat arguments, files and answers of servers, so they are escaped: each stays one line, which
 * only a terminal wraps, and contains neither a control sequence nor a command of a CI runner.
 */
export function say(stream: OutputStream, ...lines: readonly string[]): void {
  const wrapped = lines.flatMap((line) => wrapMessage(escapeText(line), widthOf(stream)));
  stream.write(breakCommands(wrapped.map((line) => `${line}\n`).join("")));
}

/** Writes lines with a command to standard error. They are never cut, because a cut command cannot be run. */
export function sayCommand(stream: OutputStream, lines: readonly string[]): void {
  if (lines.length > 0) stream.write(breakCommands(lines.map((line) => `${escapeWhole(line)}\n`).join("")));
}

const CHUNK = 64 * 1024;
/** A longer line is written in parts. */
const LONG_LINE = 2 * CHUNK;

/** Options of writeAll. */
interface WriteOptions {
  /** False for text that intentionally contains commands of a CI runner, or text that looks like them: annotations of GitHub, and HTML with styles. */
  readonly isGuarded?: boolean;
}

/**
 * Writes pieces of text in larger chunks, no faster than the reader reads them. If the reader closes its end (`| head`), the rest is dropped.
 *
 * The stream must have a listener for errors, because it emits each error in addition to reporting it to the writer.
 *
 * @throws UserError if it cannot be written for another reason
 */
export async function writeAll(
  stream: Writable,
  pieces: Iterable<string>,
  { isGuarded = true }: WriteOptions = {},
): Promise<void> {
  for (const chunk of guardedChunks(pieces, isGuarded)) if (!(await write(stream, chunk))) return;
}

/** Writes bytes as they are: the user's own text, on its way to another program. */
export async function writeBytes(stream: Writable, bytes: Uint8Array): Promise<void> {
  await write(stream, bytes);
}

/**
 * Joins pieces of text to larger chunks, without commands of CI runners.
 *
 * Every format escapes these commands itself. This is the last guard: it looks at whole lines, so it also finds a command in a wrapped line, or one
 * that two harmless pieces make together.
 *
 * @param isGuarded false for text that intentionally contains such commands
 */
export function* guardedChunks(pieces: Iterable<string>, isGuarded: boolean): Generator<string, undefined> {
  let buffered = "";
  let enough = CHUNK;
  let isWithinLine = false;
  const next = (end: number): string => {
    const text = buffered.slice(0, end);
    const guard = isWithinLine ? guardRest : breakCommands;
    isWithinLine = !text.endsWith("\n") && (isWithinLine || text.trim() !== "");
    buffered = buffered.slice(end);
    enough = CHUNK;
    return isGuarded ? guard(text) : text;
  };
  for (const piece of pieces) {
    buffered += piece;
    if (buffered.length < enough) continue;
    const lineEnd = buffered.lastIndexOf("\n") + 1;
    if (lineEnd === 0 && buffered.length < LONG_LINE) enough = LONG_LINE;
    // A split at a space never divides the beginning of a command, which contains no space.
    else yield next(lineEnd || buffered.lastIndexOf(" ") + 1 || buffered.length);
  }
  if (buffered !== "") yield next(buffered.length);
}

/** Guards text that continues a line, so that its beginning is not the beginning of a line. */
function guardRest(text: string): string {
  return breakCommands(`x${text}`).slice(1);
}

/** @returns false if the reader has closed its end */
function write(stream: Writable, text: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error === null || error === undefined) resolve(true);
      else if ("code" in error && (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED")) resolve(false);
      else reject(new UserError(`the output could not be written: ${error.message}`, ""));
    });
  });
}

/** Reads a stream to its end, or until it has more than `limit` bytes, since it may be endless. */
export async function readAll(stream: Readable, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    const bytes: Buffer = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    chunks.push(bytes);
    length += bytes.length;
    if (length > limit) break;
  }
  return Buffer.concat(chunks);
}
