import type { CustomKind } from "../../../workloads/custom/custom-kind.ts";
import type { CustomKinds } from "../../../workloads/custom/custom-kinds.ts";
import type { ClusterItem, MissingList, MissingPolicies, UnreadKinds } from "../../../workloads/cluster-item.ts";
import type { SourceItem } from "../../../workloads/object.ts";
import { endLargeInput, expectLargeInput } from "../../files/heap-growth.ts";
import type { ClusterClient } from "../client/client.ts";
import { ListFault } from "../client/list-fault.ts";
import { NO_SOURCE, objectsOf } from "./list-objects.ts";
import { findCustomLists, type CustomLists } from "./custom/custom-lists.ts";
import { forbiddenList, unreadList } from "./missing-list.ts";
import { readPages, type Page, type Refused } from "./pages/pager.ts";
import { readEvents } from "./read-events.ts";
import { request, startEarly, untilLost, type RequestedList } from "./requested-list.ts";
import { ACCESS, CONTROLLERS, PODS, POLICIES, reportedName, type Resource } from "./resources.ts";
import type { Scope } from "./scope.ts";

/** The progress of the reading. */
export interface Progress {
  readonly pages: number;
  readonly pods: number;
  /** How many pods follow, if the server tells. */
  readonly remaining: number | undefined;
}

/** How the objects of a scope are read. */
export interface Reading {
  readonly onProgress?: (progress: Progress) => void;
  /** Whether the Events about rejected pods are read, too. */
  readonly hasEvents?: boolean;
  /** Whether PodSecurityPolicies, roles and bindings are read, before everything else. */
  readonly hasAccess?: boolean;
  /** Whether ValidatingAdmissionPolicies and their bindings are read, if the user may list them, before everything else. */
  readonly hasPolicies?: boolean;
  /** The kinds of custom resources that contain pods; absent if custom resources are not read. */
  readonly kinds?: CustomKinds;
  /** The lists of custom resources, if they were requested before: they do not depend on the namespaces. */
  readonly custom?: Promise<CustomLists> | undefined;
}

/** Up to this many selected namespaces are read one by one. More of them take fewer requests as one list. */
const FEW_NAMESPACES = 10;
/** How many lists are requested before they are read. */
const LISTS_AHEAD = 3;

/**
 * Reads the custom resources that contain pods, then the controllers, then the pods, and then the Events of a scope. It reads page by page and keeps no page.
 *
 * If the connection to the server is lost, the rest of this list and all later lists are missing.
 *
 * @param namespaces the names of the namespaces that were read. With a selector, all others are left out
 */
export async function* readWorkloads(
  client: ClusterClient,
  scope: Scope,
  namespaces: ReadonlySet<string>,
  reading: Reading = {},
): AsyncGenerator<Iterable<ClusterItem>, undefined> {
  expectLargeInput();
  try {
    yield* readLists(client, scope, namespaces, reading);
  } finally {
    endLargeInput();
  }
}

async function* readLists(
  client: ClusterClient,
  scope: Scope,
  namespaces: ReadonlySet<string>,
  { onProgress, hasEvents, hasAccess, hasPolicies, kinds, custom: requestedCustom }: Reading,
): AsyncGenerator<Iterable<ClusterItem>, undefined> {
  let pages = 0;
  let pods = 0;
  const listed = listedNamespaces(scope, namespaces);
  const custom =
    kinds === undefined || listed.length === 0 ? undefined : await (requestedCustom ?? findCustomLists(client, kinds));
  if (custom !== undefined) yield custom.unread;
  const resources = [
    ...(hasPolicies === true && listed.length > 0 ? POLICIES : []),
    ...(hasAccess === true ? ACCESS : []),
    ...(custom?.resources ?? []),
    ...CONTROLLERS,
    PODS,
  ];
  const lists = resources.flatMap((resource) =>
    (resource.isClusterScoped === true ? [null] : listed).map((namespace) => ({ resource, namespace })),
  );
  const requested: RequestedList[] = [];
  let events: ReturnType<typeof readEvents> | undefined;
  let next = 0;
  let lost: string | undefined;
  const unlisted =
    scope.type === "all" && scope.labelSelector === undefined ? new UnlistedNamespaces(namespaces) : undefined;
  for (const [index, { resource, namespace }] of lists.entries()) {
    // Only a few lists are requested ahead, since their first pages wait in memory. Most lists are short.
    const last = lost === undefined ? index + LISTS_AHEAD : -1;
    for (; next <= last; next++) {
      const list = lists[next];
      if (list !== undefined) requested.push(request(readPages(client, list.resource, list.namespace)));
    }
    const list = requested.shift();
    if (list === undefined) {
      yield itemsOf(resource, namespace, { type: "refused", message: `not requested: ${lost}`, isForbidden: false });
      continue;
    }
    const state: ListState = { isIncomplete: false };
    for await (const page of untilLost(list)) {
      if (page.type === "lost") lost ??= page.cause;
      if (page.type === "page") {
        // Their answer arrives while this page is judged.
        if (hasEvents === true && index === lists.length - 1) events ??= startEarly(readEvents(client, listed));
        pages++;
        if (resource === PODS) pods += page.count;
        onProgress?.({ pages, pods, remaining: resource === PODS ? page.remaining : undefined });
      }
      // A generator and not an array, so that only one object of a JSON page is in memory.
      yield itemsOf(resource, namespace, page.type === "lost" ? { ...page, type: "refused" } : page, {
        unlisted,
        kinds,
        state,
      });
      if (unlisted?.areTooMany === true) break;
    }
  }
  if (hasEvents === true && lost === undefined) yield* events ?? readEvents(client, listed);
}

/** The namespaces to list one by one. Null is the whole cluster. */
function listedNamespaces(scope: Scope, namespaces: ReadonlySet<string>): readonly (string | null)[] {
  if (scope.type === "namespaces") return scope.names;
  return scope.labelSelector !== undefined && namespaces.size <= FEW_NAMESPACES ? [...namespaces] : [null];
}

/** The item for a list that cannot be read; undefined if nothing is missing. */
function refused(
  resource: Resource,
  namespace: string | null,
  { message, isForbidden, isNotFound }: Refused,
): MissingList | MissingPolicies | UnreadKinds | undefined {
  const { custom } = resource;
  const isPolicies = POLICIES.includes(resource);
  // A server before v1.30 has no such policies.
  if ((custom !== undefined || isPolicies) && isNotFound === true) return undefined;
  if (isPolicies) return { type: "missing-policies", message: `${reportedName(resource)}: ${message}`, isForbidden };
  if (isForbidden && custom !== undefined && isOptional(custom)) {
    return { type: "unread-kinds", reason: "optional", resource: reportedName(resource), message, isForbidden };
  }
  return isForbidden
    ? forbiddenList(resource, namespace, message)
    : unreadList(resource, namespace, `${reportedName(resource)}: ${message}`);
}

/** Whether the right to list a kind is optional: its objects have parts of pods, or pods that other objects make. */
function isOptional({ templates, isTemplate }: CustomKind): boolean {
  return isTemplate === true || templates.every(({ isPartial }) => isPartial === true);
}

/** The most namespaces that are judged without being listed. Each takes a few kilobytes; Kubernetes is made for 10,000. */
const MAX_UNLISTED = 20_000;

/** The namespaces that only other objects name. The user may not be allowed to list namespaces, or the server may invent them. */
class UnlistedNamespaces {
  readonly #known: ReadonlySet<string>;
  readonly #names = new Set<string>();

  constructor(known: ReadonlySet<string>) {
    this.#known = known;
  }

  get areTooMany(): boolean {
    return this.#names.size > MAX_UNLISTED;
  }

  /** Whether an item may be judged: its namespace is known, or one of the first unlisted ones. */
  admits(item: SourceItem): boolean {
    const namespace = item.type === "workload" ? item.metadata.namespace : undefined;
    if (namespace !== undefined && !this.#known.has(namespace)) this.#names.add(namespace);
    return !this.areTooMany;
  }
}

/** Whether something of a list is missing. All of its pages share the state, so that a list with several faults is reported once. */
export interface ListState {
  isIncomplete: boolean;
}

interface ItemOptions {
  readonly unlisted?: UnlistedNamespaces | undefined;
  readonly kinds?: CustomKinds | undefined;
  readonly state?: ListState;
}

/** The items of a page. The last one tells what is missing if the page cannot be read to its end. */
export function* itemsOf(
  resource: Resource,
  namespace: string | null,
  page: Page,
  { unlisted, kinds, state = { isIncomplete: false } }: ItemOptions = {},
): Generator<ClusterItem, undefined> {
  if (page.type === "refused") {
    const missing = refused(resource, namespace, page);
    if (missing === undefined || state.isIncomplete) return;
    state.isIncomplete = true;
    yield missing;
    return;
  }
  let unreadable = 0;
  try {
    for (const item of page.items) {
      for (const found of objectsOf(resource, item, page.isTyped, kinds)) {
        if (unlisted?.admits(found) === false) {
          const message = `the list was not read to its end: objects are in more than ${MAX_UNLISTED} namespaces that were not listed`;
          yield unreadList(resource, namespace, `${reportedName(resource)}: ${message}`);
          return;
        }
        if (found.type !== "unreadable" || ++unreadable <= MAX_UNREADABLE) yield found;
      }
    }
  } catch (error) {
    if (!(error instanceof ListFault)) throw error;
    if (!state.isIncomplete) {
      state.isIncomplete = true;
      const message = `the list could not be read to its end: ${error.message}`;
      yield unreadList(resource, namespace, `${reportedName(resource)}: ${message}`);
    }
  }
  if (unreadable > MAX_UNREADABLE) {
    const message = `${resource.kind}: ${unreadable - MAX_UNREADABLE} more objects could not be read`;
    yield { type: "unreadable", message, source: NO_SOURCE };
  }
}

/** The most unreadable objects of a page that are reported one by one. */
const MAX_UNREADABLE = 1000;
