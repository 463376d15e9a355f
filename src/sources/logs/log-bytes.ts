import { createReadStream } from "node:fs";
import { PassThrough, Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { beginsZstdFrame, ZstdFrames } from "./zstd-frames.ts";

/** The size of a chunk. Each becomes a string, and larger strings are slower. */
const CHUNK = 128 * 1024;
/** The bytes of one read of a file. Each read waits for another thread. */
const READ = 8 * CHUNK;
const GZIP = [0x1f, 0x8b];
/** The byte order mark of UTF-16 as Windows PowerShell writes it. */
const UTF_16_LE = [0xff, 0xfe];
const MAGIC_LENGTH = 4;

/** Compressed data that zlib takes for complete. */
class ZstdError extends Error {
  readonly code: string;

  constructor(fault: "damaged" | "cut off") {
    super(`the zstd data is ${fault}`);
    this.code = fault === "damaged" ? "ZSTD_error_prefix_unknown" : "Z_BUF_ERROR";
  }
}

/** Opens the bytes of a log file, decompressed. */
export function openLogFile(path: string): AsyncIterable<Buffer> {
  return logBytes(createReadStream(path, { highWaterMark: READ }));
}

/**
 * The bytes of a log, in chunks. Its first bytes tell whether it is compressed with gzip, which may have several members, or with zstd. UTF-16
 * becomes UTF-8.
 *
 * @throws Error if the stream fails, or its compressed data is damaged or cut off; all bytes before that place are yielded first
 */
export async function* logBytes(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let isEnded = false;
  while (head.length < MAGIC_LENGTH && !isEnded) {
    const next = await iterator.next();
    if (next.done === true) isEnded = true;
    else head = Buffer.concat([head, next.value]);
  }
  const all = async function* (): AsyncGenerator<Buffer, undefined> {
    if (head.length > 0) yield head;
    if (isEnded) return;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield* inChunks(next.value);
  };
  if (startsWith(head, GZIP)) yield* through(all(), createGunzip({ chunkSize: CHUNK }));
  else if (beginsZstdFrame(head)) yield* throughZstd(all());
  else if (startsWith(head, UTF_16_LE)) yield* asUtf8(all());
  else yield* all();
}

function* inChunks({ buffer, byteOffset, byteLength }: Uint8Array): Generator<Buffer, undefined> {
  for (let at = 0; at < byteLength; at += CHUNK)
    yield Buffer.from(buffer, byteOffset + at, Math.min(CHUNK, byteLength - at));
}

async function* through(source: AsyncIterable<Buffer>, decompress: Transform): AsyncGenerator<Buffer, undefined> {
  const output = new PassThrough({ highWaterMark: CHUNK });
  const failure = pipeline(Readable.from(source), decompress, output).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  try {
    for await (const chunk of output) yield chunk;
  } catch {
    // The pipeline fails with the same error.
  }
  const failed = await failure;
  if (failed !== undefined) throw failed.error;
}

async function* throughZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  const frames = new ZstdFrames();
  const cut = async function* (): AsyncGenerator<Buffer, undefined> {
    for await (const chunk of source) yield* frames.cut(chunk);
  };
  yield* through(cut(), createZstdDecompress({ chunkSize: CHUNK }));
  if (frames.fault !== undefined) throw new ZstdError(frames.fault);
}

async function* asUtf8(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  const decoder = new TextDecoder("utf-16le");
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
