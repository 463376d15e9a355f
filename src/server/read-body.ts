import type { IncomingMessage } from "node:http";
import { Semaphore } from "../api/semaphore.ts";

/** The length from which on the official webhook refuses a body, in bytes: maxRequestSize of cmd/webhook/server/server.go. */
export const MAX_BODY = 3 * 1024 * 1024;

/** How many bodies are in memory at once. Further requests wait. */
const MAX_BODIES = 100;
const bodies = new Semaphore(MAX_BODIES);

/** The length from which on a body is large, in bytes. Most objects are shorter. */
const LARGE_BODY = 64 * 1024;
/** How many large bodies are answered at once: the value of a body may take 25 times its memory. */
const MAX_LARGE = 4;
const large = new Semaphore(MAX_LARGE);

/**
 * Reads the body of a request and answers the request, while fewer than 100 others are answered, and fewer than 4 of 64 KiB or more.
 *
 * @param use gets the body; undefined for one that is too long; its rest is not read
 */
export async function withBody(
  request: IncomingMessage,
  use: (body: Buffer | undefined) => Promise<void>,
): Promise<void> {
  await bodies.run(async () => {
    const body = await readBody(request);
    if (body === undefined || body.length < LARGE_BODY) await use(body);
    else await large.run(async () => use(body));
  });
}

/** Whether a request has no body. */
export function hasNoBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0;
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) >= MAX_BODY) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= MAX_BODY) return undefined;
  }
  return Buffer.concat(chunks, length);
}
