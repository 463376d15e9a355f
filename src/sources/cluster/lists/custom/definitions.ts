import { isRecord } from "../../../../api/record.ts";
import { isUserError } from "../../../../api/user-error.ts";
import { templatesOfCrd } from "../../../../workloads/custom/crd-templates.ts";
import type { CustomKinds } from "../../../../workloads/custom/custom-kinds.ts";
import type { UnreadKinds } from "../../../../workloads/cluster-item.ts";
import type { ClusterClient } from "../../client/client.ts";
import { ListFault } from "../../client/list-fault.ts";
import { readPages } from "../pages/pager.ts";
import { DEFINITIONS } from "../resources.ts";

/**
 * Finds pods in the schemas of the CustomResourceDefinitions of a cluster, and adds their kinds. The right to list them is optional, so a failure is a
 * value: if the connection is lost, the lists that follow say so.
 *
 * @param isNeeded whether the definition of a kind is needed
 * @returns why some definitions were not read; undefined if all were
 */
export async function readDefinitions(
  client: ClusterClient,
  kinds: CustomKinds,
  isNeeded: (group: string, kind: string) => boolean,
): Promise<Pick<UnreadKinds, "message" | "isForbidden"> | undefined> {
  try {
    for await (const page of readPages(client, DEFINITIONS, null)) {
      if (page.type === "refused") return page.isNotFound === true ? undefined : page;
      for (const item of page.items) if (isNeededItem(item, isNeeded)) kinds.define(templatesOfCrd(item));
    }
  } catch (error) {
    if (!(error instanceof ListFault || isUserError(error))) throw error;
    return { message: error.message, isForbidden: false };
  }
  return undefined;
}

function isNeededItem(item: unknown, isNeeded: (group: string, kind: string) => boolean): boolean {
  const { spec } = isRecord(item) ? item : {};
  const { group, names } = isRecord(spec) ? spec : {};
  const { kind } = isRecord(names) ? names : {};
  return typeof group === "string" && typeof kind === "string" && isNeeded(group, kind);
}
