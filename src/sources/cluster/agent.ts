import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type AgentOptions } from "node:https";
import { connect as tlsConnect } from "node:tls";
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

class TunnelAgent extends HttpsAgent {
  readonly #proxy: URL;

  constructor(options: AgentOptions, proxy: URL) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(...[options, callback]: Parameters<HttpsAgent["createConnection"]>): undefined {
    const { host = "", port = 443, servername, ...rest } = options as AgentOptions & { host?: string; port?: number };
    const target = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    openTunnel(this.#proxy, target, AbortSignal.timeout(CONNECT_TIMEOUT)).then(
      (socket) => {
        const secured = tlsConnect({ ...rest, socket, ...(servername !== undefined && { servername }) });
        callback?.(null, secured);
      },
      (error: Error) => {
        // A connection that is not there is told by its error alone.
        (callback as ((error: Error) => void) | undefined)?.(error);
      },
    );
    return undefined;
  }
}

/** A proxy that takes longer to answer is not there. */
const CONNECT_TIMEOUT = 30_000;
