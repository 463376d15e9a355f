import { ClusterClient } from "./client/client.ts";
import type { ClusterFlags } from "./endpoint.ts";
import { resolveEndpoint } from "./resolve-endpoint.ts";
import { addressOf } from "./server-url.ts";

/** A client of an API server, and how the user selected that server. */
export interface Connected {
  /** The caller must close it, also after a failure, since requests may still run. */
  readonly client: ClusterClient;
  /** The context in use; null if there is none. */
  readonly context: string | null;
  /** The address of the server, without credentials. */
  readonly server: string;
  /** The namespace of the context. */
  readonly namespace: string;
}

/** The verbosity from which on kubectl logs requests. */
const VERBOSE_REQUESTS = 6;

/**
 * Finds the cluster that the flags and the kubeconfig name. No request is sent yet.
 *
 * @param verbosity from 6 on, `log` is called for each request, as with kubectl's -v. It is called for long waits in any case
 * @throws UserError if there is no such cluster
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
