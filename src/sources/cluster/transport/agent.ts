import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type AgentOptions } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext } from "node:tls";
import type { Credentials, Endpoint } from "../endpoint.ts";
import { withoutBrackets } from "../server-url.ts";
import { PlainTunnelAgent, TunnelAgent } from "./proxy/tunnel-agent.ts";
import { limitConnecting } from "./time-limit.ts";
import { trustOfProxy, trustOfServer } from "./trust.ts";

/** One request for the page that is read next, and one for a further page or list. */
export const MAX_SOCKETS = 2;

/**
 * Creates the agent that keeps the connections to an API server open. client-node opens one for each request.
 *
 * @param connectTimeout the limit for opening a connection, including TLS, in milliseconds
 */
export function createAgent(endpoint: Endpoint, { cert, key }: Credentials, connectTimeout: number): HttpAgent {
  const { server, tls, proxy } = endpoint;
  const keep = { keepAlive: true, maxSockets: MAX_SOCKETS };
  if (server.protocol === "http:") {
    if (proxy?.protocol === "socks5:") return new PlainTunnelAgent(keep, { proxy, tls, connectTimeout });
    if (proxy?.protocol !== "https:") return limited(new HttpAgent(keep), "connect", connectTimeout);
    // The request goes to the proxy, which has a certificate of its own.
    const servername = isIP(withoutBrackets(proxy.hostname)) === 0 ? proxy.hostname : "";
    return limited(new HttpsAgent({ ...keep, ...trustOfProxy(tls), servername }), "secureConnect", connectTimeout);
  }
  const { rejectUnauthorized, ...trust } = trustOfServer(tls);
  const options: AgentOptions = {
    ...keep,
    rejectUnauthorized,
    // Once for all connections: reading the system's authorities takes longer than a handshake, and Node would put them into the name of each connection.
    secureContext: createSecureContext({
      ...trust,
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    }),
    ...(tls.servername !== undefined && { servername: tls.servername }),
  };
  if (proxy !== undefined) return new TunnelAgent(options, { proxy, tls, connectTimeout });
  return limited(new HttpsAgent(options), "secureConnect", connectTimeout);
}

/** Limits the time to open each connection. The limit is not part of a request, since requests share connections. */
function limited<T extends HttpAgent>(agent: T, ready: "connect" | "secureConnect", timeout: number): T {
  const create = agent.createConnection.bind(agent);
  agent.createConnection = (...made: Parameters<HttpAgent["createConnection"]>): Duplex | null | undefined => {
    const socket = create(...made);
    return socket && limitConnecting(socket, ready, timeout);
  };
  return agent;
}
