import type { MissingList } from "../../../workloads/cluster-item.ts";
import { listRule, reportedName, type Resource } from "./resources.ts";

/**
 * A list, or a namespace, that the user may not read. It has the RBAC rule that would allow it.
 *
 * @param namespace null for a list of the whole cluster
 * @param message the API server's
 */
export function forbiddenList(
  resource: Resource,
  namespace: string | null,
  message: string,
  verb: "get" | "list" = "list",
): MissingList {
  return { type: "missing", message, resource: reportedName(resource), namespace, rule: listRule(resource, verb) };
}

/** A list, or a namespace, that could not be read for a reason that no RBAC rule changes. */
export function unreadList(resource: Resource, namespace: string | null, message: string): MissingList {
  return { type: "missing", message, resource: reportedName(resource), namespace, rule: "" };
}
