import { isRecord } from "../../../api/record.ts";
import { messageOf } from "../client/answer.ts";
import type { ClusterClient } from "../client/client.ts";
import { NAMESPACES, listPath } from "../lists/resources.ts";

/**
 * Gets the labels of one namespace.
 *
 * @param signal ends the request
 * @returns the labels, or the API server's words for why there are none
 * @throws UserError if there is no connection; the reason of the signal
 */
export async function getNamespaceLabels(
  client: ClusterClient,
  name: string,
  signal: AbortSignal,
): Promise<{ readonly labels: Readonly<Record<string, string>> } | { readonly failure: string }> {
  const path = `${listPath(NAMESPACES, null)}/${encodeURIComponent(name)}`;
  const { status, body } = await client.get(path, {}, { accept: "application/json", signal });
  if (status !== 200) return { failure: messageOf(body, status) };
  const labels = isRecord(body["metadata"]) ? body["metadata"]["labels"] : undefined;
  const texts = Object.entries(isRecord(labels) ? labels : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { labels: Object.fromEntries(texts) };
}
