import { shorten } from "../../../api/words/quoted.ts";
import type { ClusterItem } from "../../../workloads/cluster-item.ts";
import type { Remark, WorkloadObject } from "../../../workloads/object.ts";

/**
 * Replaces each workload that is in no namespace by another object and a remark. The namespace of its pods is unknown, so no labels decide about
 * them.
 */
export function* namespaced<Item extends ClusterItem>(
  items: Iterable<Item>,
): Generator<Item | ClusterScoped, undefined> {
  for (const item of items) {
    if (item.type !== "workload" || item.custom?.isClusterScoped !== true) yield item;
    else yield* clusterScoped(item);
  }
}

type ClusterScoped = Remark | { readonly type: "other"; readonly object: NonNullable<Remark["object"]> };

function* clusterScoped({ apiVersion, kind, metadata, source }: WorkloadObject): Generator<ClusterScoped, undefined> {
  const { name, uid } = metadata;
  const object = { apiVersion, kind, ...(name !== undefined && { name }), ...(uid !== undefined && { uid }) };
  yield { type: "other", object };
  const message = `${shorten(kind)} (${shorten(apiVersion)}) is in no namespace, so no labels decide about its pods: not judged; lint judges it`;
  yield { type: "remark", severity: "info", code: "cluster-scoped", message, source, object };
}
