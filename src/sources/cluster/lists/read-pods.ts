import type { Pod } from "../../../api/pod.ts";
import { isRecord } from "../../../api/record.ts";
import { isUserError } from "../../../api/user-error.ts";
import { decodeObject } from "../../../objects/decode/decode.ts";
import type { MissingList } from "../../../workloads/cluster-item.ts";
import { podOf } from "../../../workloads/pod-template.ts";
import type { ClusterClient } from "../client/client.ts";
import { ListFault } from "../client/list-fault.ts";
import { forbiddenList, unreadList } from "./missing-list.ts";
import { readPages } from "./pages/pager.ts";
import { PODS } from "./resources.ts";

/** A pod and its status, as the server sent it. */
export interface PodWithStatus {
  readonly type: "pod";
  readonly pod: Pod;
  readonly status: unknown;
}

/** The pods in JSON, because the decoder of protocol buffers skips the statuses of containers. */
const WHOLE_PODS = { ...PODS, isJson: true } as const;

/**
 * Lists pods with their statuses, page by page.
 *
 * @param namespace null for all namespaces
 * @returns the pods, and at the end the reason if some or all of them could not be read
 * @throws UserError if there is no connection to the server from the beginning
 */
export async function* readPods(
  client: ClusterClient,
  namespace: string | null,
): AsyncGenerator<PodWithStatus | MissingList, undefined> {
  let hasStarted = false;
  try {
    for await (const page of readPages(client, WHOLE_PODS, namespace)) {
      hasStarted = true;
      if (page.type === "refused") {
        yield page.isForbidden
          ? forbiddenList(PODS, namespace, page.message)
          : unreadList(PODS, namespace, `pods: ${page.message}`);
        return;
      }
      for (const item of page.items) {
        const pod = readPod(item);
        if (pod !== undefined) yield pod;
      }
    }
  } catch (error) {
    const isLost = isUserError(error) && hasStarted;
    if (!isLost && !(error instanceof ListFault)) throw error;
    yield unreadList(PODS, namespace, `pods: the list could not be read to its end: ${error.message}`);
  }
}

/** The API server writes no faults, but a proxy may. */
function readPod(item: unknown): PodWithStatus | undefined {
  if (!isRecord(item) || decodeObject(item, "Pod").faults.length > 0) return undefined;
  const found = podOf("Pod", item);
  return found && { type: "pod", pod: found.pod, status: item["status"] };
}
