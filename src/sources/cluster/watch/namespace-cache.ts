import { setTimeout as sleep } from "node:timers/promises";
import { POLICY_LABELS } from "../../../api/policies/policy-labels.ts";
import { isRecord } from "../../../api/record.ts";
import type { ClusterClient } from "../client/client.ts";
import { messageOf } from "../client/answer.ts";
import { NAMESPACES, listPath } from "../lists/resources.ts";
import { readLines } from "./read-lines.ts";

/** The pod-security labels of a namespace. */
export type PolicyLabels = Readonly<Record<string, string>>;

const PATH = listPath(NAMESPACES, null);
/** The metadata alone, which is all of a Namespace that counts. A server that cannot leave out the rest sends all. */
const LIST = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
const WATCH = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
const PAGE = "500";
/** The longest page, in bytes. A namespace without its managedFields has a few hundred. */
const MAX_PAGE = 256 * 1024 * 1024;
const GONE = 410;
const UNAUTHORIZED = 401;

/** The server ends a watch after this many seconds, as client-go asks for 5 to 10 minutes. */
const WATCH_SECONDS = 300;
/** A watch that the server does not end in time is on a dead connection. */
const WATCH_LIMIT = (WATCH_SECONDS + 30) * 1000;
const FIRST_PAUSE = 200;
const LONGEST_PAUSE = 10_000;

/** The labels of all namespaces, kept up to date by a list and a watch. */
export class NamespaceCache {
  readonly #client: ClusterClient;
  readonly #say: (line: string) => void;
  readonly #closing = new AbortController();
  #labels = new Map<string, PolicyLabels>();
  #isSynced = false;
  /** The last fault that was printed, so that each is printed once in a row. */
  #fault = "";

  /**
   * @param client a client for this cache alone, since a watch occupies a connection
   * @param say prints a line when the list or the watch fails, and when it works again
   */
  constructor(client: ClusterClient, say: (line: string) => void) {
    this.#client = client;
    this.#say = say;
  }

  /** Whether the first list is through. */
  get isSynced(): boolean {
    return this.#isSynced;
  }

  /** The number of namespaces that are known. */
  get size(): number {
    return this.#labels.size;
  }

  /** The pod-security labels of a namespace; undefined if it is not known, which does not mean that it does not exist. */
  labelsOf(namespace: string): PolicyLabels | undefined {
    return this.#labels.get(namespace);
  }

  /** Lists and watches until the cache is closed. After a failure, it lists again, after a pause that doubles up to 10 seconds. */
  async run(): Promise<void> {
    const { signal } = this.#closing;
    let pause = FIRST_PAUSE;
    while (!signal.aborted) {
      try {
        let version: string | undefined = await this.#list();
        this.#recover();
        pause = FIRST_PAUSE;
        while (version !== undefined) version = await this.#watch(version);
      } catch (error) {
        if (signal.aborted) return;
        this.#fail(error instanceof Error ? error.message : String(error));
      }
      await sleep(pause, undefined, { signal }).catch(() => {});
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  /** Ends the list and the watch. */
  close(): void {
    this.#closing.abort();
  }

  /** @returns the version from which on to watch */
  async #list(): Promise<string> {
    const labels = new Map<string, PolicyLabels>();
    let token: string | undefined;
    for (;;) {
      const query = { limit: PAGE, ...(token !== undefined && { continue: token }) };
      const options = { accept: LIST, maxBytes: MAX_PAGE, signal: this.#closing.signal };
      const { status, body, items } = await this.#client.get(PATH, query, options);
      if (status !== 200) throw new Error(messageOf(body, status));
      for (const item of items ?? []) keep(labels, item);
      const { resourceVersion, continue: next } = isRecord(body["metadata"]) ? body["metadata"] : {};
      if (typeof resourceVersion !== "string") throw new Error("the list of namespaces has no resourceVersion");
      if (next === token && token !== undefined) throw new Error("the list of namespaces does not end");
      if (typeof next === "string" && next !== "") {
        token = next;
        continue;
      }
      this.#labels = labels;
      this.#isSynced = true;
      return resourceVersion;
    }
  }

  /**
   * Watches from a version until the server ends the watch.
   *
   * @returns the version from which on to watch again; undefined if the server does not know it any more
   */
  async #watch(since: string): Promise<string | undefined> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(WATCH_LIMIT)]);
    const query = {
      watch: "true",
      allowWatchBookmarks: "true",
      resourceVersion: since,
      timeoutSeconds: String(WATCH_SECONDS),
    };
    const start = performance.now();
    const answer = await this.#client.open(PATH, query, WATCH, signal);
    let version = since;
    try {
      // The list gets new credentials, too.
      if (answer.statusCode === GONE || answer.statusCode === UNAUTHORIZED) return undefined;
      if (answer.statusCode !== 200) throw new Error(`the watch of namespaces was refused (${answer.statusCode})`);
      for await (const line of readLines(answer)) {
        const next = this.#apply(JSON.parse(line));
        if (next === undefined) return undefined;
        version = next;
      }
    } catch (error) {
      if (answer.statusCode !== 200 || this.#closing.signal.aborted) throw error;
      // A connection that is cut is no fault: the next watch goes on from the same version. After an event that is no JSON, the list begins again.
      if (!isCut(error)) return undefined;
    } finally {
      answer.destroy();
    }
    // A server that ends each watch at once must not be asked without a pause.
    const spent = performance.now() - start;
    if (spent < FIRST_PAUSE) await sleep(FIRST_PAUSE - spent, undefined, { signal: this.#closing.signal });
    return version;
  }

  /** @returns the version of the event; undefined if the watch has to start over */
  #apply(event: unknown): string | undefined {
    const { type, object } = isRecord(event) ? event : {};
    if (!isRecord(object)) return undefined;
    const { name, resourceVersion } = isRecord(object["metadata"]) ? object["metadata"] : {};
    if (typeof resourceVersion !== "string") return undefined;
    if (type === "ADDED" || type === "MODIFIED") keep(this.#labels, object);
    else if (type === "DELETED" && typeof name === "string") this.#labels.delete(name);
    else if (type !== "BOOKMARK") return undefined;
    return resourceVersion;
  }

  #fail(fault: string): void {
    if (fault === this.#fault) return;
    this.#fault = fault;
    this.#say(`the namespaces cannot be read: ${fault}`);
  }

  #recover(): void {
    if (this.#fault !== "") this.#say("the namespaces can be read again");
    this.#fault = "";
  }
}

/** Keeps the pod-security labels of a Namespace, since the cache of a large cluster must stay small. */
function keep(into: Map<string, PolicyLabels>, object: unknown): void {
  const { name, labels } = isRecord(object) && isRecord(object["metadata"]) ? object["metadata"] : {};
  if (typeof name !== "string") return;
  const kept: Record<string, string> = {};
  for (const label of POLICY_LABELS) {
    const value = isRecord(labels) ? labels[label] : undefined;
    if (typeof value === "string") kept[label] = value;
  }
  into.set(name, kept);
}

/** Whether the network ended an answer, or its time was over. */
function isCut(error: unknown): boolean {
  return error instanceof Error && ("code" in error || error.name === "TimeoutError");
}
