import { readFile } from "node:fs/promises";
import { auditLogOf, type ClusterFiles, type User } from "./server.ts";

/** A request in the API server's log, at its arrival. */
export interface LoggedRequest {
  readonly stage: string;
  /** The API server names a GET without `watch` `list` or `get`. */
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string };
}

/**
 * All requests of a user so far. The API server writes the line before it handles the request, so the log has every answered request.
 */
export async function requestsOf(files: ClusterFiles, user: User): Promise<readonly LoggedRequest[]> {
  const lines = (await readFile(auditLogOf(files), "utf8")).trimEnd().split("\n");
  return lines
    .map((line): LoggedRequest => JSON.parse(line))
    .filter(({ stage, user: { username } }) => stage === "RequestReceived" && username === user);
}
