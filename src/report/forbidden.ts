import { isNarrowed, unreadNamespaceOf } from "./missing.ts";
import type { Report, Unreadable } from "./report.ts";

/** The parts of a report that say what could not be read. */
type Inputs = Pick<Report, "notes" | "unreadable">;
type List = NonNullable<Unreadable["list"]>;

/** The lists and namespaces that the API server does not allow the user to read. */
export interface Forbidden {
  /** The user's name as the API server knows it; null if it does not say the name. */
  readonly user: string | null;
  /** The first of the API server's messages. */
  readonly message: string;
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

/** Collects what a user may not read; null if there is nothing. */
export function forbiddenOf({ notes, unreadable }: Inputs): Forbidden | null {
  const forbidden = unreadable.filter(isForbidden);
  const [first] = forbidden;
  if (first === undefined) return null;
  const lists = forbidden.filter((one) => unreadNamespaceOf(one) === undefined);
  return {
    user: userIn(first.message),
    message: first.message,
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
