import { createServer, type Server } from "node:https";
import type { ListenOptions } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createHandler } from "./endpoints.ts";
import type { ReviewService } from "./review-handler.ts";
import type { KeyPair } from "./tls/key-pair.ts";
import { contextFinder, type NamedPair, type TlsOptions } from "./tls/named-pairs.ts";

/** How to serve. */
export interface ServerOptions {
  readonly port: number;
  /** An address of this machine; empty for all. */
  readonly address: string;
  readonly pair: KeyPair;
  readonly tls: TlsOptions;
  /** The certificates for some names. */
  readonly namedPairs: readonly NamedPair[];
  /** Whether another process may listen on the same port. */
  readonly isPortShared: boolean;
  readonly service: ReviewService;
  readonly isSynced: () => boolean;
}

/** A server that answers reviews. */
export interface WebhookServer {
  /** Uses other certificates for new connections. */
  replaceCertificates(pair: KeyPair, namedPairs: readonly NamedPair[]): void;
  /**
   * Ends the server without a failed review: it is not ready any more, but accepts connections for a while, until every client knows. Then it finishes the
   * reviews that have begun.
   *
   * @param delay how long it accepts connections, in milliseconds
   */
  end(delay: number): Promise<void>;
}

/** The limit for the header of a request, and for a whole request. */
const REQUEST_TIMEOUT = 10_000;
/** Longer than the API server keeps an idle connection (90 s), so that it does not send a review on a connection that is being closed. */
const KEEP_ALIVE = 120_000;
/** The limit for the reviews that have begun when the server ends. */
const LONGEST_REVIEW = 20_000;

/**
 * Starts the server, over HTTPS alone.
 *
 * @throws errors of the network, such as EADDRINUSE
 */
export async function startWebhookServer(options: ServerOptions): Promise<WebhookServer> {
  const { port, address, pair, tls, namedPairs, isPortShared, service, isSynced } = options;
  let isEnding = false;
  let findContext = contextFinder(namedPairs, tls);
  const handler = createHandler(service, { isSynced, isEnding: () => isEnding });
  const server = createServer(
    {
      ...pair,
      ...tls,
      SNICallback: (name, found) => found(null, findContext(name)),
      headersTimeout: REQUEST_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: KEEP_ALIVE,
    },
    handler,
  );
  await listen(server, { port, ...(address !== "" && { host: address }), ...(isPortShared && { reusePort: true }) });
  return {
    replaceCertificates(next, named) {
      server.setSecureContext({ ...next, ...tls });
      findContext = contextFinder(named, tls);
    },
    async end(delay) {
      isEnding = true;
      await sleep(delay);
      // It also closes the connections that are idle.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const timer = setTimeout(() => server.closeAllConnections(), LONGEST_REVIEW);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function listen(server: Server, where: ListenOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
