import { ClusterClient } from "./client/client.ts";
import type { ClusterFlags } from "./endpoint.ts";
import { resolveEndpoint } from "./resolve-endpoint.ts";
import { addressOf } from "./server-url.ts";

/** An API server, and the client that asks it. */
export interface Connected {
  /** To be closed by who is done with it, also when something failed: requests may be under way that nobody waits for. */
  readonly client: ClusterClient;
  readonly context: string | null;
  /** Its address, without any credentials. */
  readonly server: string;
  /** The namespace of the context. */
  readonly namespace: string;
}

/** kubectl tells of requests from here on. */
const VERBOSE_REQUESTS = 6;

/**
 * Finds the cluster that the flags and the kubeconfig name. Nothing is asked of it yet.
 *
 * @param verbosity from 6 on, `log` is told of each request, as kubectl's -v does; of long waits it is told in any case
 * @throws UserError where there is no such cluster
 */
export async function connect(
  flags: ClusterFlags,
  env: Readonly<Record<string, string | undefined>>,
  verbosity: number,
  log: (line: string) => void,
): Promise<Connected> {
  const endpoint = await resolveEndpoint(flags, env);
  const client = new ClusterClient(endpoint, { announce: log, ...(verbosity >= VERBOSE_REQUESTS && { log }) });
  const { context, namespace } = endpoint;
  return { client, context, namespace, server: addressOf(endpoint.server) };
}
