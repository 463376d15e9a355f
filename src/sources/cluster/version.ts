import { UserError } from "../../api/user-error.ts";
import type { ClusterClient } from "./client.ts";

/** What an API server says of itself. */
export interface ServerVersion {
  readonly minor: number;
  /** `v1.33.4-eks-1234` */
  readonly gitVersion: string;
}

/**
 * Asks an API server for its version: `/version`, which every user may read. Its minor may have something behind it (`33+`).
 *
 * @throws UserError where that is no API server of Kubernetes 1
 */
export async function readServerVersion(client: ClusterClient): Promise<ServerVersion> {
  const { status, body } = await client.get("/version");
  // A server that emulates an older one (--emulated-version) admits as that one would.
  const { major, minor: built, emulationMinor: minor = built, gitVersion } = body;
  const digits = typeof minor === "string" ? /^\d+/.exec(minor)?.[0] : undefined;
  if (status === 200 && major === "1" && digits !== undefined) {
    return { minor: Number(digits), gitVersion: typeof gitVersion === "string" ? gitVersion : `v1.${digits}` };
  }
  const said = typeof body["message"] === "string" ? `: ${body["message"]}` : "";
  throw new UserError(
    `no version of Kubernetes at /version (${status})${said}`,
    "Is it an API server? Check the server's address; or say with --server-version how to judge.",
  );
}
