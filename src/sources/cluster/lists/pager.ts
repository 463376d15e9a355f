import { setImmediate } from "node:timers/promises";
import { isRecord } from "../../../api/record.ts";
import { AnswerError } from "../transport/answer-error.ts";
import { messageOf, type Answer } from "../client/answer.ts";
import type { ClusterClient } from "../client/client.ts";
import { ListBounds, MAX_NAMESPACES, MAX_OBJECTS } from "./list-bounds.ts";
import { NAMESPACES, listPath, type Resource } from "./resources.ts";
import { SeenNames } from "./seen-names.ts";

/** What comes of reading a list. */
export type Page =
  | {
      readonly type: "page";
      /** To be gone through once, before the next page is asked for. A JsonFault may end it, and a Repeated may be among them. */
      readonly items: Iterable<unknown>;
      /** How many the server sent. */
      readonly count: number;
      /** Whether they were written from the server's own types: none can be malformed. */
      readonly isTyped: boolean;
      /** How many are still to come, where the server tells. */
      readonly remaining: number | undefined;
    }
  | Refused;

/** A list, or the rest of one, that the server does not let this user read, does not have, or does not send. */
export interface Refused {
  readonly type: "refused";
  readonly message: string;
  readonly isForbidden: boolean;
}

const MIB = 1024 * 1024;
/** A page that is longer is asked for again, with fewer objects; that page may be as long as a file. */
const MAX_PAGE = 64 * MIB;
const MAX_LAST_PAGE = 256 * MIB;

const BAD_REQUEST = 400;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const EXPIRED = 410;

/**
 * Reads a list page by page.
 *
 * A list that expires half-way (410) goes on where the Status says, at what is there now (etcd3/errors.go, k8s.io/apiserver v0.37.2); where it
 * says nothing, it starts over. Either way pages remain pages: client-go's pager (tools/pager, v0.37.2) asks for all the rest at once, which for
 * 100,000 pods is more than anybody wants in memory. An object that comes again is not yielded again; with different contents it is yielded as a
 * Repeated.
 *
 * A list that the server never ends, or answers with something else, ends with a `refused`: other lists may be read.
 *
 * @throws UserError where the server cannot be talked to
 */
export async function* readPages(
  client: ClusterClient,
  resource: Resource,
  namespace: string | null,
  labelSelector?: string,
): AsyncGenerator<Page, undefined> {
  const requests = new PageRequests(client, listPath(resource, namespace), labelSelector);
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
    // What has come is read also where no more does.
    const isLast = next === undefined || excess !== undefined;
    const items = seen.newOf(page.items);
    if (isLast) {
      yield { ...page, items };
      if (excess !== undefined) yield refusal(excess);
      return;
    }
    // While one page is judged, the server prepares the one after it: no more than one, so that no page waits in memory.
    coming = requests.ask(next);
    // A request goes out only once the event loop gets a turn, and who judges a page gives it none.
    await setImmediate();
    yield { ...page, items };
  }
}

/** An answer, or why there is none, and how many objects were asked for (0: all). */
type Asked = { readonly asked: number } & (
  | { readonly answer: Answer; readonly fault?: never }
  | { readonly answer?: undefined; readonly fault: string }
);

/** Asks for the pages of one list, each as long as is good. */
class PageRequests {
  readonly #client: ClusterClient;
  readonly #path: string;
  readonly #labelSelector: string | undefined;
  /** What the page before was asked for with. */
  #limit: number | undefined;
  /** Whether the server wants every page to be asked for with the same limit. */
  #isFixed = false;

  constructor(client: ClusterClient, path: string, labelSelector: string | undefined) {
    this.#client = client;
    this.#path = path;
    this.#labelSelector = labelSelector;
  }

  ask(token: string | undefined): Promise<Asked> {
    const asked = this.#ask(token);
    // A reader that stops in between must not hear of a failure that nobody waits for.
    asked.catch(() => {});
    return asked;
  }

  async #ask(token: string | undefined): Promise<Asked> {
    const { pageSize } = this.#client;
    const before = this.#limit;
    const limit = this.#isFixed && before !== undefined ? before : pageSize.limit;
    // Where all is asked for at once, there is no shorter page.
    if (limit === 0) return this.#use(token, limit, MAX_LAST_PAGE);
    const found = await this.#try(token, limit, MAX_PAGE);
    if (found === "too large") {
      pageSize.shrink();
      return this.#use(token, pageSize.limit, MAX_LAST_PAGE);
    }
    // A continue token is good for the query that it came with (ListOptions, k8s.io/apimachinery v0.37.2). The API server takes another limit
    // all the same; something between need not.
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
      fault: `a page is larger than ${maxBytes / MIB} MiB; --chunk-size N asks for fewer objects at once`,
    };
  }

  async #try(token: string | undefined, limit: number, maxBytes: number): Promise<Asked | "too large"> {
    const query = {
      ...(limit > 0 && { limit: String(limit) }),
      ...(this.#labelSelector !== undefined && { labelSelector: this.#labelSelector }),
      ...(token !== undefined && { continue: token }),
    };
    try {
      const answer = await this.#client.get(this.#path, query, maxBytes);
      if (answer.items !== undefined) this.#client.pageSize.learn(answer.items.length, answer.bytes ?? 0);
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
    };
  }
  const { metadata, kind: found = "List" } = body;
  if (items === undefined && body["items"] !== null) return refusal("could not be listed: the answer is no list");
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

/** A kind as it was sent, if it can be one. */
export function kindName(kind: unknown): string {
  return typeof kind === "string" && /^[A-Za-z]{1,63}$/.test(kind) ? `a ${kind}` : "another kind";
}

function refusal(message: string): Refused {
  return { type: "refused", message, isForbidden: false };
}

/** Where a list, or one that has expired, goes on. Where it does not say so in a way that can be understood, there may be more of it. */
function continueOf({ metadata }: Answer["body"]): { readonly token?: string; readonly fault?: string } {
  if (metadata === undefined || metadata === null) return {};
  if (!isRecord(metadata)) return { fault: "could not be listed to its end: metadata is no object" };
  const { continue: token } = metadata;
  if (token === undefined || token === null || token === "") return {};
  if (typeof token !== "string") return { fault: "could not be listed to its end: metadata.continue is no string" };
  return { token };
}
