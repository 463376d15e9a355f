import { setTimeout as sleepFor } from "node:timers/promises";
import type { Agent } from "node:http";
import { isUserError } from "../../api/user-error.ts";
import manifest from "../../../package.json" with { type: "json" };
import { MAX_SOCKETS, createAgent } from "./transport/agent.ts";
import { readAnswer, type Answer } from "./answer.ts";
import { AnswerError } from "./transport/answer-error.ts";
import { describeFailure } from "./transport/connection-errors.ts";
import type { Credentials, Endpoint } from "./endpoint.ts";
import { hideCredentials } from "./auth/hide-credentials.ts";
import { PageSize } from "./lists/page-size.ts";
import { get, type RawAnswer } from "./transport/request.ts";
import { describeWait, waitOf } from "./transport/retry.ts";
import { showSeconds } from "./transport/time-limit.ts";
import { PROTOBUF } from "./lists/protobuf/decode.ts";
import { Turns } from "./transport/turns.ts";
import { authorization } from "./transport/proxy/proxy-user.ts";

/** How a client behaves. The defaults are those of a real run. */
export interface ClientOptions {
  /** Ends whatever runs or waits, as `close` does. */
  readonly signal?: AbortSignal;
  /** Is told of each request: never of a header. */
  readonly log?: (line: string) => void;
  /** Is told why nothing happens for a while. */
  readonly announce?: (line: string) => void;
  /** Waits some milliseconds. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** For a connection, TLS and all, in milliseconds. */
  readonly connectTimeout?: number;
}

/** The longest answer that is no list. */
const MAX_OBJECT = 16 * 1024 * 1024;
/** So many connections that are cut are opened again. */
const MAX_LOST = 2;
/** As kubectl waits for a connection. */
const CONNECT_TIMEOUT = 30_000;
/** Asks one API server, over connections that are kept. It knows no verb but GET. */
export class ClusterClient {
  readonly #endpoint: Endpoint;
  readonly #options: ClientOptions;
  #agent: Agent | undefined;
  #credentials: Credentials | undefined;
  #authenticating: Promise<Credentials> | undefined;
  /** Of all lists: the objects of one are about as long as those of another. */
  readonly pageSize: PageSize;
  readonly #turns = new Turns(MAX_SOCKETS);
  readonly #closing = new AbortController();
  /** Ends whatever runs or waits: an interruption, or that nobody wants more. */
  readonly #signal: AbortSignal;

  constructor(endpoint: Endpoint, options: ClientOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
    this.pageSize = new PageSize(endpoint.chunkSize);
    const { signal } = options;
    this.#signal = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal]);
  }

  /**
   * Asks for a path below the server's address.
   *
   * @param maxBytes the longest answer that is read, unpacked
   * @throws AnswerError where the answer cannot be used; UserError where there is no connection, or no credentials
   */
  async get(path: string, query: Readonly<Record<string, string>> = {}, maxBytes = MAX_OBJECT): Promise<Answer> {
    const { server, requestTimeout } = this.#endpoint;
    const url = new URL(server);
    url.pathname = server.pathname.replace(/\/$/, "") + path;
    url.search = new URLSearchParams(query).toString();
    let isRefreshed = false;
    let lost = 0;
    /** Milliseconds, without those of waiting for a connection or for credentials. */
    let spent = 0;
    for (let attempt = 1; ; attempt++) {
      const credentials = this.#credentials ?? (await this.#authenticate(false));
      // A request that waits for a connection is not timed.
      const answer = await this.#turns.run(async () => {
        const start = performance.now();
        const timeout = requestTimeout > 0 ? Math.max(1, requestTimeout - spent) : 0;
        try {
          return await this.#send(url, credentials, { isLast: lost === MAX_LOST, maxBytes, timeout });
        } finally {
          spent += performance.now() - start;
        }
      });
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
      const wait = waitOf(answer, attempt);
      if (wait === undefined) return this.#read(url, answer, credentials);
      const at = `${server.protocol}//${server.host}`;
      spent += wait.milliseconds;
      if (requestTimeout > 0 && spent > requestTimeout) {
        const message = `${at} is busy (${answer.status}), and the wait would take longer than ${showSeconds(requestTimeout)}`;
        throw new AnswerError(message, "Give it more time with --request-timeout, or try again later.");
      }
      const line = describeWait(at, answer.status, wait, attempt);
      if (line !== undefined) this.#options.announce?.(line);
      await this.#sleep(wait.milliseconds);
    }
  }

  /** Reads an answer. What it says itself holds no credentials, also where the server repeats the headers of the request. */
  #read(url: URL, answer: RawAnswer, credentials: Credentials): Answer {
    const { proxy } = this.#endpoint;
    const sent = { ...credentials.headers, ...(proxy && authorization(proxy)) };
    const { "content-type": type } = answer.headers;
    const headers =
      type === undefined ? answer.headers : { ...answer.headers, "content-type": hideCredentials(type, sent) };
    const read = readAnswer(url, { ...answer, headers });
    const { message } = read.body;
    if (typeof message !== "string") return read;
    return { ...read, body: { ...read.body, message: hideCredentials(message, sent) } };
  }

  async #send(
    url: URL,
    credentials: Credentials,
    { isLast, maxBytes, timeout }: { readonly isLast: boolean; readonly maxBytes: number; readonly timeout: number },
  ): Promise<RawAnswer | "lost"> {
    const { proxy } = this.#endpoint;
    const { log } = this.#options;
    const signal = this.#signal;
    signal.throwIfAborted();
    const agent = (this.#agent ??= this.#createAgent(credentials));
    const isPlainProxy = proxy !== undefined && proxy.protocol !== "socks5:" && url.protocol === "http:";
    const headers = {
      // Half the work for the server, and a third for us. A server without protocol buffers gives JSON.
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
        timeout,
        maxBytes,
        ...(isPlainProxy && { path: url.href }),
      });
      log?.(`GET ${url.href} ${answer.status} in ${Math.round(performance.now() - start)} milliseconds`);
      return answer;
    } catch (error) {
      log?.(`GET ${url.href} failed in ${Math.round(performance.now() - start)} milliseconds`);
      signal.throwIfAborted();
      // A connection that was kept may have been closed just now: that says nothing about the server.
      if (isReset(error) && !isLast) return "lost";
      throw describeFailure(error, this.#endpoint);
    }
  }

  #createAgent(credentials: Credentials): Agent {
    try {
      return createAgent(this.#endpoint, credentials, this.#options.connectTimeout ?? CONNECT_TIMEOUT);
    } catch (error) {
      // OpenSSL refuses keys that are too short, for instance.
      throw isUserError(error) ? error : describeFailure(error, this.#endpoint);
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

/** Node would send the user of the proxy's URL to the API server as well, as `Authorization`. */
function withoutUser(proxy: URL): URL {
  const url = new URL(proxy);
  url.username = "";
  url.password = "";
  return url;
}

function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}
