import { BlockList, isIP } from "node:net";
import { UserError } from "../../../../api/user-error.ts";
import type { Environment } from "../../kubeconfig/kubeconfig-files.ts";
import { withoutBrackets } from "../../server-url.ts";

const PORTS: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" };

/**
 * Finds the proxy for a server: the cluster's `proxy-url`, else the one of the environment, like client-go v0.37.2 with
 * golang.org/x/net/http/httpproxy: HTTPS_PROXY or HTTP_PROXY by the server's scheme, unless NO_PROXY names the server or the server is this machine.
 * The names of the variables may be in lower case.
 *
 * @param origin the place of `proxyUrl`, for errors
 * @throws UserError if the proxy is not a URL that kubectl accepts. The message has no URL, since it may contain a password
 */
export function findProxy(server: URL, proxyUrl: string, origin: string, env: Environment): URL | undefined {
  if (proxyUrl !== "") return parseProxy(proxyUrl, `${origin}: proxy-url`);
  const name = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const proxy = either(env, name);
  if (proxy === "" || isExempt(server, either(env, "NO_PROXY"))) return undefined;
  return parseProxy(/^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`, name);
}

function either(env: Environment, name: string): string {
  return env[name] || env[name.toLowerCase()] || "";
}

function parseProxy(text: string, origin: string): URL {
  const url = URL.parse(text);
  const hint = "Write it as http://host:port, https://host:port or socks5://host:port.";
  if (url === null || url.hostname === "") throw new UserError(`${origin}: no URL of a proxy`, hint);
  // With both schemes, the proxy resolves names.
  if (url.protocol === "socks5h:") url.protocol = "socks5:";
  if (!["http:", "https:", "socks5:"].includes(url.protocol)) {
    throw new UserError(`${origin}: unsupported scheme, must be http, https, or socks5`, hint);
  }
  return url;
}

function isExempt(server: URL, noProxy: string): boolean {
  const host = withoutBrackets(server.hostname).toLowerCase();
  const port = server.port || (PORTS[server.protocol] ?? "");
  if (host === "localhost" || isLoopback(host)) return true;
  return noProxy
    .toLowerCase()
    .split(",")
    .map((entry) => entry.trim())
    .some((entry) => entry !== "" && (entry === "*" || matches(entry, host, port)));
}

function isLoopback(host: string): boolean {
  return contains("127.0.0.0/8", host) || contains("::1/128", host);
}

/** Whether an entry of NO_PROXY matches a host. An entry is an address, a range, or a domain, perhaps with a port. */
function matches(entry: string, host: string, port: string): boolean {
  if (/^[^/]+\/\d+$/.test(entry)) return contains(entry, host);
  // An IPv6 address is in brackets only if a port follows.
  const [, bracketed, plain, wanted = ""] = /^(?:\[([^\]]*)\](?=:)|([^:]*))(?::(\d*))?$/.exec(entry) ?? [];
  const name = bracketed ?? plain ?? entry;
  if (wanted !== "" && wanted !== port) return false;
  if (isIP(name) !== 0) return contains(`${name}/${isIP(name) === 4 ? 32 : 128}`, host);
  if (name === "" || isIP(host) !== 0) return false;
  const domain = name.replace(/^\*\./, ".");
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

/** Whether an address is in the range `address/bits`; false if either is invalid. */
function contains(range: string, host: string): boolean {
  const [network = "", bits = ""] = range.split("/");
  const family = isIP(network);
  if (family === 0 || isIP(host) === 0 || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family === 4 ? "ipv4" : "ipv6");
  return list.check(host, isIP(host) === 4 ? "ipv4" : "ipv6");
}
