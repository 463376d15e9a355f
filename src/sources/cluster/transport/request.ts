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

/** What a server has answered. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** An answer that is longer than anything that is read. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
  /** Whether fewer objects at once may fit: not where the bytes only pretend to be much. */
  readonly isPlain: boolean;

  constructor(message: string, isPlain: boolean) {
    super(message);
    this.isPlain = isPlain;
  }
}

const MIB = 1024 * 1024;
/** In larger chunks than zlib's own of 16 KiB, each of which is a trip to another thread. */
const UNPACKED_CHUNK = 512 * 1024;
/** Unpacked bytes that are read whatever they came in. */
const UNSUSPICIOUS = 16 * MIB;
/** Lists of pods that are much alike shrink to a 25th; gzip itself goes down to a 1,032nd. */
const MAX_RATIO = 200;
/** As many as Go's net/http reads before an answer (max1xxResponses). */
const MAX_INFORMATION = 5;

/**
 * Sends a GET and reads the whole answer, unpacked. No other method exists here.
 *
 * @throws what the network, TLS or zlib throw; an AbortError or TimeoutError; TooLargeError; an Error where the server answers with something
 *   that ends no request, such as another protocol
 */
export async function get(
  url: URL,
  headers: Readonly<Record<string, string | readonly string[]>>,
  { agent, signal, timeout, path, maxBytes }: GetOptions,
): Promise<RawAnswer> {
  signal.throwIfAborted();
  const limit = timeout > 0 ? AbortSignal.any([signal, AbortSignal.timeout(timerLength(timeout))]) : signal;
  const options: RequestOptions & Abandonable = {
    method: "GET",
    headers: headers as Record<string, string | string[]>,
    agent,
    signal: limit,
    abandoned: limit,
    ...(path !== undefined && { path }),
  };
  const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  request.once("response", resolve);
  rejectAllElse(request, reject);
  // Node tells of an end only once there is a connection, and a proxy may take its time.
  const giveUp = (): void => reject(limit.reason);
  limit.addEventListener("abort", giveUp, { once: true });
  request.end();
  try {
    const response = await promise;
    const body = await readBody(response, maxBytes);
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  } catch (error) {
    request.destroy();
    // An aborted request says only that it was aborted. The user must hear why.
    throw limit.aborted ? limit.reason : error;
  } finally {
    limit.removeEventListener("abort", giveUp);
  }
}

export interface GetOptions {
  readonly agent: Agent;
  readonly signal: AbortSignal;
  /** In milliseconds, from the first byte sent to the last one read; 0: none. */
  readonly timeout: number;
  /** In place of the URL's. */
  readonly path?: string;
  /** The longest answer that is read, unpacked. */
  readonly maxBytes: number;
}

/** Every way in which a request ends without an answer: one that nobody hears of would be waited for without end. */
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
    fail(new Error(`it answered ${statusCode}, and wants to speak another protocol`));
  });
  request.on("error", reject);
  request.once("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = response.headers["content-encoding"]?.toLowerCase() ?? "identity";
  if (encoding !== "gzip" && encoding !== "identity")
    throw new Error("it packs its answer in a way that was not asked for");
  // What says itself that it is too long need not be read.
  if (Number(response.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  const gunzip = encoding === "gzip" ? createGunzip({ chunkSize: UNPACKED_CHUNK }) : undefined;
  if (gunzip !== undefined) {
    // pipe passes no errors on: a connection that is cut must not look like a long wait.
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
