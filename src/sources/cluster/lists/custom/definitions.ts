import { isRecord } from "../../../../api/record.ts";
import { isUserError } from "../../../../api/user-error.ts";
import { templatesOfCrd } from "../../../../workloads/custom/crd-templates.ts";
import type { CustomKind } from "../../../../workloads/custom/custom-kind.ts";
import type { ClusterClient } from "../../client/client.ts";
import { JsonFault } from "../../client/json-list.ts";
import { readPages } from "../pager.ts";
import { DEFINITIONS } from "../resources.ts";

/** The kinds that contain pods by their definitions, and the reason why there may be more; undefined if there is none. */
export interface DefinedKinds {
  readonly kinds: readonly CustomKind[];
  readonly unread?: { readonly message: string; readonly isForbidden: boolean };
}

/**
 * Finds pods in the schemas of the CustomResourceDefinitions of a cluster. The right to list them is optional, so a failure is a value: if the
 * connection is lost, the lists that follow say so.
 *
 * @param isNeeded whether the definition of a kind is needed
 */
export async function readDefinitions(
  client: ClusterClient,
  isNeeded: (group: string, kind: string) => boolean,
): Promise<DefinedKinds> {
  const kinds: CustomKind[] = [];
  try {
    for await (const page of readPages(client, DEFINITIONS, null)) {
      if (page.type === "refused") return page.isNotFound === true ? { kinds } : { kinds, unread: page };
      for (const item of page.items) if (isNeededItem(item, isNeeded)) kinds.push(...templatesOfCrd(item));
    }
  } catch (error) {
    if (!(error instanceof JsonFault || isUserError(error))) throw error;
    return { kinds, unread: { message: error.message, isForbidden: false } };
  }
  return { kinds };
}

function isNeededItem(item: unknown, isNeeded: (group: string, kind: string) => boolean): boolean {
  const { spec } = isRecord(item) ? item : {};
  const { group, names } = isRecord(spec) ? spec : {};
  const { kind } = isRecord(names) ? names : {};
  return typeof group === "string" && typeof kind === "string" && isNeeded(group, kind);
}
