import { isRecord } from "../../../api/record.ts";
import { FAILED_CREATE, readRejectionEvent } from "../../../objects/rejection-events.ts";
import type { ClusterItem, MissingEvents } from "../../../workloads/cluster-item.ts";
import type { ClusterClient } from "../client/client.ts";
import { ListFault } from "../client/list-fault.ts";
import { readPages, type Page, type Refused } from "./pages/pager.ts";
import { request, untilLost, type RequestedList } from "./requested-list.ts";
import { EVENTS } from "./resources.ts";

/** How many lists are requested before they are read. */
const LISTS_AHEAD = 3;

/**
 * Reads the Events about pods that Pod Security Admission rejected. If a list cannot be read, its last item says so, and no list follows a lost
 * connection.
 *
 * @param namespaces the namespaces to list one by one; null is the whole cluster
 */
export async function* readEvents(
  client: ClusterClient,
  namespaces: readonly (string | null)[],
): AsyncGenerator<Iterable<ClusterItem>, undefined> {
  const requested: RequestedList[] = [];
  let next = 0;
  while (next < namespaces.length || requested.length > 0) {
    for (; requested.length <= LISTS_AHEAD && next < namespaces.length; next++) {
      const pages = readPages(client, EVENTS, namespaces[next] ?? null, { fieldSelector: `reason=${FAILED_CREATE}` });
      requested.push(request(pages));
    }
    const list = requested.shift();
    if (list === undefined) return;
    for await (const page of untilLost(list)) {
      if (page.type === "lost") return yield [missing(page)];
      yield rejectionsOf(page);
    }
  }
}

function* rejectionsOf(page: Page): Generator<ClusterItem, undefined> {
  if (page.type === "refused") return yield missing(page);
  try {
    for (const item of page.items) {
      const event = isRecord(item) ? readRejectionEvent(item) : undefined;
      if (event !== undefined) yield event;
    }
  } catch (error) {
    if (!(error instanceof ListFault)) throw error;
    yield missing({ message: `events: the list could not be read to its end: ${error.message}`, isForbidden: false });
  }
}

function missing({ message, isForbidden }: Pick<Refused, "message" | "isForbidden">): MissingEvents {
  return { type: "missing-events", message, isForbidden };
}
