import type { CustomKind } from "../../../../workloads/custom/custom-kind.ts";
import { makersAbove } from "../../../../workloads/custom/makers.ts";
import type { UnreadKinds } from "../../../../workloads/object.ts";
import type { ClusterClient } from "../../client/client.ts";
import { readDefinitions, type DefinedKinds } from "./definitions.ts";
import { discoverKinds } from "./discovery.ts";
import type { Resource } from "../resources.ts";

/** The kinds that are known to contain pods: by the table of kinds, or because the user says so. */
export interface KnownKinds {
  /** The kind of a group; undefined if it is not known to contain pods. */
  find(group: string, kind: string): CustomKind | undefined;
  /** Whether a group has such a kind. */
  hasGroup(group: string): boolean;
}

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
 */
export async function findCustomLists(client: ClusterClient, known: KnownKinds): Promise<CustomLists> {
  const discovered = await discoverKinds(client, (group) => known.hasGroup(group));
  if (discovered.type === "unknown") {
    return { resources: [], unread: [unread("discovery", discovered)] };
  }
  const served = discovered.kinds.filter(({ isNamespaced }) => isNamespaced);
  const unknown = new Set(
    served.filter(({ group, kind }) => known.find(group, kind) === undefined && !METRICS.test(group)).map(groupKind),
  );
  const defined: DefinedKinds =
    unknown.size === 0
      ? { kinds: [] }
      : await readDefinitions(client, (group, kind) => unknown.has(groupKind({ group, kind })));
  const resources = served.flatMap((resource) => {
    const { group, version } = resource;
    const isDefined = (one: CustomKind): boolean => groupKind(one) === groupKind(resource) && one.version === version;
    const custom = known.find(group, resource.kind) ?? defined.kinds.find(isDefined);
    return custom === undefined ? [] : [{ ...resource, custom }];
  });
  return {
    resources: resources.toSorted((a, b) => makersAbove(groupKind(a)) - makersAbove(groupKind(b))),
    unread: defined.unread === undefined ? [] : [unread("definitions", defined.unread)],
  };
}

function unread(
  reason: "discovery" | "definitions",
  { message, isForbidden }: Pick<UnreadKinds, "message" | "isForbidden">,
): UnreadKinds {
  return { type: "unread-kinds", reason, resource: "", message, isForbidden };
}

function groupKind({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return `${group}/${kind}`;
}
