import { isNarrowed, unreadNamespaceOf } from "./missing.ts";
import type { Report, Summary, Unreadable } from "../report.ts";

/** The parts of a report that say what could not be read. */
type Inputs = Pick<Report, "notes" | "unreadable">;
type List = NonNullable<Unreadable["list"]>;

/** The parts of a report, or of a plan, that say how much could be read. */
export interface Extent extends Inputs {
  readonly summary: Pick<Summary, "namespaces">;
  /** The namespaces of a plan that keep their level. */
  readonly kept?: readonly object[];
}

/** A user without credentials (k8s.io/apiserver v0.37.2, user.Anonymous). */
export const ANONYMOUS = "system:anonymous";

/** The lists of the objects that make pods, as kubectl names them: the resource, and its group if it is not the core group. */
export const WORKLOAD_LISTS = [
  ...["pods", "podtemplates", "replicationcontrollers"],
  ...["daemonsets.apps", "deployments.apps", "replicasets.apps", "statefulsets.apps"],
  ...["cronjobs.batch", "jobs.batch"],
] as const;

/** The lists that only a migration from PodSecurityPolicy reads. */
export const ACCESS_LISTS = [
  "podsecuritypolicies.policy",
  ...["clusterroles", "clusterrolebindings", "roles", "rolebindings"].map(
    (name) => `${name}.rbac.authorization.k8s.io`,
  ),
] as const;

/** The lists and namespaces that the API server does not allow the user to read. */
export interface Forbidden {
  /** The user's name as the API server knows it; null if it does not say the name. */
  readonly user: string | null;
  /** The first of the API server's messages. */
  readonly message: string;
  /** The number of lists and namespaces that the user may not read: each needs a right. */
  readonly rights: number;
  /** The namespaces that the user may not get. Their labels are unknown. */
  readonly namespaces: readonly string[];
  readonly lists: readonly ForbiddenLists[];
  /** Whether the run reads the current namespace instead of all. */
  readonly isNarrowed: boolean;
}

/** The resources that may not be listed in the same places. */
export interface ForbiddenLists {
  /** Sorted. */
  readonly resources: readonly string[];
  /** Null for the whole cluster. */
  readonly namespaces: readonly string[] | null;
}

/** Whether the API server forbids a list or a namespace: only then there is a rule that allows it. */
export function isForbidden({ list }: Unreadable): boolean {
  return list !== null && list.rule !== "";
}

/** Whether the user may read nothing in a cluster, so that a report would have nothing but zeros. */
export function isNothingRead({ unreadable, summary, kept = [] }: Extent): boolean {
  return summary.namespaces + kept.length === 0 && areAllRefused(unreadable);
}

/** Whether the API server refused all lists. An empty cluster or namespace whose lists could be read is not meant. */
export function areAllRefused(unreadable: readonly Unreadable[]): boolean {
  if (!unreadable.some(isForbidden)) return false;
  const byPlace = Map.groupBy(
    unreadable.flatMap(({ list }) => list ?? []),
    ({ namespace }) => namespace,
  );
  // Of the whole cluster, a run that reads one namespace has asked for two lists only.
  const named = [...byPlace].filter(([namespace]) => namespace !== null);
  if (named.length > 0) return named.every(([, lists]) => hasAll(lists));
  const everywhere = byPlace.get(null) ?? [];
  // Without the list of namespaces, a selector selects none, so no other list is read.
  return hasAll(everywhere) || everywhere.every(({ resource }) => resource === "namespaces");
}

function hasAll(lists: readonly List[]): boolean {
  const resources = new Set(lists.map(({ resource }) => resource));
  return WORKLOAD_LISTS.every((name) => resources.has(name.split(".", 1)[0] ?? ""));
}

/** Collects what a user may not read; null if there is nothing. */
export function forbiddenOf({ notes, unreadable }: Inputs): Forbidden | null {
  const forbidden = unreadable.filter(isForbidden);
  const [first] = forbidden;
  if (first === undefined) return null;
  const lists = forbidden.filter((one) => unreadNamespaceOf(one) === undefined);
  return {
    user: userIn(first.message),
    message: first.message,
    rights: forbidden.length,
    namespaces: forbidden.flatMap((one) => unreadNamespaceOf(one) ?? []),
    lists: groupPlaces(lists.flatMap(({ list }) => list ?? [])),
    isNarrowed: isNarrowed({ notes }),
  };
}

/** Puts the namespaces together in which the same resources may not be listed. */
function groupPlaces(lists: readonly List[]): ForbiddenLists[] {
  const byPlace = Map.groupBy(lists, ({ namespace }) => namespace);
  const resources = (some: readonly List[]): string[] => some.map(({ resource }) => resource).toSorted();
  const everywhere = byPlace.get(null);
  byPlace.delete(null);
  const bySet = Map.groupBy(byPlace, ([, some]) => resources(some).join());
  return [
    ...(everywhere === undefined ? [] : [{ resources: resources(everywhere), namespaces: null }]),
    ...Array.from(bySet.values(), (places) => ({
      resources: resources(places[0]?.[1] ?? []),
      namespaces: places.flatMap(([namespace]) => namespace ?? []),
    })),
  ];
}

/**
 * The user in a refusal: `pods is forbidden: User "jane" cannot list resource "pods" …` (k8s.io/apiserver v0.37.2, responsewriters/errors.go). Null in
 * other words, and for a name with characters that Go escapes, apart from a backslash.
 */
function userIn(message: string): string | null {
  const quoted = / is forbidden: User "((?:[^"\\]|\\\\)+)" cannot /.exec(message)?.[1];
  return quoted?.replaceAll("\\\\", "\\") ?? null;
}
