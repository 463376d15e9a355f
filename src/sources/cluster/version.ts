import { UserError } from "../../api/user-error.ts";
import { messageOf } from "./client/answer.ts";
import type { ClusterClient } from "./client/client.ts";

/**
 * Reads the minor version of an API server from `/version`, which every user may read. The server may add to the number (`33+`).
 *
 * @throws UserError if it is not an API server of Kubernetes 1
 */
export async function readServerMinor(client: ClusterClient): Promise<number> {
  const { status, body } = await client.get("/version");
  // A server that emulates an older version (--emulated-version) also admits pods as that version does.
  const { major, minor: built, emulationMinor: minor = built } = body;
  const digits = typeof minor === "string" ? /^\d+/.exec(minor)?.[0] : undefined;
  if (status === 200 && major === "1" && digits !== undefined) return Number(digits);
  const said = typeof body["message"] === "string" ? `: ${messageOf(body, status)}` : "";
  throw new UserError(
    `no version of Kubernetes at /version (${status})${said}`,
    "Is it an API server? Check the server's address; or say with --server-version how to judge.",
  );
}
