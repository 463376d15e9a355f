import { ClusterClient } from "./client.ts";
import type { ClusterFlags } from "./endpoint.ts";
import { resolveEndpoint } from "./resolve-endpoint.ts";
import { readServerVersion } from "./version.ts";

/** An API server that has answered. */
export interface Connected {
  /** To be closed by who is done with it, also when something failed: requests may be under way that nobody waits for. */
  readonly client: ClusterClient;
  readonly context: string | null;
  /** Its address, without any credentials. */
  readonly server: string;
  /** The namespace of the context. */
  readonly namespace: string;
  /** What its `/version` says. */
  readonly serverMinor: number;
}

/** kubectl tells of requests from here on. */
const VERBOSE_REQUESTS = 6;

/**
 * Connects to the cluster that the flags and the kubeconfig name.
 *
 * @param verbosity from 6 on, `log` is told of each request, as kubectl's -v does
 * @throws UserError where there is no such cluster, or it does not answer
 */
export async function connect(
  flags: ClusterFlags,
  env: Readonly<Record<string, string | undefined>>,
  verbosity: number,
  log: (line: string) => void,
): Promise<Connected> {
  const endpoint = await resolveEndpoint(flags, env);
  const client = new ClusterClient(endpoint, {
    signal: new AbortController().signal,
    ...(verbosity >= VERBOSE_REQUESTS && { log }),
  });
  try {
    const { minor } = await readServerVersion(client);
    const { context, namespace } = endpoint;
    return { client, context, namespace, server: addressOf(endpoint.server), serverMinor: minor };
  } catch (error) {
    client.close();
    throw error;
  }
}

function addressOf({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}
