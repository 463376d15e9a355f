import { UserError } from "../../../api/user-error.ts";
import { quote } from "../../../api/words/quoted.ts";
import type { ClusterItem, Narrowed } from "../../../workloads/cluster-item.ts";
import { messageOf } from "../client/answer.ts";
import type { ClusterClient } from "../client/client.ts";
import { AnswerError } from "../transport/answer-error.ts";
import { objectsOf } from "./list-objects.ts";
import { forbiddenList, unreadList } from "./missing-list.ts";
import { readPages } from "./pages/pager.ts";
import { itemsOf, type ListState } from "./read-cluster.ts";
import { NAMESPACES, PODS, listPath } from "./resources.ts";
import type { Scope } from "./scope.ts";

/**
 * Reads the namespaces of a scope. If the user may list neither all namespaces nor all pods, and the scope has a fallback, it reads that namespace.
 *
 * @throws UserError if none of the named namespaces exists, or there is no connection to the server
 */
export async function* readNamespaces(client: ClusterClient, scope: Scope): AsyncGenerator<ClusterItem, undefined> {
  if (scope.type === "namespaces") {
    yield* await readNamed(client, scope.names);
    return;
  }
  const labels = scope.labelSelector === undefined ? {} : { labelSelector: scope.labelSelector };
  const state: ListState = { isIncomplete: false };
  let isFirst = true;
  for await (const page of readPages(client, NAMESPACES, null, labels)) {
    const isForbidden = isFirst && page.type === "refused" && page.isForbidden;
    isFirst = false;
    const narrowed = isForbidden ? await narrow(client, scope.fallback, page.message) : undefined;
    if (narrowed === undefined) {
      yield* itemsOf(NAMESPACES, null, page, { state });
      continue;
    }
    yield narrowed;
    yield* await readNamespace(client, narrowed.namespace, false);
  }
}

/**
 * Narrows the scope to one namespace if the user may not list all pods either. It asks for a list of one pod.
 *
 * @param message the API server's refusal to list namespaces
 * @returns undefined if all pods may be listed, or there is no fallback
 */
async function narrow(
  client: ClusterClient,
  fallback: string | undefined,
  message: string,
): Promise<Narrowed | undefined> {
  if (fallback === undefined) return undefined;
  try {
    const { status, body } = await client.get(listPath(PODS, null), { limit: "1" });
    if (status !== FORBIDDEN) return undefined;
    const pods = forbiddenList(PODS, null, messageOf(body, status));
    return { type: "narrowed", namespace: fallback, refused: [forbiddenList(NAMESPACES, null, message), pods] };
  } catch (error) {
    // The list is requested again, and then the report names the fault.
    if (error instanceof AnswerError) return undefined;
    throw error;
  }
}

/** If no namespace exists, the error has the server's words. If some exist, the others are absent. */
async function readNamed(client: ClusterClient, names: readonly string[]): Promise<ClusterItem[]> {
  const found: ClusterItem[] = [];
  const notFound: string[] = [];
  for (const name of names) {
    const items = await readNamespace(client, name, names.length === 1);
    found.push(...items);
    for (const item of items) if (item.type === "absent") notFound.push(item.message);
  }
  if (notFound.length < names.length) return found;
  const what = names.length === 1 ? "name" : "names";
  throw new UserError(notFound.join("; "), `Check the ${what}: kubectl get namespaces lists them.`);
}

const FORBIDDEN = 403;
const NOT_FOUND = 404;

/**
 * Reads a namespace, and the remarks on its labels.
 *
 * @param isAlone whether no other namespace is read, so that a failure ends the run
 */
async function readNamespace(client: ClusterClient, name: string, isAlone: boolean): Promise<readonly ClusterItem[]> {
  const { status, body, isTyped } = await client.get(`${listPath(NAMESPACES, null)}/${encodeURIComponent(name)}`);
  const message = messageOf(body, status);
  if (status === NOT_FOUND) return [{ type: "absent", namespace: name, message }];
  if (status === FORBIDDEN) return [forbiddenList(NAMESPACES, name, message, "get")];
  const fault = `namespace ${quote(name)} could not be read: ${message}`;
  if (status !== 200) {
    if (isAlone) throw new UserError(fault, "Try again.");
    return [unreadList(NAMESPACES, name, fault)];
  }
  const items = [...objectsOf(NAMESPACES, body, isTyped)];
  return items.length > 0 ? items : [unreadList(NAMESPACES, name, fault)];
}
