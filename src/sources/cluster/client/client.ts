import { setTimeout as sleepFor } from "node:timers/promises";
import type { Agent } from "node:http";
import { isUserError } from "../../../api/user-error.ts";
import manifest from "../../../../package.json" with { type: "json" };
import { MAX_SOCKETS, createAgent } from "../transport/agent.ts";
import { readAnswer, type Answer } from "./answer.ts";
import { AnswerError } from "../transport/answer-error.ts";
import { describeFailure } from "../transport/connection-errors.ts";
import type { Credentials, Endpoint } from "../endpoint.ts";
import { hideCredentials } from "../auth/hide-credentials.ts";
import { FIRST, PageSize } from "./page-size.ts";
import { get, type RawAnswer } from "../transport/request.ts";
import { describeWait, waitOf } from "../transport/retry.ts";
import { showSeconds } from "../transport/time-limit.ts";
import { PROTOBUF } from "./protobuf/decode.ts";
import { Semaphore } from "../transport/semaphore.ts";
import { authorization } from "../transport/proxy/proxy-user.ts";

/** How a client behaves. Tests change the defaults. */
export interface ClientOptions {
  /** Called with a line about each request, which has no header. */
  readonly log?: (line: string) => void;
  /** Called with the reason of a long wait. */
  readonly announce?: (line: string) => void;
  /** Waits for some milliseconds. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** The limit for opening a connection, including TLS, in milliseconds. */
  readonly connectTimeout?: number;
}

/** How an answer is requested. */
export interface AnswerOptions {
  /** The longest answer that is read, in bytes, uncompressed. */
  readonly maxBytes?: number;
  /** The types of answers that can be read, as in HTTP's `Accept`. */
  readonly accept?: string;
}

/** Protocol buffers take half of the server's work and a third of ours. A server without them answers in JSON. */
const ACCEPT = `${PROTOBUF},application/json`;
/** The longest answer that is not a list. */
const MAX_OBJECT = 16 * 1024 * 1024;
/** How often a request is sent again after its connection was cut. */
const MAX_LOST = 2;
/** How long kubectl waits for a connection. */
const CONNECT_TIMEOUT = 30_000;

/** Sends requests to one API server, over connections that stay open. It can only GET. */
export class ClusterClient {
  readonly #endpoint: Endpoint;
  readonly #options: ClientOptions;
  #agent: Agent | undefined;
  #credentials: Credentials | undefined;
  #authenticating: Promise<Credentials> | undefined;
  /** The page size of all lists: the objects of one list are about as long as those of another. */
  readonly pageSize: PageSize;
  /** The page size of all lists of custom resources, which may be much longer than others. */
  readonly customPageSize: PageSize;
  readonly #connections = new Semaphore(MAX_SOCKETS);
  /** Ends all requests and waits. */
  readonly #closing = new AbortController();

  constructor(endpoint: Endpoint, options: ClientOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
    const { chunkSize } = endpoint;
    this.pageSize = new PageSize(chunkSize);
    this.customPageSize = new PageSize(Math.min(FIRST, chunkSize));
  }

  /**
   * Gets a path below the server's address.
   *
   * @throws AnswerError if the answer cannot be used; UserError if there is no connection, or there are no credentials
   */
  async get(
    path: string,
    query: Readonly<Record<string, string>> = {},
    { maxBytes = MAX_OBJECT, accept = ACCEPT }: AnswerOptions = {},
  ): Promise<Answer> {
    const { server, requestTimeout } = this.#endpoint;
    const url = new URL(server);
    url.pathname = server.pathname.replace(/\/$/, "") + path;
    url.search = new URLSearchParams(query).toString();
    let isRefreshed = false;
    let lost = 0;
    /** In milliseconds, without the time to wait for a free connection or for credentials. */
    let spent = 0;
    for (let attempt = 1; ; attempt++) {
      const credentials = this.#credentials ?? (await this.#authenticate());
      // The timeout does not count the time to wait for a free connection.
      const answer = await this.#connections.run(async () => {
        const start = performance.now();
        const timeout = requestTimeout > 0 ? Math.max(1, requestTimeout - spent) : 0;
        try {
          return await this.#send(url, credentials, { isLast: lost === MAX_LOST, maxBytes, accept, timeout });
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
        // Another request may have been refused, too, and renewed the credentials.
        if (this.#credentials === credentials) await this.#authenticate();
        continue;
      }
      const wait = waitOf(answer, attempt);
      if (wait === undefined) return this.#read(url, answer, credentials);
      const at = server.origin;
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

  /** Reads an answer, and hides the credentials in its message: some servers repeat the headers of a request. */
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
    {
      isLast,
      maxBytes,
      accept,
      timeout,
    }: Required<AnswerOptions> & { readonly isLast: boolean; readonly timeout: number },
  ): Promise<RawAnswer | "lost"> {
    const { proxy } = this.#endpoint;
    const { log } = this.#options;
    const signal = this.#closing.signal;
    signal.throwIfAborted();
    const agent = (this.#agent ??= this.#createAgent(credentials));
    const isPlainProxy = proxy !== undefined && proxy.protocol !== "socks5:" && url.protocol === "http:";
    const headers = {
      accept,
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
      // The server may just have closed a connection that was kept open. That is no failure.
      if (isReset(error) && !isLast) return "lost";
      throw describeFailure(error, this.#endpoint);
    }
  }

  #createAgent(credentials: Credentials): Agent {
    try {
      return createAgent(this.#endpoint, credentials, this.#options.connectTimeout ?? CONNECT_TIMEOUT);
    } catch (error) {
      // OpenSSL refuses short keys, for example.
      throw isUserError(error) ? error : describeFailure(error, this.#endpoint);
    }
  }

  /** Requests that need credentials at the same time share one call. */
  #authenticate(): Promise<Credentials> {
    this.#authenticating ??= this.#renew().finally(() => {
      this.#authenticating = undefined;
    });
    return this.#authenticating;
  }

  async #renew(): Promise<Credentials> {
    const before = this.#credentials;
    const credentials = await this.#endpoint.authenticate();
    this.#credentials = credentials;
    if (before?.cert !== credentials.cert || before?.key !== credentials.key) this.#dropConnections();
    return credentials;
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { sleep } = this.#options;
    if (sleep !== undefined) return sleep(milliseconds, this.#closing.signal);
    await sleepFor(milliseconds, undefined, { signal: this.#closing.signal });
  }

  /** Ends all requests and waits, and closes the connections. The client cannot be used again. */
  close(): void {
    this.#closing.abort();
    this.#dropConnections();
  }

  #dropConnections(): void {
    this.#agent?.destroy();
    this.#agent = undefined;
  }
}

/** Removes the user from a proxy's URL: Node would send it to the API server, too, as `Authorization`. */
function withoutUser(proxy: URL): URL {
  const url = new URL(proxy);
  url.username = "";
  url.password = "";
  return url;
}

function isReset(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ECONNRESET" || error.code === "EPIPE");
}
