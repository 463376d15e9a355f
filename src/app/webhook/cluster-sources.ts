import type { NamespaceLookup, ReviewSources } from "../../admission/review/reviewed.ts";
import { lookupFailure } from "../../admission/response.ts";
import type { ClusterClient } from "../../sources/cluster/client/client.ts";
import { getNamespaceLabels } from "../../sources/cluster/watch/get-namespace.ts";
import { listPods } from "../../sources/cluster/watch/list-pods.ts";
import type { NamespaceCache } from "../../sources/cluster/watch/namespace-cache.ts";

/** The limit of a request for a namespace that has no other, in milliseconds. */
const LONGEST_GET = 10_000;
/** The time that a check of existing pods may take, in milliseconds: defaultNamespacePodCheckTimeout of k8s.io/pod-security-admission v0.37.2. */
const LONGEST_CHECK = 1_000;

/**
 * The cluster, as a review needs it: namespaces from the cache, or from the API server where the cache has none (admission/namespace.go of
 * k8s.io/pod-security-admission v0.37.2), and pods from the API server.
 *
 * @param deadline when the answer must be ready, in milliseconds of performance.now()
 */
export function clusterSources(client: ClusterClient, cache: NamespaceCache, deadline: number): ReviewSources {
  const remaining = (): number => Math.max(0, deadline - performance.now());
  return {
    lookUp(namespace) {
      if (namespace === "") return { failure: lookupFailure(namespace) };
      const labels = cache.labelsOf(namespace);
      return labels === undefined ? getLabels(client, namespace, Math.min(remaining(), LONGEST_GET)) : { labels };
    },
    async listPods(namespace) {
      const time = Math.min(remaining() / 2, LONGEST_CHECK);
      // A timer of 0 ms may end after a fast answer.
      if (time === 0) return undefined;
      const end = performance.now() + time;
      const listed = await listPods(client, namespace, AbortSignal.timeout(Math.ceil(time)));
      return listed && { ...listed, isOver: () => performance.now() > end };
    },
  };
}

async function getLabels(client: ClusterClient, namespace: string, limit: number): Promise<NamespaceLookup> {
  const signal = AbortSignal.timeout(Math.ceil(limit));
  try {
    return await getNamespaceLabels(client, namespace, signal);
  } catch (error) {
    if (signal.aborted) return { failure: "context deadline exceeded" };
    return { failure: error instanceof Error ? error.message : "unknown error" };
  }
}
