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
 * Opens the cluster of a request, or the dump in its place.
 *
 * @throws UserError where the flags contradict each other, or there is nothing to read
 */
export async function openObjects(
  request: ObjectsRequest,
  needs: ObjectsNeeds,
  terminal: Terminal,
): Promise<OpenedObjects> {
  const asked = withoutUnusedNamespaces(request);
  refuseContradictions(asked, needs);
  const { filename } = asked;
  return filename === undefined ? openCluster(asked, needs, terminal) : openDump(filename, asked, terminal);
}
