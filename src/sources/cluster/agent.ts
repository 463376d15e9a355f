import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type AgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";
import { UserError } from "../../api/user-error.ts";
import type { Credentials, Endpoint } from "./endpoint.ts";
import { openTunnel } from "./tunnel.ts";

/** Lists are read one after the other, and a page of one ahead at most. */
const MAX_SOCKETS = 2;

/**
 * The agent that keeps the connections to an API server: one is opened and used again, where client-node opens one a request.
 *
 * @throws UserError for a proxy of a kind that is not spoken
 */
export function createAgent({ server, tls, proxy }: Endpoint, { cert, key }: Credentials): HttpAgent {
  if (proxy !== undefined && !["http:", "https:"].includes(proxy.protocol)) {
    throw new UserError(
      `the proxy ${proxy.protocol}//${proxy.host} is not one that is spoken to`,
      "Use an http:// or https:// proxy, or reach the API server without one.",
    );
  }
  const keep = { keepAlive: true, maxSockets: MAX_SOCKETS };
  if (server.protocol === "http:") return new HttpAgent(keep);
  const options: AgentOptions = {
    ...keep,
    ...tls,
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
  return proxy === undefined ? new HttpsAgent(options) : new TunnelAgent(options, proxy);
}

type CreateConnection = Parameters<HttpsAgent["createConnection"]>;

/** Goes to the server through a tunnel that an HTTP proxy opens. */
class TunnelAgent extends HttpsAgent {
  readonly #proxy: URL;

  constructor(options: AgentOptions, proxy: URL) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(...[options, callback]: CreateConnection): undefined {
    void this.#connect(options, (error, socket) => callback?.(error, socket as Duplex));
  }

  async #connect(options: CreateConnection[0], done: (error: Error | null, socket?: Duplex) => void): Promise<void> {
    const { host, port, ...tls } = options;
    const target = `${host?.includes(":") === true ? `[${host}]` : (host ?? "")}:${port ?? HTTPS_PORT}`;
    try {
      const socket = await openTunnel(this.#proxy, target, AbortSignal.timeout(CONNECT_TIMEOUT));
      done(null, connect({ ...(tls as ConnectionOptions), socket }));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** A proxy that takes longer to answer is not there. */
const CONNECT_TIMEOUT = 30_000;
const HTTPS_PORT = 443;
