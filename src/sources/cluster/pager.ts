import { setImmediate } from "node:timers/promises";
import { shortenMessage } from "../../api/quoted.ts";
import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";
import type { Answer, ClusterClient } from "./client.ts";
import { listPath, type Resource } from "./resources.ts";

/** What comes of reading a list. */
export type Page =
  | {
      readonly type: "page";
      readonly items: readonly unknown[];
      /** Whether they were written from the server's own types: none can be malformed. */
      readonly isTyped: boolean;
      /** How many are still to come, where the server tells. */
      readonly remaining: number | undefined;
    }
  | Refused;

/** A list that the server does not let this user read, or does not have. */
export interface Refused {
  readonly type: "refused";
  readonly message: string;
  readonly isForbidden: boolean;
}

/** As kubectl has it. */
const PAGE = 500;
/** JSON makes ten times as much of objects, and larger pages of it take memory in proportion (docs/performance.md). */
const JSON_PAGE = 64;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const EXPIRED = 410;
/** So often in a row, and so often from the start. */
const MAX_EXPIRED = 3;

/**
 * Reads a list page by page.
 *
 * A list that expires half-way (410) goes on where the Status says, at what is there now (etcd3/errors.go, k8s.io/apiserver v0.37.2); where it
 * says nothing, it starts over. Either way pages remain pages: client-go's pager (tools/pager, v0.37.2) asks for all the rest at once, which for
 * 100,000 pods is more than anybody wants in memory. What has been yielded is not yielded again: within a list a name stands for one object, also where a page repeats it.
 *
 * @throws UserError where the server cannot be talked to, answers with something else than a list, or lets the list expire again and again
 */
export async function* readPages(
  client: ClusterClient,
  resource: Resource,
  namespace: string | null,
  labelSelector?: string,
): AsyncGenerator<Page, undefined> {
  const path = listPath(resource, namespace);
  // One size for the whole list: a continuation is good for the query that it came with (ListOptions, k8s.io/apimachinery v0.37.2).
  const limit = String(client.isTyped ? PAGE : JSON_PAGE);
  const query = { limit, ...(labelSelector !== undefined && { labelSelector }) };
  const ask = (token: string | undefined): Promise<Answer> => {
    const answer = client.get(path, { ...query, ...(token !== undefined && { continue: token }) });
    // Who stops in between is not to be told of a failure that nobody waits for.
    answer.catch(() => {});
    return answer;
  };
  const seen = new Set<string>();
  let next: string | undefined;
  let expired = 0;
  let restarts = 0;
  let coming = ask(next);
  for (;;) {
    const answer = await coming;
    if (answer.status === EXPIRED && next !== undefined) {
      next = continueOf(answer.body);
      if (++expired > MAX_EXPIRED || (next === undefined && ++restarts > MAX_EXPIRED)) throw expiredAgain(resource);
      coming = ask(next);
      continue;
    }
    const page = readList(answer, resource);
    if (page.type === "refused") {
      yield page;
      return;
    }
    expired = 0;
    const rest = { ...page, items: page.items.filter((item) => isNew(item, seen)) };
    next = continueOf(answer.body);
    if (next === undefined) return yield rest;
    // While one page is judged, the server prepares the one after it: no more than one, so that no page waits in memory.
    coming = ask(next);
    // A request goes out only once the event loop gets a turn, and who judges a page gives it none.
    await setImmediate();
    yield rest;
  }
}

function readList({ status, body, isTyped }: Answer, { name }: Resource): Page {
  const message = messageOf({ status, body });
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
  const { remainingItemCount } = isRecord(metadata) ? metadata : {};
  return {
    type: "page",
    items: items ?? [],
    isTyped,
    remaining: typeof remainingItemCount === "number" ? remainingItemCount : undefined,
  };
}

/** What an API server says of why it does not give something. */
export function messageOf({ status, body }: Pick<Answer, "status" | "body">): string {
  const { message } = body;
  return typeof message === "string" ? shortenMessage(message) : `the API server answered ${status}`;
}

/** Where a list, or one that has expired, goes on. */
function continueOf({ metadata }: Answer["body"]): string | undefined {
  const next = isRecord(metadata) ? metadata["continue"] : undefined;
  return typeof next === "string" && next !== "" ? next : undefined;
}

/** Whether an item is the first of its name in a list. One without a name counts each time: no API server sends that. */
function isNew(item: unknown, seen: Set<string>): boolean {
  const { namespace, name } = isRecord(item) && isRecord(item["metadata"]) ? item["metadata"] : {};
  if (typeof name !== "string" || name === "") return true;
  const count = seen.size;
  seen.add(`${String(namespace ?? "")}/${name}`);
  return seen.size > count;
}

function expiredAgain({ name }: Resource): UserError {
  return new UserError(
    `${name} could not be listed: the list expired ${MAX_EXPIRED + 1} times before it was read`,
    "Try again when the API server is less busy, or read one namespace with -n.",
  );
}
