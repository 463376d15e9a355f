import type { Terminal } from "../terminal.ts";
import {
  refuseContradictions,
  withoutUnusedNamespaces,
  type ObjectsNeeds,
  type ObjectsRequest,
} from "./objects-request.ts";
import type { OpenedObjects } from "./opened-objects.ts";
import { openCluster } from "./open-cluster.ts";
import { openDump } from "./open-dump.ts";

/**
 * Opens the cluster of a request, or the dump instead.
 *
 * @throws UserError if the flags contradict each other, or there is nothing to read
 */
export async function openObjects(
  request: ObjectsRequest,
  needs: ObjectsNeeds,
  terminal: Terminal,
): Promise<OpenedObjects> {
  const used = withoutUnusedNamespaces(request);
  refuseContradictions(used, needs);
  const { filename } = used;
  return filename === undefined ? openCluster(used, needs, terminal) : openDump(filename, used, terminal);
}
