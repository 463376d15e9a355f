import { setTimeout as sleepFor } from "node:timers/promises";
import type { Agent, IncomingMessage } from "node:http";
import { isUserError } from "../../../api/user-error.ts";
import manifest from "../../../../package.json" with { type: "json" };
import { MAX_SOCKETS, createAgent } from "../transport/agent.ts";
import { readAnswer, type Answer } from "./answer.ts";
import { AnswerError } from "../transport/answer-error.ts";
import { describeFailure } from "../transport/connection-errors.ts";
import { ACCESS_REVIEWS, accessReview, type Right } from "./access-review.ts";
import type { AnswerOptions, ClientOptions } from "./client-options.ts";
import type { Credentials, Endpoint } from "../endpoint.ts";
import { hideCredentials } from "../auth/hide-credentials.ts";
import { CUSTOM_CHUNK_SIZE, PageSize } from "./page-size.ts";
import { exchange, openAnswer, type RawAnswer } from "../transport/request.ts";
import { describeWait, waitOf } from "../transport/retry.ts";
import { showSeconds } from "../transport/time-limit.ts";
import { PROTOBUF } from "./protobuf/decode.ts";
import { Semaphore } from "../../../api/semaphore.ts";
import { isReset, urlOf, withoutUser, type PreparedRequest } from "./request-parts.ts";
import { authorization } from "../transport/proxy/proxy-user.ts";

interface SendOptions extends Required<AnswerOptions> {
  /** The body of a POST; absent for a GET. */
  readonly json?: string | undefined;
  readonly isLast: boolean;
  readonly timeout: number;
}

/** Protocol buffers take half of the server's work and a third of ours. A server without them answers in JSON. */
const ACCEPT = `${PROTOBUF},application/json`;
/** The longest answer that is not a list. */
const MAX_OBJECT = 16 * 1024 * 1024;
/** How often a request is sent again after its connection was cut. */
const MAX_LOST = 2;
/** How long kubectl waits for a connection. */
const CONNECT_TIMEOUT = 30_000;

/** Sends requests to one API server, over connections that stay open. It can only GET, and review the rights of its user. */
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
    this.customPageSize = new PageSize(Math.min(CUSTOM_CHUNK_SIZE, chunkSize));
  }

  /**
   * Gets a path below the server's address.
   *
   * @throws AnswerError if the answer cannot be used; UserError if there is no connection, or there are no credentials
   */
  async get(path: string, query: Readonly<Record<string, string>> = {}, options: AnswerOptions = {}): Promise<Answer> {
    return await this.#exchange(urlOf(this.#endpoint.server, path, query), options);
  }

  /**
   * Asks whether the user of this client has a right, with a SelfSubjectAccessReview, which the API server does not store.
   *
   * @throws as for `get`
   */
  async reviewAccess(right: Right): Promise<Answer> {
    const url = urlOf(this.#endpoint.server, ACCESS_REVIEWS, {});
    return await this.#exchange(url, { accept: "application/json" }, accessReview(right));
  }

  async #exchange(
    url: URL,
    { maxBytes = MAX_OBJECT, accept = ACCEPT, signal: ended }: AnswerOptions,
    json?: string,
  ): Promise<Answer> {
    const { server, requestTimeout } = this.#endpoint;
    const signal = ended === undefined ? this.#closing.signal : AbortSignal.any([this.#closing.signal, ended]);
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
          const options = { isLast: lost === MAX_LOST, maxBytes, accept, timeout, signal, json };
          return await this.#send(url, credentials, options);
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
      await this.#sleep(wait.milliseconds, signal);
    }
  }

  /**
   * Opens an answer that has no end, such as a watch. It shares the connections of the other requests, and occupies one.
   *
   * @param accept the types of answers that can be read
   * @param signal ends the answer
   * @throws UserError if there is no connection, or there are no credentials
   */
  async open(
    path: string,
    query: Readonly<Record<string, string>>,
    accept: string,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const credentials = this.#credentials ?? (await this.#authenticate());
    const { target, headers, options } = this.#request(urlOf(this.#endpoint.server, path, query), credentials, accept);
    const ends = AbortSignal.any([this.#closing.signal, signal]);
    try {
      const answer = await openAnswer(target, headers, { ...options, signal: ends });
      if (answer.statusCode === 401) this.#credentials = undefined;
      return answer;
    } catch (error) {
      ends.throwIfAborted();
      throw describeFailure(error, this.#endpoint);
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
    { isLast, maxBytes, accept, timeout, signal, json }: SendOptions,
  ): Promise<RawAnswer | "lost"> {
    const { log } = this.#options;
    signal.throwIfAborted();
    const { target, headers, options } = this.#request(url, credentials, accept);
    const start = performance.now();
    try {
      const answer = await exchange(target, headers, { ...options, signal, timeout, maxBytes, json });
      log?.(
        `${json === undefined ? "GET" : "POST"} ${url.href} ${answer.status} in ${Math.round(performance.now() - start)} milliseconds`,
      );
      return answer;
    } catch (error) {
      log?.(
        `${json === undefined ? "GET" : "POST"} ${url.href} failed in ${Math.round(performance.now() - start)} milliseconds`,
      );
      signal.throwIfAborted();
      // The server may just have closed a connection that was kept open. That is no failure.
      if (isReset(error) && !isLast) return "lost";
      throw describeFailure(error, this.#endpoint);
    }
  }

  /** Prepares a request. A plain proxy gets the whole URL as its path. */
  #request(url: URL, credentials: Credentials, accept: string): PreparedRequest {
    const { proxy } = this.#endpoint;
    const agent = (this.#agent ??= this.#createAgent(credentials));
    const headers = {
      accept,
      "accept-encoding": "gzip",
      "user-agent": `kubectl-pss/${manifest.version}`,
      ...credentials.headers,
    };
    const isPlainProxy = proxy !== undefined && proxy.protocol !== "socks5:" && url.protocol === "http:";
    if (!isPlainProxy) return { target: url, headers, options: { agent } };
    const toProxy = { ...headers, ...authorization(proxy), host: url.host };
    return { target: withoutUser(proxy), headers: toProxy, options: { agent, path: url.href } };
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

  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { sleep } = this.#options;
    if (sleep !== undefined) return sleep(milliseconds, signal);
    await sleepFor(milliseconds, undefined, { signal });
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
