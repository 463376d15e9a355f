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

/** The path of discovery. */
export const DISCOVERY = "/apis";

/** An APIGroupDiscoveryList; without kinds, that of a server without custom resources. */
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
