import type { IncomingMessage } from "node:http";
import { Semaphore } from "../api/semaphore.ts";

/** The length from which on the official webhook refuses a body, in bytes: maxRequestSize of cmd/webhook/server/server.go. */
export const MAX_BODY = 3 * 1024 * 1024;

/** How many bodies are in memory at once. Further requests wait. */
const MAX_BODIES = 100;
const bodies = new Semaphore(MAX_BODIES);

/**
 * Reads the body of a request and answers the request, while fewer than 100 others are answered.
 *
 * @param use gets the body; undefined for one that is too long; its rest is not read
 */
export async function withBody(
  request: IncomingMessage,
  use: (body: Buffer | undefined) => Promise<void>,
): Promise<void> {
  await bodies.run(async () => use(await readBody(request)));
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
