import type { NamespaceScope } from "../../audit/inventory/scope/scope.ts";
import { CHECKS } from "../../policy/checks.ts";
import { defaultsOn } from "../../admission/labels.ts";
import { createEvaluator } from "../../policy/evaluator.ts";
import { connect, type Connected } from "../../sources/cluster/connect.ts";
import { findCustomLists } from "../../sources/cluster/lists/custom/custom-lists.ts";
import { readClusterUid } from "../../sources/cluster/lists/read-cluster-uid.ts";
import { readWorkloads } from "../../sources/cluster/lists/read-cluster.ts";
import { readNamespaces } from "../../sources/cluster/lists/read-namespaces.ts";
import { abandonable } from "../../sources/cluster/lists/requested-list.ts";
import type { Scope } from "../../sources/cluster/lists/scope.ts";
import { readServerMinor } from "../../sources/cluster/version.ts";
import { parseOwnKinds } from "../../workloads/custom/own-kinds.ts";
import { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import { SYSTEM_NAMESPACE, type ClusterItem } from "../../workloads/cluster-item.ts";
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
    const configuration = await readClusterConfiguration(request.admissionConfig, terminal);
    const kinds = new CustomKinds(parseOwnKinds(request.podTemplate ?? []));
    const isVersionNeeded = serverVersion === undefined || needs.isVersionNeeded;
    const clusterMinor = isVersionNeeded ? await readServerMinor(client) : undefined;
    const serverMinor = serverVersion ?? clusterMinor;
    const lists = listsOf(request, needs, connected);
    const found: Found = { returned: new Set(), absent: new Set() };
    const evaluator = createEvaluator(CHECKS, serverMinor);
    return {
      admission: { ...configuration, defaults: defaultsOn(evaluator.maxMinor, configuration.defaults), evaluator },
      evaluator,
      scope: { ...scopeOf(lists, found), isCurrent: isCurrent(request, needs) },
      cluster: { type: "cluster", context, server },
      serverMinor,
      clusterMinor,
      items: {
        type: "cluster",
        pages: readPages(connected, lists, found, { ...needs, kinds, isAccepted: isVersionNeeded }, terminal),
        kinds,
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** The facts about namespaces that the server has told so far. */
interface Found {
  /** The names of the namespaces that it returned: with a selector, only these are in the scope. */
  readonly returned: Set<string>;
  /** The names of `-n` that no namespace has. */
  readonly absent: Set<string>;
  /** The only namespace in the scope, if the user may not list all of them. */
  narrowed?: string;
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
  return isCurrent(request, needs)
    ? { type: "namespaces", names: [connected.namespace] }
    : { type: "all", fallback: connected.namespace };
}

function scopeOf(lists: Scope, found: Readonly<Found>): NamespaceScope {
  if (lists.type === "namespaces") {
    const { names } = lists;
    return { names, includes: (name) => names.includes(name) };
  }
  const { labelSelector: selector } = lists;
  if (selector !== undefined) return { selector, includes: (name) => found.returned.has(name) };
  return { includes: (name) => found.narrowed === undefined || found.narrowed === name };
}

async function* readPages(
  { client }: Connected,
  lists: Scope,
  found: Found,
  {
    hasEvents,
    isUidNeeded,
    hasAccess = false,
    hasPolicies = false,
    kinds,
    isAccepted,
  }: ObjectsNeeds & { readonly kinds: CustomKinds; readonly isAccepted: boolean },
  terminal: Terminal,
): AsyncGenerator<Iterable<ClusterItem>, undefined> {
  const progress = await terminal.showCluster();
  // Requested beside the namespaces, which do not change the answer. A server that has not answered yet gets one request: it may refuse the credentials.
  const isEverything = lists.type === "all" && lists.labelSelector === undefined;
  const custom = isEverything && isAccepted ? abandonable(findCustomLists(client, kinds)) : undefined;
  try {
    for await (const item of readNamespaces(client, lists)) {
      if (item.type === "namespace") found.returned.add(item.name);
      if (item.type === "absent") found.absent.add(item.namespace);
      if (item.type === "narrowed") found.narrowed = item.namespace;
      yield [item];
    }
    if (isUidNeeded && !found.returned.has(SYSTEM_NAMESPACE)) yield [await readClusterUid(client)];
    yield* readWorkloads(client, remainingLists(lists, found), found.returned, {
      onProgress: (state) => progress?.update(state),
      hasEvents,
      hasAccess,
      hasPolicies,
      kinds,
      custom,
    });
  } finally {
    progress?.end();
  }
}

/** The scope without the namespaces that do not exist, so that there are no requests for them. */
function remainingLists(lists: Scope, { narrowed, absent }: Found): Scope {
  const names = lists.type === "namespaces" ? lists.names : narrowed === undefined ? undefined : [narrowed];
  if (names === undefined) return lists;
  return { type: "namespaces", names: names.filter((name) => !absent.has(name)) };
}
