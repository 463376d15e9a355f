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
 * Checks a request, before anything is read.
 *
 * @returns opens the cluster, or the dump instead; throws UserError if there is nothing to read, or the configuration is wrong
 * @throws UserError if the flags contradict each other
 */
export function prepareObjects(
  request: ObjectsRequest,
  needs: ObjectsNeeds,
): (terminal: Terminal) => Promise<OpenedObjects> {
  const used = withoutUnusedNamespaces(request);
  refuseContradictions(used, needs);
  const { filename } = used;
  return (terminal) =>
    filename === undefined ? openCluster(used, needs, terminal) : openDump(filename, used, terminal);
}
