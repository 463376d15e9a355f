import type { Pod } from "../../../api/pod.ts";
import { isRecord } from "../../../api/record.ts";
import { decodeObject } from "../../../objects/decode/decode.ts";
import { podOf } from "../../../workloads/pod-template.ts";
import type { ClusterClient } from "../client/client.ts";
import { readPages, type Page } from "../lists/pages/pager.ts";
import { PODS } from "../lists/resources.ts";

/** The pods of a namespace that were listed in time. */
export interface ListedPods {
  readonly pods: readonly Pod[];
  /** How many pods follow, as far as the server tells. */
  readonly remaining: number;
}

/**
 * Lists the pods of a namespace, page by page, until the time is over. Their defaults are those of the API server.
 *
 * @param signal says when the time is over
 * @returns undefined if no page was read in time, or a page could not be read
 */
export async function listPods(
  client: ClusterClient,
  namespace: string,
  signal: AbortSignal,
): Promise<ListedPods | undefined> {
  const pages = readPages(client, PODS, namespace);
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  const end = (): void => resolve(undefined);
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  const pods: Pod[] = [];
  let remaining: number | undefined;
  try {
    for (;;) {
      const next = await Promise.race([pages.next(), over]);
      if (next === undefined) return remaining === undefined ? undefined : { pods, remaining };
      if (next.done === true) return { pods, remaining: 0 };
      const page = next.value;
      if (page.type === "refused") return undefined;
      addPods(pods, page);
      remaining = page.remaining ?? 0;
    }
  } catch {
    // No connection: the caller warns that the pods could not be listed, in the API server's words.
    return undefined;
  } finally {
    signal.removeEventListener("abort", end);
    // A request that is still running must not end in an unhandled rejection.
    pages.return(undefined).catch(() => {});
  }
}

function addPods(pods: Pod[], { items, isTyped }: Extract<Page, { type: "page" }>): void {
  for (const item of items) {
    if (!isRecord(item)) continue;
    // The API server writes no faults, but a proxy may.
    if (!isTyped && decodeObject(item, "Pod").faults.length > 0) continue;
    const found = podOf("Pod", item);
    if (found !== undefined) pods.push(found.pod);
  }
}
