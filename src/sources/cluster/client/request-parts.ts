import type { ExchangeOptions } from "../transport/request.ts";

/** A request with its headers, and the address that gets it. */
export interface PreparedRequest {
  readonly target: URL;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly options: Pick<ExchangeOptions, "agent" | "path">;
}

/** Returns the address of a path below that of the server. */
export function urlOf(server: URL, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(server);
  url.pathname = server.pathname.replace(/\/$/, "") + path;
  url.search = new URLSearchParams(query).toString();
  return url;
}

/** Removes the user from a proxy's URL: Node would send it to the API server, too, as `Authorization`. */
export function withoutUser(proxy: URL): URL {
  const url = new URL(proxy);
  url.username = "";
  url.password = "";
  return url;
}

/** Whether a connection was closed by the other side. */
export function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}
