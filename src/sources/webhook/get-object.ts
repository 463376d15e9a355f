import { isUserError } from "../../api/user-error.ts";
import { messageOf } from "../cluster/client/answer.ts";
import type { ClusterClient } from "../cluster/client/client.ts";
import { ListFault } from "../cluster/client/list-fault.ts";
import type { Right } from "../cluster/client/access-review.ts";
import { isRecord } from "../../api/record.ts";

/** An object of a cluster, its absence, or why it cannot be read. */
export type GotObject =
  | { readonly type: "object"; readonly object: Readonly<Record<string, unknown>> }
  | { readonly type: "absent" }
  | {
      readonly type: "unknown";
      readonly message: string;
      /** Whether the user has no right to read it. */
      readonly isForbidden: boolean;
    };

const JSON_ONLY = { accept: "application/json" } as const;
const OK = 200;
const CREATED = 201;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

/** Gets one object by its path. */
export async function getObject(client: ClusterClient, path: string): Promise<GotObject> {
  try {
    const { status, body } = await client.get(path, {}, JSON_ONLY);
    if (status === OK) return { type: "object", object: body };
    if (status === NOT_FOUND) return { type: "absent" };
    return { type: "unknown", message: messageOf(body, status), isForbidden: status === FORBIDDEN };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { type: "unknown", message: error.message, isForbidden: false };
  }
}

/** The pods of a namespace, or why they cannot be read. */
export type ListedPods = { readonly pods: readonly Readonly<Record<string, unknown>>[] } | { readonly message: string };

/** Lists the pods of a namespace. */
export async function listNamespacePods(client: ClusterClient, namespace: string): Promise<ListedPods> {
  try {
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
    const { status, items, body } = await client.get(path, {}, JSON_ONLY);
    if (status !== OK || items === undefined) return { message: messageOf(body, status) };
    return { pods: [...items].filter(isRecord) };
  } catch (error) {
    if (!(error instanceof ListFault || isUserError(error))) throw error;
    return { message: error.message };
  }
}

/** Whether the user of a client has a right, or why the answer is not known. */
export async function hasRight(
  client: ClusterClient,
  right: Right,
): Promise<{ readonly isAllowed: boolean } | { readonly message: string }> {
  try {
    const { status, body } = await client.reviewAccess(right);
    if (status !== CREATED) return { message: messageOf(body, status) };
    return { isAllowed: isRecord(body["status"]) && body["status"]["allowed"] === true };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { message: error.message };
  }
}
