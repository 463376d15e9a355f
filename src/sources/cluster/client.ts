import { setTimeout as sleepFor } from "node:timers/promises";
import type { Agent } from "node:http";
import { UserError } from "../../api/user-error.ts";
import { isRecord } from "../../api/record.ts";
import manifest from "../../../package.json" with { type: "json" };
import { createAgent } from "./agent.ts";
import { describeAnswer, describeFailure } from "./connection-errors.ts";
import type { Credentials, Endpoint } from "./endpoint.ts";
import { get, type RawAnswer } from "./request.ts";
import { authorization } from "./tunnel.ts";

/** What the API server has answered: an object, or a Status that says why not. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** How a client is to behave; what is not given is as in a real run. */
export interface ClientOptions {
  /** Ends whatever runs or waits. */
  readonly signal: AbortSignal;
  /** Is told of each request: never of a header. */
  readonly log?: (line: string) => void;
  /** Waits some milliseconds. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** As many as client-go tries (rest/request.go, k8s.io/client-go v0.37.2: ten retries), in less time. */
const MAX_TRIES = 6;
const MAX_WAIT_SECONDS = 30;
/** The server is there and asks for patience; client-go goes by Retry-After alone. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Asks one API server, over connections that are kept. It knows no verb but GET. */
export class ClusterClient {
  readonly #endpoint: Endpoint;
  readonly #options: ClientOptions;
  #agent: Agent | undefined;
  #credentials: Credentials | undefined;

  constructor(endpoint: Endpoint, options: ClientOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
  }

  /**
   * Asks for a path below the server's address.
   *
   * @throws UserError where there is no connection, no credentials, or no API server at the other end
   */
  async get(path: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { server } = this.#endpoint;
    const url = new URL(server);
    url.pathname = server.pathname.replace(/\/$/, "") + path;
    url.search = new URLSearchParams(query).toString();
    let isRefreshed = false;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#send(url, isRefreshed);
      if (answer === "again") continue;
      if (answer.status === 401 && !isRefreshed) {
        isRefreshed = true;
        await this.#authenticate(true);
        continue;
      }
      const wait = attempt < MAX_TRIES ? waitOf(answer, attempt) : undefined;
      if (wait === undefined) return this.#read(url, answer);
      await this.#sleep(wait);
    }
  }

  #connectionsLost = 0;

  async #send(url: URL, isRefreshed: boolean): Promise<RawAnswer | "again"> {
    if (this.#credentials === undefined) await this.#authenticate(isRefreshed);
    const { requestTimeout, proxy } = this.#endpoint;
    const { signal, log } = this.#options;
    const agent = (this.#agent ??= createAgent(this.#endpoint, this.#credentials ?? { headers: {} }));
    const isPlainProxy = proxy !== undefined && url.protocol === "http:";
    const headers = {
      accept: "application/json",
      "accept-encoding": "gzip",
      "user-agent": `kubectl-pss/${manifest.version}`,
      ...this.#credentials?.headers,
      ...(isPlainProxy && authorization(proxy)),
    };
    const start = performance.now();
    try {
      const target = isPlainProxy ? proxy : url;
      const answer = await get(target, isPlainProxy ? { ...headers, host: url.host } : headers, {
        agent,
        signal,
        timeout: requestTimeout,
        ...(isPlainProxy && { path: url.href }),
      });
      log?.(`GET ${url.href} ${answer.status} in ${Math.round(performance.now() - start)} milliseconds`);
      this.#connectionsLost = 0;
      return answer;
    } catch (error) {
      log?.(`GET ${url.href} failed in ${Math.round(performance.now() - start)} milliseconds`);
      signal.throwIfAborted();
      // A connection that was kept may have been closed just now: that says nothing about the server.
      if (isReset(error) && this.#connectionsLost++ < 2) return "again";
      throw describeFailure(error, this.#endpoint);
    }
  }

  async #authenticate(isRefused: boolean): Promise<void> {
    const before = this.#credentials;
    this.#credentials = await this.#endpoint.authenticate(isRefused);
    const { cert, key } = this.#credentials;
    if (before !== undefined && before.cert === cert && before.key === key) return;
    this.#agent?.destroy();
    this.#agent = undefined;
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { signal, sleep } = this.#options;
    if (sleep !== undefined) return sleep(milliseconds, signal);
    await sleepFor(milliseconds, undefined, { signal });
  }

  #read(url: URL, answer: RawAnswer): Answer {
    const { status, headers, body } = answer;
    let value: unknown;
    try {
      value = JSON.parse(body.toString("utf8"));
    } catch {
      value = undefined;
    }
    if (status === 401 || !isRecord(value)) throw describeAnswer(url, status, headers, value === undefined);
    return { status, body: value };
  }

  /** Ends the connections that are kept, so that the process may end. */
  close(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }
}

/** Milliseconds to wait before trying again; undefined where that makes no sense. */
function waitOf({ status, headers }: RawAnswer, attempt: number): number | undefined {
  const retryAfter = headers["retry-after"];
  const seconds = retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  if (seconds !== undefined && (status === 429 || status >= 500)) return Math.min(seconds, MAX_WAIT_SECONDS) * 1000;
  return OVERLOADED.has(status) ? Math.min(2 ** (attempt - 1), MAX_WAIT_SECONDS) * 1000 : undefined;
}

function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}

/** Why the answer to a request cannot be used, for those who must stop then. */
export function refused({ status, body }: Answer, what: string): UserError {
  const message = typeof body["message"] === "string" ? body["message"] : `the API server answered ${status}`;
  return new UserError(`${what}: ${message}`, "");
}
