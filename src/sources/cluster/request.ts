import { request as httpRequest, type Agent, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { createGunzip } from "node:zlib";

/** What a server has answered. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

/** An answer that is longer than anything that is read. */
export class TooLargeError extends Error {
  override readonly name = "TooLargeError";
}

/** In larger chunks than zlib's own of 16 KiB, each of which is a trip to another thread. */
const UNPACKED_CHUNK = 512 * 1024;
/** One page of a list is a few megabytes; V8's longest string is about 512 MiB. */
const MAX_BODY = 400 * 1024 * 1024;

/**
 * Sends a GET and reads the whole answer, unpacked. No other method exists here.
 *
 * @param timeout in milliseconds, from the first byte sent to the last one read; 0: none
 * @throws what the network, TLS or zlib throw; an AbortError or TimeoutError; TooLargeError
 */
export async function get(
  url: URL,
  headers: Readonly<Record<string, string | readonly string[]>>,
  { agent, signal, timeout, path }: GetOptions,
): Promise<RawAnswer> {
  signal.throwIfAborted();
  const limit = timeout > 0 ? AbortSignal.any([signal, AbortSignal.timeout(timeout)]) : signal;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const options: RequestOptions = {
    method: "GET",
    headers: headers as Record<string, string | string[]>,
    agent,
    signal: limit,
    ...(path !== undefined && { path }),
  };
  const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, options);
  request.once("response", resolve);
  request.on("error", reject);
  // Node tells of an end only once there is a connection, and a proxy may take its time.
  const giveUp = (): void => reject(limit.reason);
  limit.addEventListener("abort", giveUp, { once: true });
  request.end();
  try {
    const response = await promise;
    const body = await readBody(response);
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  } catch (error) {
    request.destroy();
    // What is aborted says only that; why is what the user must hear.
    throw limit.aborted ? limit.reason : error;
  } finally {
    limit.removeEventListener("abort", giveUp);
  }
}

interface GetOptions {
  readonly agent: Agent;
  readonly signal: AbortSignal;
  readonly timeout: number;
  /** In place of the URL's. */
  readonly path?: string;
}

async function readBody(response: IncomingMessage): Promise<Buffer> {
  const isPacked = response.headers["content-encoding"]?.toLowerCase() === "gzip";
  const chunks: Buffer[] = [];
  let length = 0;
  const gunzip = isPacked ? createGunzip({ chunkSize: UNPACKED_CHUNK }) : undefined;
  if (gunzip !== undefined) {
    // pipe passes no errors on: a connection that is cut must not look like a long wait.
    response.once("error", (error) => gunzip.destroy(error));
    response.pipe(gunzip);
  }
  for await (const chunk of gunzip ?? response) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > MAX_BODY) throw new TooLargeError(`the answer is larger than ${MAX_BODY / 1024 / 1024} MiB`);
  }
  return Buffer.concat(chunks, length);
}
