import type { Pod } from "../../api/pod.ts";
import { connect } from "../../sources/cluster/connect.ts";
import type { ClusterFlags } from "../../sources/cluster/endpoint.ts";
import { readPods } from "../../sources/cluster/lists/read-pods.ts";
import type { MissingList } from "../../workloads/cluster-item.ts";
import type { Terminal } from "../terminal.ts";

/** The pods to list. */
export interface ClusterPodsRequest {
  readonly flags: ClusterFlags;
  /** kubectl's `-v`. */
  readonly verbosity: number;
  /** The namespaces whose pods are listed one by one if those of the whole cluster may not be listed. */
  readonly namespaces: () => Iterable<string>;
  /** Called with each pod, and its status as the server sent it. */
  readonly onPod: (pod: Pod, status: unknown) => void;
}

/** The cluster, and the lists of it that could not be read. */
export interface ClusterPods {
  readonly cluster: { readonly context: string | null; readonly server: string };
  /** The namespaces that were read one by one; null for all. */
  readonly namespaces: readonly string[] | null;
  readonly missing: readonly MissingList[];
}

/** The most namespaces that are read one by one. With more, none is: each takes a request. */
const MAX_NAMESPACES = 100;

/**
 * Lists the pods of a cluster with their statuses; it requests nothing else.
 *
 * @throws UserError if there is no such cluster, or no connection to it
 */
export async function readClusterPods(
  { flags, verbosity, namespaces, onPod }: ClusterPodsRequest,
  terminal: Terminal,
): Promise<ClusterPods> {
  const { client, context, server } = await connect(flags, terminal.env, verbosity, terminal.say);
  const progress = await terminal.showCluster();
  let pods = 0;
  const list = async (namespace: string | null): Promise<readonly MissingList[]> => {
    const missing: MissingList[] = [];
    for await (const item of readPods(client, namespace)) {
      if (item.type === "missing") missing.push(item);
      else {
        onPod(item.pod, item.status);
        if (++pods % PROGRESS === 0) progress?.update({ pages: 1, pods, remaining: undefined });
      }
    }
    return missing;
  };
  try {
    const cluster = { context, server };
    const refused = await list(null);
    const names = refused.some(({ rule }) => rule !== "") ? [...new Set(namespaces())] : [];
    if (names.length === 0 || names.length > MAX_NAMESPACES) return { cluster, namespaces: null, missing: refused };
    const missing: MissingList[] = [];
    for (const namespace of names) missing.push(...(await list(namespace)));
    // A user without any right needs one rule, and not one for each namespace.
    return missing.length === names.length && pods === 0
      ? { cluster, namespaces: null, missing: refused }
      : { cluster, namespaces: names, missing };
  } finally {
    progress?.end();
    client.close();
  }
}

/** How many pods are read between two lines of progress. */
const PROGRESS = 500;
