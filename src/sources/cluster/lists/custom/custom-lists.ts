import type { CustomKinds } from "../../../../workloads/custom/custom-kinds.ts";
import { makersAbove } from "../../../../workloads/custom/kinds/makers.ts";
import { groupKindOf } from "../../../../workloads/identity.ts";
import type { UnreadKinds } from "../../../../workloads/cluster-item.ts";
import type { ClusterClient } from "../../client/client.ts";
import type { Resource } from "../resources.ts";
import { readDefinitions } from "./definitions.ts";
import { discoverKinds } from "./discovery.ts";

/** The lists of custom resources that may contain pods, makers before the objects that they make, and what may be missing. */
export interface CustomLists {
  readonly resources: readonly Resource[];
  readonly unread: readonly UnreadKinds[];
}

/** Answers of other programs about the cluster, which no CustomResourceDefinition describes. */
const METRICS = /(?:^|\.)metrics\.k8s\.io$/;

/**
 * Finds the custom resources of a cluster that may contain pods. It requests the kinds of the cluster once, and the CustomResourceDefinitions only if
 * there are kinds that are not known.
 *
 * A kind without namespaces is left out: its objects are patterns, and the pods are made in the namespace of another object.
 *
 * @param kinds learns the kinds of the definitions
 */
export async function findCustomLists(client: ClusterClient, kinds: CustomKinds): Promise<CustomLists> {
  const discovered = await discoverKinds(client, (group) => kinds.hasGroup(group));
  if (discovered.type === "unknown") return { resources: [], unread: [unread("discovery", discovered)] };
  const served = discovered.kinds.filter(({ isNamespaced }) => isNamespaced);
  const unknown = new Set(
    served.filter((one) => kinds.find(typeOf(one)) === undefined && !METRICS.test(one.group)).map(groupKind),
  );
  const isNeeded = (group: string, kind: string): boolean => unknown.has(groupKind({ group, version: "", kind }));
  const fault = unknown.size === 0 ? undefined : await readDefinitions(client, kinds, isNeeded);
  const resources = served.flatMap((resource) => {
    const custom = kinds.find(typeOf(resource))?.kind;
    return custom === undefined ? [] : [{ ...resource, custom }];
  });
  return {
    resources: resources.toSorted((a, b) => makersAbove(groupKind(a)) - makersAbove(groupKind(b))),
    unread: fault === undefined ? [] : [unread("definitions", fault)],
  };
}

type Kind = Pick<Resource, "group" | "version" | "kind">;

function typeOf({ group, version, kind }: Kind): { readonly apiVersion: string; readonly kind: string } {
  return { apiVersion: `${group}/${version}`, kind };
}

function groupKind(kind: Kind): string {
  return groupKindOf(typeOf(kind));
}

function unread(
  reason: "discovery" | "definitions",
  { message, isForbidden }: Pick<UnreadKinds, "message" | "isForbidden">,
): UnreadKinds {
  return { type: "unread-kinds", reason, resource: "", message, isForbidden };
}
