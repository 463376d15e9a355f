import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent, type AgentOptions } from "node:https";
import { isIP } from "node:net";
import type { Duplex } from "node:stream";
import { createSecureContext } from "node:tls";
import { limitConnecting } from "./connect-limit.ts";
import type { Credentials, Endpoint } from "../endpoint.ts";
import { PlainTunnelAgent, TunnelAgent } from "./proxy/tunnel-agent.ts";
import { trustOfProxy, trustOfServer } from "./trust.ts";

/** One list is read, and a page or another list is on its way. */
export const MAX_SOCKETS = 2;

/**
 * The agent that keeps the connections to an API server: one is opened and used again, where client-node opens one a request.
 *
 * @param connectTimeout for a connection, TLS and all, in milliseconds
 */
export function createAgent(endpoint: Endpoint, { cert, key }: Credentials, connectTimeout: number): HttpAgent {
  const { server, tls, proxy } = endpoint;
  const keep = { keepAlive: true, maxSockets: MAX_SOCKETS };
  if (server.protocol === "http:") {
    if (proxy?.protocol === "socks5:") return new PlainTunnelAgent(keep, { proxy, tls, connectTimeout });
    if (proxy?.protocol !== "https:") return limited(new HttpAgent(keep), "connect", connectTimeout);
    // The proxy is asked in the server's place, but has a certificate for itself.
    const servername = isIP(proxy.hostname.replace(/^\[|\]$/g, "")) === 0 ? proxy.hostname : "";
    return limited(new HttpsAgent({ ...keep, ...trustOfProxy(tls), servername }), "secureConnect", connectTimeout);
  }
  const { rejectUnauthorized, ...trust } = trustOfServer(tls);
  const options: AgentOptions = {
    ...keep,
    rejectUnauthorized,
    // Once for all connections: to read the system's authorities takes longer than a handshake, and Node would name a connection after them.
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

/** Limits each connection where it is made: a request may get one that another has made. */
function limited<T extends HttpAgent>(agent: T, ready: "connect" | "secureConnect", timeout: number): T {
  const create = agent.createConnection.bind(agent);
  agent.createConnection = (...made: Parameters<HttpAgent["createConnection"]>): Duplex | null | undefined => {
    const socket = create(...made);
    return socket && limitConnecting(socket, ready, timeout);
  };
  return agent;
}
