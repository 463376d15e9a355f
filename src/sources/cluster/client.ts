import { setTimeout as sleepFor } from "node:timers/promises";
import type { Agent } from "node:http";
import { isRecord } from "../../api/record.ts";
import manifest from "../../../package.json" with { type: "json" };
import { MAX_SOCKETS, createAgent } from "./agent.ts";
import { describeAnswer, describeFailure } from "./connection-errors.ts";
import type { Credentials, Endpoint } from "./endpoint.ts";
import { get, type RawAnswer } from "./request.ts";
import { PROTOBUF, decodeProtobuf } from "./protobuf/decode.ts";
import { Turns } from "./turns.ts";
import { authorization } from "./proxy-user.ts";

/** What the API server has answered: an object, or a Status that says why not. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether it was written from the server's own types, so that every value in it has its field's: protocol buffers were. */
  readonly isTyped: boolean;
}

/** How a client is to behave; what is not given is as in a real run. */
export interface ClientOptions {
  /** Ends whatever runs or waits, as `close` does. */
  readonly signal?: AbortSignal;
  /** Is told of each request: never of a header. */
  readonly log?: (line: string) => void;
  /** Waits some milliseconds. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** For a connection, TLS and all, in milliseconds. */
  readonly connectTimeout?: number;
}

/** As many as client-go tries (rest/request.go, k8s.io/client-go v0.37.2: ten retries), in less time. */
const MAX_TRIES = 6;
const MAX_WAIT_SECONDS = 30;
/** So many connections that are cut are opened again. */
const MAX_LOST = 2;
/** As kubectl waits for a connection. */
const CONNECT_TIMEOUT = 30_000;
/** The server is there and asks for patience; client-go goes by Retry-After alone. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** Asks one API server, over connections that are kept. It knows no verb but GET. */
export class ClusterClient {
  readonly #endpoint: Endpoint;
  readonly #options: ClientOptions;
  #agent: Agent | undefined;
  #credentials: Credentials | undefined;
  #authenticating: Promise<Credentials> | undefined;
  #isTyped = false;
  readonly #turns = new Turns(MAX_SOCKETS);
  readonly #closing = new AbortController();
  /** Ends whatever runs or waits: an interruption, or that nobody wants more. */
  readonly #signal: AbortSignal;

  constructor(endpoint: Endpoint, options: ClientOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
    const { signal } = options;
    this.#signal = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  /** Whether the last list that came was written in protocol buffers. */
  get isTyped(): boolean {
    return this.#isTyped;
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
    let lost = 0;
    for (let attempt = 1; ; attempt++) {
      const credentials = this.#credentials ?? (await this.#authenticate(false));
      // A request that waits for a connection is not timed.
      const answer = await this.#turns.run(() => this.#send(url, credentials, lost < MAX_LOST));
      if (answer === "lost") {
        lost++;
        continue;
      }
      if (answer.status === 401 && !isRefreshed) {
        isRefreshed = true;
        // Another request may have been refused, too, and renewed them.
        if (this.#credentials === credentials) await this.#authenticate(true);
        continue;
      }
      const wait = attempt < MAX_TRIES ? waitOf(answer, attempt) : undefined;
      if (wait === undefined) return this.#read(url, answer);
      await this.#sleep(wait);
    }
  }

  async #send(url: URL, credentials: Credentials, isAnotherTry: boolean): Promise<RawAnswer | "lost"> {
    const { requestTimeout, proxy } = this.#endpoint;
    const { log, connectTimeout = CONNECT_TIMEOUT } = this.#options;
    const signal = this.#signal;
    signal.throwIfAborted();
    const agent = (this.#agent ??= createAgent(this.#endpoint, credentials, connectTimeout));
    const isPlainProxy = proxy !== undefined && proxy.protocol !== "socks5:" && url.protocol === "http:";
    const headers = {
      // Half the work for the server, and a third for us; who has none gives JSON.
      accept: `${PROTOBUF},application/json`,
      "accept-encoding": "gzip",
      "user-agent": `kubectl-pss/${manifest.version}`,
      ...credentials.headers,
      ...(isPlainProxy && authorization(proxy)),
    };
    const start = performance.now();
    try {
      const target = isPlainProxy ? withoutUser(proxy) : url;
      const answer = await get(target, isPlainProxy ? { ...headers, host: url.host } : headers, {
        agent,
        signal,
        timeout: requestTimeout,
        ...(isPlainProxy && { path: url.href }),
      });
      log?.(`GET ${url.href} ${answer.status} in ${Math.round(performance.now() - start)} milliseconds`);
      return answer;
    } catch (error) {
      log?.(`GET ${url.href} failed in ${Math.round(performance.now() - start)} milliseconds`);
      signal.throwIfAborted();
      // A connection that was kept may have been closed just now: that says nothing about the server.
      if (isReset(error) && isAnotherTry) return "lost";
      throw describeFailure(error, this.#endpoint);
    }
  }

  /** Once for all who ask at the same time. */
  #authenticate(isRefused: boolean): Promise<Credentials> {
    this.#authenticating ??= this.#renew(isRefused).finally(() => {
      this.#authenticating = undefined;
    });
    return this.#authenticating;
  }

  async #renew(isRefused: boolean): Promise<Credentials> {
    const before = this.#credentials;
    const credentials = await this.#endpoint.authenticate(isRefused);
    this.#credentials = credentials;
    if (before?.cert !== credentials.cert || before?.key !== credentials.key) this.#dropConnections();
    return credentials;
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { sleep } = this.#options;
    if (sleep !== undefined) return sleep(milliseconds, this.#signal);
    await sleepFor(milliseconds, undefined, { signal: this.#signal });
  }

  #read(url: URL, answer: RawAnswer): Answer {
    const { status, headers, body } = answer;
    let value: unknown;
    const isTyped = isProtobuf(answer);
    try {
      value = isTyped ? decodeProtobuf(body) : JSON.parse(body.toString("utf8"));
    } catch {
      value = undefined;
    }
    if (status !== 401 && isRecord(value)) {
      if (Array.isArray(value["items"])) this.#isTyped = isTyped;
      return { status, body: value, isTyped };
    }
    // What an API server has no route for, it says in plain text.
    if (status === 404 && headers["content-type"]?.startsWith("text/plain") === true) {
      return { status, body: { message: "the server could not find the requested resource" }, isTyped };
    }
    throw describeAnswer(url, answer, value === undefined);
  }

  /** Ends everything, for good: what runs, what waits, and the connections that are kept. */
  close(): void {
    this.#closing.abort();
    this.#dropConnections();
  }

  #dropConnections(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }
}

/** Node would send whoever the proxy's URL names to the API server as well, as `Authorization`. */
function withoutUser(proxy: URL): URL {
  const url = new URL(proxy);
  url.username = "";
  url.password = "";
  return url;
}

/** Milliseconds to wait before trying again; undefined where that makes no sense. */
function waitOf({ status, headers }: RawAnswer, attempt: number): number | undefined {
  const retryAfter = headers["retry-after"];
  const seconds = retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  if (seconds !== undefined && (status === 429 || status >= 500)) return Math.min(seconds, MAX_WAIT_SECONDS) * 1000;
  return OVERLOADED.has(status) ? Math.min(2 ** (attempt - 1), MAX_WAIT_SECONDS) * 1000 : undefined;
}

function isProtobuf({ headers }: RawAnswer): boolean {
  return headers["content-type"]?.toLowerCase().startsWith(PROTOBUF) === true;
}

function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}
