import { UserError } from "../../api/user-error.ts";

/** The address of an API server, and the `user:password` that stood in it, which must not be printed with it. */
export interface ServerUrl {
  readonly url: URL;
  /** Empty where there is none. */
  readonly userInfo: string;
}

/**
 * Reads the address of an API server as client-go v0.37.2 does (rest/url_utils.go DefaultServerURL): without a scheme it is plain http, a path
 * is a prefix of all paths, and a query or fragment is nothing.
 *
 * @param origin what names the server, for errors: `--server`, or the cluster and where it stands
 * @throws UserError where it is no address
 */
export function parseServerUrl(server: string, origin: string): ServerUrl {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(server);
  const url = URL.parse(hasScheme ? server : `http://${server}`);
  if (url === null || url.hostname === "") {
    throw invalid(origin, "no URL of a server", server);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw invalid(origin, `the scheme must be https or http, found ${url.protocol.slice(0, -1)}`, server);
  }
  if (!hasScheme && url.pathname !== "/") throw invalid(origin, "a path needs a scheme before the host", server);
  const userInfo = url.username === "" && url.password === "" ? "" : decodeUserInfo(url);
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  return { url, userInfo };
}

function decodeUserInfo({ username, password }: URL): string {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return `${username}:${password}`;
  }
}

function invalid(origin: string, fault: string, server: string): UserError {
  // What stands before an @ may be a password.
  const shown = server.includes("@") ? "" : ` "${server}"`;
  return new UserError(`${origin}: the server${shown} is invalid: ${fault}`, "Write it as https://host:6443.");
}
