/** The kinds of a stub of an API server, as discovery answers them, and the kinds that tests know. */
import type { KnownKinds } from "../../../../../src/sources/cluster/lists/custom/custom-lists.ts";
import type { CustomKind } from "../../../../../src/workloads/custom/custom-kind.ts";
import { parseTemplatePath } from "../../../../../src/workloads/custom/template-path.ts";

/** A kind that a stub serves. */
export interface Served {
  readonly group: string;
  /** In the server's order of preference. */
  readonly versions: readonly string[];
  readonly resource: string;
  readonly kind: string;
  readonly isClusterScoped?: true;
  readonly verbs?: readonly string[];
}

const READABLE = ["get", "list", "watch"];

/** An APIGroupDiscoveryList. */
export function aggregated(...kinds: readonly Served[]): object {
  const items = [...Map.groupBy(kinds, ({ group }) => group)].map(([group, some]) => ({
    metadata: { name: group },
    versions: [...new Set(some.flatMap(({ versions }) => versions))].map((version) => ({
      version,
      freshness: "Current",
      resources: some
        .filter(({ versions }) => versions.includes(version))
        .map(({ resource, kind, isClusterScoped, verbs = READABLE }) => ({
          resource,
          responseKind: { group, version, kind },
          scope: isClusterScoped === true ? "Cluster" : "Namespaced",
          verbs,
          subresources: [{ subresource: "status", responseKind: { group, version, kind }, verbs: ["get"] }],
        })),
    })),
  }));
  return { kind: "APIGroupDiscoveryList", apiVersion: "apidiscovery.k8s.io/v2", metadata: {}, items };
}

/** A kind of the table, with paths of template-path.ts. */
export function customKind(group: string, kind: string, path: string, isPartial = false): CustomKind {
  return { group, kind, templates: [{ path: parseTemplatePath(path), ...(isPartial && { isPartial }) }] };
}

/** The table of the tests. */
export function tableOf(...kinds: readonly CustomKind[]): KnownKinds {
  return {
    find: (group, kind) => kinds.find((one) => one.group === group && one.kind === kind),
    hasGroup: (group) => kinds.some((one) => one.group === group),
  };
}
