import { quote } from "../../../api/quoted.ts";
import { UserError, isUserError } from "../../../api/user-error.ts";
import type { ClusterItem, MissingList, SourceItem } from "../../../workloads/object.ts";
import { expectLargeInput } from "../../files/young-generation.ts";
import { messageOf } from "../transport/answer-error.ts";
import type { ClusterClient } from "../client.ts";
import { JsonFault } from "./json-list.ts";
import { NO_SOURCE, objectsOf } from "./list-objects.ts";
import { readPages, type Page, type Refused } from "./pager.ts";
import { CONTROLLERS, NAMESPACES, PODS, listPath, listRule, type Resource } from "./resources.ts";

/** Which namespaces are asked about. */
export type Scope =
  | { readonly type: "all"; readonly labelSelector?: string }
  | { readonly type: "namespace"; readonly name: string };

/** How far the reading has come. */
export interface Progress {
  readonly pages: number;
  readonly pods: number;
  /** How many pods are still to come, where the server tells. */
  readonly remaining: number | undefined;
}

/** So many namespaces are asked one by one where a selector chooses them; more are fewer requests as one list. */
const FEW_NAMESPACES = 10;
const LISTS_AHEAD = 3;

/**
 * Reads the namespaces that are asked about.
 *
 * @throws UserError where the one that is named does not exist, or the server cannot be talked to
 */
export async function* readNamespaces(client: ClusterClient, scope: Scope): AsyncGenerator<ClusterItem, undefined> {
  if (scope.type === "namespace") {
    yield await readNamespace(client, scope.name);
    return;
  }
  for await (const page of readPages(client, NAMESPACES, null, scope.labelSelector)) {
    yield* itemsOf(NAMESPACES, null, page);
  }
}

async function readNamespace(client: ClusterClient, name: string): Promise<ClusterItem> {
  const { status, body, isTyped } = await client.get(`${listPath(NAMESPACES, null)}/${encodeURIComponent(name)}`);
  const message = messageOf(body, status);
  if (status === 404) throw new UserError(message, "Check the name: kubectl get namespaces lists them.");
  if (status === 403) return missing(NAMESPACES, name, message, "get");
  if (status !== 200) throw new UserError(`namespace ${quote(name)} could not be read: ${message}`, "Try again.");
  const [item] = objectsOf(NAMESPACES, body, isTyped);
  return item ?? missing(NAMESPACES, name, message, "get");
}

/**
 * Reads what makes pods, and then the pods, in the namespaces that are asked about: page by page, and nothing of a page is kept.
 *
 * Where the server can no longer be talked to, the rest of this list and those that were not asked for yet are missing.
 *
 * @param namespaces the names of those that were read; others are left out where a selector chose them
 */
export async function* readWorkloads(
  client: ClusterClient,
  scope: Scope,
  namespaces: ReadonlySet<string>,
  onProgress: (progress: Progress) => void = () => {},
): AsyncGenerator<Iterable<ClusterItem>, undefined> {
  let pages = 0;
  let pods = 0;
  expectLargeInput();
  const lists = [...CONTROLLERS, PODS].flatMap((resource) =>
    listedNamespaces(scope, namespaces).map((namespace) => ({ resource, namespace })),
  );
  const asked: AskedList[] = [];
  let next = 0;
  let lost: string | undefined;
  const strangers = scope.type === "all" && scope.labelSelector === undefined ? new Strangers(namespaces) : undefined;
  for (const [index, { resource, namespace }] of lists.entries()) {
    // Some lists ahead of the one that is read, most of which are short; not all, as their first pages wait in memory.
    const last = lost === undefined ? index + LISTS_AHEAD : -1;
    for (; next <= last; next++) {
      const list = lists[next];
      if (list !== undefined) asked.push(askFor(readPages(client, list.resource, list.namespace)));
    }
    const list = asked.shift();
    if (list === undefined) {
      yield itemsOf(resource, namespace, { type: "refused", message: `not asked for: ${lost}`, isForbidden: false });
      continue;
    }
    for await (const page of untilLost(list)) {
      if (page.type === "lost") lost ??= page.cause;
      if (page.type === "page") {
        pages++;
        if (resource === PODS) pods += page.count;
        onProgress({ pages, pods, remaining: resource === PODS ? page.remaining : undefined });
      }
      // Not an array: of a page in JSON, one object at a time is in memory.
      yield itemsOf(resource, namespace, page.type === "lost" ? { ...page, type: "refused" } : page, strangers);
      if (strangers?.areTooMany === true) break;
    }
  }
}

/** Why a list breaks off, and no other is asked for: there is no connection any more, or the credentials have expired. */
type Lost = Omit<Refused, "type"> & {
  readonly type: "lost";
  /** The message without what to do next, which is said once. */
  readonly cause: string;
};

async function* untilLost({ first, rest }: AskedList): AsyncGenerator<Page | Lost, undefined> {
  try {
    for (let found = await first; found.done !== true; found = await rest.next()) yield found.value;
  } catch (error) {
    if (!isUserError(error)) throw error;
    const message = [error.message, ...error.hintLines].join(". ");
    yield { type: "lost", message, cause: error.message, isForbidden: false };
  }
}

/** A list whose first page has been asked for. */
interface AskedList {
  readonly first: Promise<IteratorResult<Page, undefined>>;
  readonly rest: AsyncGenerator<Page, undefined>;
}

function askFor(rest: AsyncGenerator<Page, undefined>): AskedList {
  const first = rest.next();
  // A reader that stops in between must not hear of a failure that nobody waits for.
  first.catch(() => {});
  return { first, rest };
}

/** Null is the whole cluster. */
function listedNamespaces(scope: Scope, namespaces: ReadonlySet<string>): readonly (string | null)[] {
  if (scope.type === "namespace") return [scope.name];
  return scope.labelSelector !== undefined && namespaces.size <= FEW_NAMESPACES ? [...namespaces] : [null];
}

/** No rule gives what the server does not have, or cannot send. */
function refused(resource: Resource, namespace: string | null, page: Refused): MissingList {
  const list = missing(resource, namespace, page.message);
  return page.isForbidden ? list : { ...list, message: `${resource.name}: ${page.message}`, rule: "" };
}

function missing(
  resource: Resource,
  namespace: string | null,
  message: string,
  verb: "get" | "list" = "list",
): MissingList {
  return { type: "missing", message, resource: resource.name, namespace, rule: listRule(resource, verb) };
}

/** So many namespaces that were not listed are judged; Kubernetes is made for 10,000, and each takes a few kilobytes. */
const MAX_STRANGERS = 20_000;

/** The namespaces that only other objects name: the server may not let this user list namespaces, or makes them up. */
class Strangers {
  readonly #known: ReadonlySet<string>;
  readonly #names = new Set<string>();

  constructor(known: ReadonlySet<string>) {
    this.#known = known;
  }

  get areTooMany(): boolean {
    return this.#names.size > MAX_STRANGERS;
  }

  /** Whether an item may be judged: it is in a namespace that is known, or in one of the first that are not. */
  admits(item: SourceItem): boolean {
    const namespace = item.type === "workload" ? item.metadata.namespace : undefined;
    if (namespace !== undefined && !this.#known.has(namespace)) this.#names.add(namespace);
    return !this.areTooMany;
  }
}

/** What a page of a list comes to. Where it breaks off, something is missing. */
function* itemsOf(
  resource: Resource,
  namespace: string | null,
  page: Page,
  strangers?: Strangers,
): Generator<ClusterItem, undefined> {
  if (page.type === "refused") {
    yield refused(resource, namespace, page);
    return;
  }
  let unreadable = 0;
  try {
    for (const item of page.items) {
      for (const found of objectsOf(resource, item, page.isTyped)) {
        if (strangers?.admits(found) === false) {
          const message = `the list was not read to its end: objects are in more than ${MAX_STRANGERS} namespaces that were not listed`;
          yield refused(resource, namespace, { type: "refused", message, isForbidden: false });
          return;
        }
        if (found.type !== "unreadable" || ++unreadable <= MAX_UNREADABLE) yield found;
      }
    }
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const message = `the list could not be read to its end: ${error.message}`;
    yield refused(resource, namespace, { type: "refused", message, isForbidden: false });
  }
  if (unreadable > MAX_UNREADABLE) {
    const message = `${resource.kind}: ${unreadable - MAX_UNREADABLE} more objects could not be read`;
    yield { type: "unreadable", message, source: NO_SOURCE };
  }
}

/** So many unreadable objects of a page are told of one by one. */
const MAX_UNREADABLE = 1000;
