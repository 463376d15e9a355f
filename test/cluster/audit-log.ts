import { readFile } from "node:fs/promises";
import { auditLogOf, type ClusterFiles, type User } from "./server.ts";

/** A request, as the API server has logged it when it came in. */
export interface LoggedRequest {
  readonly stage: string;
  /** `list` and `get` are what the API server calls a GET without `watch`. */
  readonly verb: string;
  readonly requestURI: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string };
}

/**
 * All requests of a user so far: the API server writes the line before it looks at the request, so that none is missing here
 * that has been answered.
 */
export async function requestsOf(files: ClusterFiles, user: User): Promise<readonly LoggedRequest[]> {
  const lines = (await readFile(auditLogOf(files), "utf8")).trimEnd().split("\n");
  return lines
    .map((line): LoggedRequest => JSON.parse(line))
    .filter(({ stage, user: { username } }) => stage === "RequestReceived" && username === user);
}
