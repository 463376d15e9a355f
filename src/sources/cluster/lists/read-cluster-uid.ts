import { isUserError } from "../../../api/user-error.ts";
import { SYSTEM_NAMESPACE, type ClusterUid, type MissingClusterUid } from "../../../workloads/cluster-item.ts";
import { messageOf } from "../client/answer.ts";
import type { ClusterClient } from "../client/client.ts";
import { objectsOf } from "./list-objects.ts";
import { NAMESPACES, listPath } from "./resources.ts";

const OK = 200;
const FORBIDDEN = 403;

/**
 * Gets the uid of namespace kube-system, for a run whose list of namespaces may lack it. The right is optional, so a failure is an item: if the
 * connection is lost, the lists that follow say so.
 */
export async function readClusterUid(client: ClusterClient): Promise<ClusterUid | MissingClusterUid> {
  try {
    const { status, body, isTyped } = await client.get(`${listPath(NAMESPACES, null)}/${SYSTEM_NAMESPACE}`);
    if (status !== OK) {
      return { type: "missing-cluster-uid", message: messageOf(body, status), isForbidden: status === FORBIDDEN };
    }
    const [item] = objectsOf(NAMESPACES, body, isTyped);
    if (item?.type === "namespace" && item.uid !== undefined) return { type: "cluster-uid", uid: item.uid };
    return { type: "missing-cluster-uid", message: "the answer has no uid", isForbidden: false };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { type: "missing-cluster-uid", message: error.message, isForbidden: false };
  }
}
