import {
  request as httpRequest,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { createGunzip } from "node:zlib";
import { timerLength } from "./time-limit.ts";
import type { Abandonable } from "./proxy/tunnel-agent.ts";

/** An answer that was received, but not parsed. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  /** Uncompressed. */
  readonly body: Buffer;
}

/** An answer that exceeds the limit. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
  /** Whether an answer with fewer objects may be short enough. Not so for bytes that are only compressed to look short. */
  readonly isPlain: boolean;

  constructor(message: string, isPlain: boolean) {
    super(message);
    this.isPlain = isPlain;
  }
}

const MIB = 1024 * 1024;
/** The size of uncompressed chunks. Those of zlib have 16 KiB, and each needs a switch to another thread. */
const UNPACKED_CHUNK = 512 * 1024;
/** This many uncompressed bytes are read at any ratio of compression. */
const UNSUSPICIOUS = 16 * MIB;
/** The highest ratio of compression. Lists of similar pods shrink to a 25th; gzip can shrink bytes to a 1,032nd. */
const MAX_RATIO = 200;
const JSON_BODY = { "content-type": "application/json" };
/** The limit of informational responses before an answer, as in Go's net/http (max1xxResponses). */
const MAX_INFORMATION = 5;

/**
 * Sends a GET, or a POST if there is a body, and reads the whole answer, uncompressed. There is no other method here.
 *
 * @throws errors of the network, TLS or zlib; AbortError or TimeoutError; TooLargeError; Error if the server switches to another protocol, or sends
 *   nothing but informational responses
 */
export async function exchange(
  url: URL,
  headers: Readonly<Record<string, string | readonly string[]>>,
  { signal, timeout, maxBytes, ...options }: ExchangeOptions,
): Promise<RawAnswer> {
  signal.throwIfAborted();
  const limit = timeout > 0 ? AbortSignal.any([signal, AbortSignal.timeout(timerLength(timeout))]) : signal;
  try {
    const response = await openAnswer(url, headers, { ...options, signal: limit });
    try {
      const body = await readBody(response, maxBytes);
      return { status: response.statusCode ?? 0, headers: response.headers, body };
    } catch (error) {
      response.destroy();
      throw error;
    }
  } catch (error) {
    // An aborted request says only that it was aborted. The user must hear why.
    throw limit.aborted ? limit.reason : error;
  }
}

/**
 * Sends a request and waits for the head of the answer.
 *
 * @returns the answer, to be read or destroyed. The signal ends it, too
 * @throws errors of the network and TLS; the reason of the signal; Error if the server switches to another protocol, or sends nothing but informational
 *   responses
 */
export async function openAnswer(
  url: URL,
  headers: Readonly<Record<string, string | readonly string[]>>,
  { agent, signal, path, json }: Pick<ExchangeOptions, "agent" | "signal" | "path" | "json">,
): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const options: RequestOptions & Abandonable = {
    method: json === undefined ? "GET" : "POST",
    headers: { ...(json !== undefined && JSON_BODY), ...headers } as Record<string, string | string[]>,
    agent,
    signal,
    abandoned: signal,
    ...(path !== undefined && { path }),
  };
  const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request.once("response", resolve);
  rejectAllElse(request, reject);
  // Node reports an abort only after it has a connection, and a proxy may take long to open one.
  const giveUp = (): void => reject(signal.reason);
  signal.addEventListener("abort", giveUp, { once: true });
  request.end(json);
  try {
    return await promise;
  } catch (error) {
    request.destroy();
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

/** How a request is sent. */
export interface ExchangeOptions {
  readonly agent: Agent;
  readonly signal: AbortSignal;
  /** In milliseconds, from the first byte sent to the last byte read; 0: no limit. */
  readonly timeout: number;
  /** The body of a POST; absent for a GET. */
  readonly json?: string | undefined;
  /** The path to request, if it is not that of the URL. */
  readonly path?: string;
  /** The longest answer that is read, in uncompressed bytes. */
  readonly maxBytes: number;
}

/** Rejects when a request ends in any way without an answer. Without this, the caller could wait forever. */
function rejectAllElse(request: ClientRequest, reject: (error: Error) => void): void {
  const fail = (error: Error): void => {
    reject(error);
    request.destroy();
  };
  let informed = 0;
  request.on("information", ({ statusCode }) => {
    if (++informed > MAX_INFORMATION) fail(new Error(`it answered ${statusCode} again and again, and nothing else`));
  });
  request.once("upgrade", ({ statusCode }, socket) => {
    socket.destroy();
    fail(new Error(`it answered ${statusCode}, and wants to switch to another protocol`));
  });
  request.on("error", reject);
  request.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = response.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity")
    throw new Error("it compresses its answer in a way that was not requested");
  // An answer that announces too many bytes need not be read.
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  const gunzip = encoding === "gzip" ? createGunzip({ chunkSize: UNPACKED_CHUNK }) : undefined;
  if (gunzip !== undefined) {
    // `pipe` does not forward errors, so a cut connection would look like a long wait.
    response.once("error", (error) => gunzip.destroy(error));
    response.pipe(gunzip);
  }
  for await (const chunk of gunzip ?? response) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    const packed = gunzip?.bytesWritten ?? length;
    if (length > UNSUSPICIOUS && length > MAX_RATIO * packed) {
      throw new TooLargeError(
        `${packed} packed bytes become more than ${length}, and no list is compressed that much`,
        false,
      );
    }
  }
  return Buffer.concat(chunks, length);
}

function tooLarge(maxBytes: number): TooLargeError {
  return new TooLargeError(`the answer is larger than ${maxBytes / MIB} MiB`, true);
}
