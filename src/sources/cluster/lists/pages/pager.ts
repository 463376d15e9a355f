import { setImmediate } from "node:timers/promises";
import { isRecord } from "../../../../api/record.ts";
import { AnswerError } from "../../transport/answer-error.ts";
import { messageOf, type Answer } from "../../client/answer.ts";
import type { AnswerOptions } from "../../client/client-options.ts";
import type { ClusterClient } from "../../client/client.ts";
import type { PageSize } from "../../client/page-size.ts";
import { ListBounds, MAX_NAMESPACES, MAX_OBJECTS } from "./list-bounds.ts";
import { NAMESPACES, listPath, type Resource } from "../resources.ts";
import { SeenNames } from "./seen-names.ts";

/** A page of a list, or the end of a list that cannot be read. */
export type Page =
  | {
      readonly type: "page";
      /** To be iterated once, before the next page is requested. Iterating may throw a ListFault, and yield a Repeated. */
      readonly items: Iterable<unknown>;
      /** How many items the server sent. */
      readonly count: number;
      /** Whether the server wrote the items from its own types, so that none can be malformed. */
      readonly isTyped: boolean;
      /** How many items follow, if the server tells. */
      readonly remaining: number | undefined;
    }
  | Refused;

/** A list, or the rest of one, that cannot be read: the server forbids it, does not have it, or does not send it. */
export interface Refused {
  readonly type: "refused";
  readonly message: string;
  readonly isForbidden: boolean;
  /** Whether the server does not have the list. */
  readonly isNotFound?: true;
}

/** The objects of a list, chosen by the server. */
export interface ListSelectors {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

const MIB = 1024 * 1024;
/** A longer page is requested again, with fewer objects. */
const MAX_PAGE = 64 * MIB;
/** The limit of a page that is not requested again: that of a file. */
const MAX_LAST_PAGE = 256 * MIB;

const BAD_REQUEST = 400;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const EXPIRED = 410;

/**
 * Reads a list page by page.
 *
 * If a list expires half-way (410), it continues with the token of the Status, on the newest version (etcd3/errors.go, k8s.io/apiserver v0.37.2).
 * Without a token it starts over. In both cases it is still read in pages. client-go's pager (tools/pager, v0.37.2) requests the whole rest at once,
 * which is too much memory for 100,000 pods. An object that comes again is not yielded again; with different contents it is yielded as a Repeated.
 *
 * A list that never ends, or an answer that is not a list, ends with a `refused`, since other lists may still be read.
 *
 * @throws UserError if there is no connection to the server
 */
export async function* readPages(
  client: ClusterClient,
  resource: Resource,
  namespace: string | null,
  selectors: ListSelectors = {},
): AsyncGenerator<Page, undefined> {
  const requests = new PageRequests(client, resource, namespace, selectors);
  const bounds = new ListBounds(resource === NAMESPACES ? MAX_NAMESPACES : MAX_OBJECTS);
  const seen = new SeenNames();
  let next: string | undefined;
  let coming = requests.ask(next);
  for (;;) {
    const { answer, fault, asked } = await coming;
    if (answer === undefined) return yield refusal(fault);
    if (answer.status === EXPIRED && next !== undefined) {
      next = continueOf(answer.body).token;
      const excess = bounds.expiry(next);
      if (excess !== undefined) return yield refusal(excess);
      coming = requests.ask(next);
      continue;
    }
    const page = readList(answer, resource);
    if (page.type === "refused") return yield page;
    const { token, fault: broken } = continueOf(answer.body);
    next = token;
    const excess = broken ?? bounds.page(page.count, asked, answer.bytes ?? 0, next);
    // Items that have arrived are read, even if no more can be requested.
    const isLast = next === undefined || excess !== undefined;
    const items = seen.newOf(page.items);
    if (isLast) {
      yield { ...page, items };
      if (excess !== undefined) yield refusal(excess);
      return;
    }
    // The server prepares the next page while this one is judged. One page ahead is enough, and more would fill the memory.
    coming = requests.ask(next);
    // The request is only sent when the event loop runs, and it does not run while the page is judged.
    await setImmediate();
    yield { ...page, items };
  }
}

/** An answer, or why there is none, and how many objects were requested (0: all). */
type Asked = { readonly asked: number } & (
  | { readonly answer: Answer; readonly fault?: never }
  | { readonly answer?: undefined; readonly fault: string }
);

/** Requests the pages of one list, with a good number of objects in each. */
class PageRequests {
  readonly #client: ClusterClient;
  readonly #path: string;
  readonly #pageSize: PageSize;
  readonly #options: AnswerOptions;
  readonly #selectors: ListSelectors;
  /** The limit of the last request. */
  #limit: number | undefined;
  /** Whether the server accepts only the same limit for all pages. */
  #isFixed = false;

  constructor(client: ClusterClient, resource: Resource, namespace: string | null, selectors: ListSelectors) {
    this.#client = client;
    this.#path = listPath(resource, namespace);
    this.#pageSize = resource.isCustom === true ? client.customPageSize : client.pageSize;
    // The decoder of protocol buffers knows only the kinds of pods and their controllers.
    this.#options = resource.isCustom === true || resource.isJson === true ? { accept: "application/json" } : {};
    this.#selectors = selectors;
  }

  ask(token: string | undefined): Promise<Asked> {
    const asked = this.#ask(token);
    // If the reader stops before this page, its failure must not become an unhandled rejection.
    asked.catch(() => {});
    return asked;
  }

  async #ask(token: string | undefined): Promise<Asked> {
    const pageSize = this.#pageSize;
    const before = this.#limit;
    const limit = this.#isFixed && before !== undefined ? before : pageSize.limit;
    // A request for all objects cannot be made shorter.
    if (limit === 0) return this.#use(token, limit, MAX_LAST_PAGE);
    const found = await this.#try(token, limit, MAX_PAGE);
    if (found === "too large") {
      pageSize.shrink();
      return this.#use(token, pageSize.limit, MAX_LAST_PAGE);
    }
    // A continue token belongs to its query (ListOptions, k8s.io/apimachinery v0.37.2). The API server accepts another limit all the same, but a
    // proxy may not.
    if (found.answer?.status === BAD_REQUEST && token !== undefined && before !== undefined && before !== limit) {
      this.#isFixed = true;
      return this.#use(token, before, MAX_LAST_PAGE);
    }
    this.#limit = limit;
    return found;
  }

  async #use(token: string | undefined, limit: number, maxBytes: number): Promise<Asked> {
    this.#limit = limit;
    const found = await this.#try(token, limit, maxBytes);
    if (found !== "too large") return found;
    return {
      asked: limit,
      fault: `a page is larger than ${maxBytes / MIB} MiB; --chunk-size N reads fewer objects at once`,
    };
  }

  async #try(token: string | undefined, limit: number, maxBytes: number): Promise<Asked | "too large"> {
    const query = {
      ...(limit > 0 && { limit: String(limit) }),
      ...this.#selectors,
      ...(token !== undefined && { continue: token }),
    };
    try {
      const answer = await this.#client.get(this.#path, query, { ...this.#options, maxBytes });
      if (answer.items !== undefined) this.#pageSize.learn(answer.items.length, answer.bytes ?? 0);
      return { answer, asked: limit };
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      return error.isTooLarge ? "too large" : { fault: error.message, asked: limit };
    }
  }
}

function readList({ status, body, items, isTyped }: Answer, { kind }: Resource): Page {
  if (status !== 200) {
    const isMissing = status === FORBIDDEN || status === NOT_FOUND;
    const message = messageOf(body, status);
    return {
      ...refusal(isMissing ? message : `could not be listed: ${message}`),
      isForbidden: status === FORBIDDEN,
      ...(status === NOT_FOUND && { isNotFound: true }),
    };
  }
  const { metadata, kind: found = "List" } = body;
  if (items === undefined && body["items"] !== null) return refusal("could not be listed: the answer is not a list");
  if (found !== "List" && found !== `${kind}List`) {
    return refusal(`could not be listed: expected a ${kind}List, found ${kindName(found)}`);
  }
  const { remainingItemCount } = isRecord(metadata) ? metadata : {};
  return {
    type: "page",
    items: items ?? [],
    count: items?.length ?? 0,
    isTyped,
    remaining: typeof remainingItemCount === "number" ? remainingItemCount : undefined,
  };
}

/** Shows a kind that the server sent, if it looks like one. */
export function kindName(kind: unknown): string {
  return typeof kind === "string" && /^[A-Za-z]{1,63}$/.test(kind) ? `a ${kind}` : "another kind";
}

function refusal(message: string): Refused {
  return { type: "refused", message, isForbidden: false };
}

/** The continue token of a list or a Status. A fault means that there may be more of the list. */
function continueOf({ metadata }: Answer["body"]): { readonly token?: string; readonly fault?: string } {
  if (metadata === undefined || metadata === null) return {};
  if (!isRecord(metadata)) return { fault: "could not be listed to its end: metadata is not an object" };
  const { continue: token } = metadata;
  if (token === undefined || token === null || token === "") return {};
  if (typeof token !== "string") return { fault: "could not be listed to its end: metadata.continue is not a string" };
  return { token };
}
