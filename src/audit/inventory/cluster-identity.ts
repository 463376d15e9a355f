import { SYSTEM_NAMESPACE, type MissingClusterUid } from "../../workloads/cluster-item.ts";
import type { NamespaceObject } from "../../workloads/object.ts";

/** The uids of API servers: UUIDs, and those of servers that imitate one. Any other text is none, and must not reach a script. */
const UID = /^[\w.:-]{1,128}$/;

/** Learns which cluster the objects are from: no two clusters have a namespace kube-system with the same uid. */
export class ClusterIdentity {
  /** The failure to read the uid; undefined if there was none. */
  missing: MissingClusterUid | undefined;
  readonly #uids = new Set<string>();

  learn({ name, uid }: NamespaceObject): void {
    if (name === SYSTEM_NAMESPACE && uid !== undefined) this.add(uid);
  }

  add(uid: string): void {
    if (UID.test(uid)) this.#uids.add(uid);
  }

  /** Null if it is not known, or if a dump has several. */
  get uid(): string | null {
    const [uid = null] = this.#uids;
    return this.isMixed ? null : uid;
  }

  /** Whether a dump has several uids: then its objects are from several clusters. */
  get isMixed(): boolean {
    return this.#uids.size > 1;
  }
}
