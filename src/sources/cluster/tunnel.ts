import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";

/** A proxy that would not connect to the API server. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
}

/**
 * Opens a connection to an API server through an HTTP proxy, by CONNECT (RFC 9110, 9.3.6).
 *
 * @param target `host:port`
 * @throws ProxyError where the proxy refuses; whatever the network throws where it is not there
 */
export function openTunnel(proxy: URL, target: string, signal: AbortSignal): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const request = (proxy.protocol === "https:" ? httpsRequest : httpRequest)({
    host: proxy.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: proxy.port === "" ? (proxy.protocol === "https:" ? 443 : 80) : proxy.port,
    method: "CONNECT",
    path: target,
    headers: { host: target, ...authorization(proxy) },
    agent: false,
    signal,
  });
  request.once("error", reject);
  request.once("response", (response) => {
    response.destroy();
    reject(new ProxyError(`it answered ${response.statusCode} ${response.statusMessage}`));
  });
  request.once("connect", (response, socket) => {
    if (response.statusCode === 200) return resolve(socket);
    socket.destroy();
    reject(new ProxyError(`it answered ${response.statusCode} ${response.statusMessage}`));
  });
  request.end();
  return promise;
}

/** `Proxy-Authorization`, where the proxy's URL names a user. */
export function authorization({ username, password }: URL): { readonly "proxy-authorization"?: string } {
  if (username === "" && password === "") return {};
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}` };
}
