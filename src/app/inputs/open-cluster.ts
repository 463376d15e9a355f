import type { NamespaceScope } from "../../audit/inventory/scope.ts";
import { CHECKS } from "../../policy/checks.ts";
import { createEvaluator } from "../../policy/evaluator.ts";
import { connect, type Connected } from "../../sources/cluster/connect.ts";
import { readNamespaces, readWorkloads, type Scope } from "../../sources/cluster/lists/read-cluster.ts";
import { readServerMinor } from "../../sources/cluster/version.ts";
import type { ClusterItem } from "../../workloads/object.ts";
import type { Terminal } from "../terminal.ts";
import type { ObjectsNeeds, ObjectsRequest } from "./objects-request.ts";
import type { OpenedObjects } from "./opened-objects.ts";
import { readClusterConfiguration } from "./read-configuration.ts";

/**
 * Connects to a cluster, and requests its version if it is needed.
 *
 * @throws UserError if there is no such cluster, the configuration is wrong, or the server does not answer
 */
export async function openCluster(
  request: ObjectsRequest,
  needs: ObjectsNeeds,
  terminal: Terminal,
): Promise<OpenedObjects> {
  const connected = await connect(request, terminal.env, request.verbosity, terminal.say);
  const { client, context, server } = connected;
  const close = (): void => client.close();
  try {
    const { serverVersion } = request;
    // After the errors of the kubeconfig, and before the first request.
    const configuration = await readClusterConfiguration(request.admissionConfig);
    const isVersionNeeded = serverVersion === undefined || needs.isVersionNeeded;
    const clusterMinor = isVersionNeeded ? await readServerMinor(client) : undefined;
    const serverMinor = serverVersion ?? clusterMinor;
    const lists = listsOf(request, needs, connected);
    /** The names of the namespaces that the server returned: with a selector, only these are in the scope. */
    const returned = new Set<string>();
    const evaluator = createEvaluator(CHECKS, serverMinor);
    return {
      admission: { ...configuration, evaluator },
      evaluator,
      scope: { ...scopeOf(lists, returned), isCurrent: isCurrent(request, needs) },
      cluster: { type: "cluster", context, server },
      serverMinor,
      clusterMinor,
      items: { type: "cluster", pages: readPages(connected, lists, returned, terminal) },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Whether the run covers the namespace of the context. */
function isCurrent({ namespace, selector, allNamespaces }: ObjectsRequest, needs: ObjectsNeeds): boolean {
  return needs.isCurrentDefault && namespace === undefined && selector === undefined && allNamespaces !== true;
}

function listsOf(request: ObjectsRequest, needs: ObjectsNeeds, connected: Connected): Scope {
  const { namespace, selector, allNamespaces } = request;
  if (selector !== undefined) return { type: "all", labelSelector: selector };
  if (allNamespaces === true) return { type: "all" };
  if (namespace !== undefined) return { type: "namespaces", names: namespace };
  return isCurrent(request, needs) ? { type: "namespaces", names: [connected.namespace] } : { type: "all" };
}

function scopeOf(lists: Scope, returned: ReadonlySet<string>): NamespaceScope {
  if (lists.type === "namespaces") {
    const { names } = lists;
    return { names, includes: (name) => names.includes(name) };
  }
  const { labelSelector: selector } = lists;
  return selector === undefined ? { includes: () => true } : { selector, includes: (name) => returned.has(name) };
}

async function* readPages(
  { client }: Connected,
  lists: Scope,
  returned: Set<string>,
  terminal: Terminal,
): AsyncGenerator<Iterable<ClusterItem>, undefined> {
  const progress = await terminal.showCluster();
  const absent = new Set<string>();
  try {
    for await (const item of readNamespaces(client, lists)) {
      if (item.type === "namespace") returned.add(item.name);
      if (item.type === "absent") absent.add(item.namespace);
      yield [item];
    }
    yield* readWorkloads(client, withoutAbsent(lists, absent), returned, (state) => progress?.update(state));
  } finally {
    progress?.end();
  }
}

/** Removes the namespaces that do not exist, so that there are no requests for them. */
function withoutAbsent(lists: Scope, absent: ReadonlySet<string>): Scope {
  return lists.type === "all" ? lists : { ...lists, names: lists.names.filter((name) => !absent.has(name)) };
}
