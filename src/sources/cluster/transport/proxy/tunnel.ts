import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { Duplex } from "node:stream";
import { shorten } from "../../../../api/words/quoted.ts";
import type { Endpoint } from "../../endpoint.ts";
import { withoutBrackets } from "../../server-url.ts";
import { hideCredentials } from "../../auth/hide-credentials.ts";
import { authorization, ProxyError } from "./proxy-user.ts";
import { openSocks } from "./socks.ts";
import { showSeconds, timerLength } from "../time-limit.ts";
import { trustOfProxy } from "../trust.ts";

/**
 * Opens a connection to an API server through a proxy: with CONNECT (RFC 9110, 9.3.6), or with SOCKS5.
 *
 * @param tls how the certificate of a proxy with TLS is verified: also with the cluster's authority, as in client-go
 * @param timeout in milliseconds
 * @throws ProxyError if the proxy refuses or does not answer; errors of the network if there is no connection to the proxy
 */
export async function openTunnel(
  proxy: URL,
  { host, port, tls }: { readonly host: string; readonly port: number; readonly tls: Endpoint["tls"] },
  signal: AbortSignal,
  timeout: number,
): Promise<Duplex> {
  const patience = AbortSignal.timeout(timerLength(timeout));
  const limit = AbortSignal.any([signal, patience]);
  try {
    if (proxy.protocol === "socks5:") return await openSocks(proxy, host, port, limit);
    return await openByConnect(proxy, `${host.includes(":") ? `[${host}]` : host}:${port}`, tls, limit);
  } catch (error) {
    throw patience.aborted ? new ProxyError(`no answer within ${showSeconds(timeout)}`) : error;
  }
}

function openByConnect(proxy: URL, target: string, tls: Endpoint["tls"], signal: AbortSignal): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
  const isSecure = proxy.protocol === "https:";
  const user = authorization(proxy);
  const request = (isSecure ? httpsRequest : httpRequest)({
    host: withoutBrackets(proxy.hostname),
    port: proxy.port === "" ? (isSecure ? 443 : 80) : proxy.port,
    method: "CONNECT",
    path: target,
    headers: { host: target, ...user },
    ...(isSecure && trustOfProxy(tls)),
    agent: false,
    signal,
  });
  request.on("error", reject);
  request.once("close", () => reject(new ProxyError("it closed the connection")));
  request.once("connect", (response, socket, head) => {
    // The server may have sent bytes already.
    if (head.length > 0) socket.unshift(head);
    if (response.statusCode === 200) return resolve(socket);
    socket.destroy();
    reject(
      new ProxyError(
        `it answered ${response.statusCode} ${shorten(hideCredentials(response.statusMessage ?? "", user))}`,
      ),
    );
  });
  request.end();
  return promise;
}
