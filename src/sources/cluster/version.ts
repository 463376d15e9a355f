import { UserError } from "../../api/user-error.ts";
import { messageOf } from "./transport/answer-error.ts";
import type { ClusterClient } from "./client.ts";

/**
 * Asks an API server for its minor: `/version`, which every user may read. It may have something behind it (`33+`).
 *
 * @throws UserError where that is no API server of Kubernetes 1
 */
export async function readServerMinor(client: ClusterClient): Promise<number> {
  const { status, body } = await client.get("/version");
  // A server that emulates an older one (--emulated-version) admits as that one would.
  const { major, minor: built, emulationMinor: minor = built } = body;
  const digits = typeof minor === "string" ? /^\d+/.exec(minor)?.[0] : undefined;
  if (status === 200 && major === "1" && digits !== undefined) return Number(digits);
  const said = typeof body["message"] === "string" ? `: ${messageOf(body, status)}` : "";
  throw new UserError(
    `no version of Kubernetes at /version (${status})${said}`,
    "Is it an API server? Check the server's address; or say with --server-version how to judge.",
  );
}
