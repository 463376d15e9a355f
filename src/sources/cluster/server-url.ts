import { UserError } from "../../api/user-error.ts";

/** The address of an API server. Its `user:password` is kept apart, because it must not be printed. */
export interface ServerUrl {
  readonly url: URL;
  /** The address as it was written, if nothing in it may be secret; else without user, password, query and fragment. */
  readonly shown: string;
  /** `user:password`; empty if there is none. */
  readonly userInfo: string;
}

/**
 * Parses the address of an API server as client-go v0.37.2 does (rest/url_utils.go DefaultServerURL): without a scheme it is plain http, a path
 * is a prefix of all paths, and a query or fragment is ignored.
 *
 * @param origin the place of the address, for errors: `--server`, or the cluster in its kubeconfig
 * @throws UserError if it is not an address
 */
export function parseServerUrl(server: string, origin: string): ServerUrl {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
  const url = URL.parse(hasScheme ? server : `http://${server}`);
  if (url === null || url.hostname === "") {
    throw invalid(origin, "not the URL of a server");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw invalid(origin, "the scheme must be https or http");
  }
  if (!hasScheme && url.pathname !== "/") throw invalid(origin, "a path needs a scheme before the host");
  // In `user:1/2@host` the host is `user`, and the rest would be printed as a path.
  if (`${url.pathname}${url.search}${url.hash}`.includes("@")) throw invalid(origin, "an @ follows the host", AT_HINT);
  const userInfo = url.username === "" && url.password === "" ? "" : decodeUserInfo(url);
  const hasMore = userInfo !== "" || url.search !== "" || url.hash !== "";
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return { url, shown: hasMore ? addressOf(url) : server, userInfo };
}

/** An address in its shortest form: `https://host:6443`, with its path unless that is `/`. */
export function addressOf({ origin, pathname }: URL): string {
  return `${origin}${pathname === "/" ? "" : pathname}`;
}

/** A host name without the brackets that a URL has around an IPv6 address. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}

function decodeUserInfo({ username, password }: URL): string {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return `${username}:${password}`;
  }
}

const AT_HINT = "In a password / is written %2F, ? is %3F, # is %23 and @ is %40.";

/** An error without the URL: an invalid one may have a password anywhere. */
function invalid(origin: string, fault: string, hint = "Write it as https://host:6443."): UserError {
  return new UserError(`${origin}: the server is invalid: ${fault}`, hint);
}
