import { setImmediate } from "node:timers/promises";
import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";
import type { Answer, ClusterClient } from "./client.ts";
import { listPath, type Resource } from "./resources.ts";

/** What comes of reading a list. */
export type Page =
  | {
      readonly type: "page";
      readonly items: readonly unknown[];
      /** How many are still to come, where the server tells. */
      readonly remaining: number | undefined;
    }
  /** The server does not let this user read it, or does not have it. */
  | { readonly type: "refused"; readonly message: string; readonly isForbidden: boolean };

/** Measured: half a thousand pods are three megabytes, and a larger page gains nothing. */
const PAGE = 500;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const EXPIRED = 410;

/**
 * Reads a list page by page.
 *
 * A list that expires half-way (410) is read again as a whole, without pages, as client-go's pager does (tools/pager, k8s.io/client-go
 * v0.37.2): that list is of one moment. What was seen before is left out of it by its UID, since it has been counted.
 *
 * @throws UserError where the server cannot be talked to, or answers with something else than a list
 */
export async function* readPages(
  client: ClusterClient,
  resource: Resource,
  namespace: string | null,
  labelSelector?: string,
): AsyncGenerator<Page, undefined> {
  const path = listPath(resource, namespace);
  const query = { ...(labelSelector !== undefined && { labelSelector }) };
  const ask = (next: string | undefined): Promise<Answer> =>
    client.get(path, { ...query, limit: String(PAGE), ...(next !== undefined && { continue: next }) });
  const seen = new Set<string>();
  let next: string | undefined;
  let coming = ask(next);
  for (;;) {
    const answer = await coming;
    if (answer.status === EXPIRED && next !== undefined) {
      const whole = readList(await client.get(path, query), resource);
      if (whole.type === "page") yield { ...whole, items: whole.items.filter((item) => !seen.has(uidOf(item))) };
      else yield whole;
      return;
    }
    const page = readList(answer, resource);
    if (page.type === "refused") {
      yield page;
      return;
    }
    const { next: following, ...rest } = page;
    if (next !== undefined || following !== undefined) for (const item of page.items) seen.add(uidOf(item));
    next = following;
    if (next === undefined) return yield rest;
    // While one page is judged, the server prepares the next.
    coming = ask(next);
    // Who stops in between is not to be told of a failure that nobody waits for.
    coming.catch(() => {});
    // A request goes out only once the event loop gets a turn, and who judges a page gives it none.
    await setImmediate();
    yield rest;
  }
}

function readList(
  { status, body }: Answer,
  { name }: Resource,
): Extract<Page, { type: "refused" }> | (Extract<Page, { type: "page" }> & { readonly next: string | undefined }) {
  const message = typeof body["message"] === "string" ? body["message"] : `the API server answered ${status}`;
  if (status === FORBIDDEN || status === NOT_FOUND) {
    return { type: "refused", message, isForbidden: status === FORBIDDEN };
  }
  const { items, metadata } = body;
  if (status !== 200 || !(Array.isArray(items) || items === null)) {
    throw new UserError(
      `${name} could not be listed: ${status === 200 ? "the answer is no list" : message}`,
      "Try again.",
    );
  }
  const { continue: next, remainingItemCount } = isRecord(metadata) ? metadata : {};
  return {
    type: "page",
    items: items ?? [],
    remaining: typeof remainingItemCount === "number" ? remainingItemCount : undefined,
    next: typeof next === "string" && next !== "" ? next : undefined,
  };
}

function uidOf(item: unknown): string {
  const metadata = isRecord(item) ? item["metadata"] : undefined;
  const uid = isRecord(metadata) ? metadata["uid"] : undefined;
  return typeof uid === "string" ? uid : "";
}
