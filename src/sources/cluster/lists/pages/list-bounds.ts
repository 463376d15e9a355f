/** The most objects that are requested in one list. Kubernetes is made for 150,000 pods. */
export const MAX_OBJECTS = 1_000_000;
/** The most namespaces. A report needs a few kilobytes for each; Kubernetes is made for 10,000. */
export const MAX_NAMESPACES = 100_000;
const KIB = 1024;
const MIB = 1024 * KIB;
/** The most bytes of a list, uncompressed. */
const MAX_BYTES = 4 * 1024 * MIB;
/** How many bytes a list may have beyond the usual length of its objects. */
const MAX_EXCESS_BYTES = 512 * MIB;
const USUAL_OBJECT = 64 * KIB;
/** How many objects are requested in a row without getting any: a proxy may leave out objects that the user must not see. */
const MAX_IN_VAIN = 250_000;
/** An empty page counts as at least this many objects in vain. */
const IN_VAIN_AT_LEAST = 250;
/** How often a list may expire in a row. etcd drops old versions every five minutes. */
const MAX_EXPIRED_IN_A_ROW = 3;
/** How often a list may start over. */
const MAX_RESTARTS = 3;
/** How often a list may expire in all. */
const MAX_EXPIRED = 20;
/** The longest continue token. It contains a name, a namespace and a number. */
const MAX_TOKEN = 16 * 1024;

/** Counts the pages, objects and bytes of one list, and ends a list that never ends. */
export class ListBounds {
  readonly #tokens = new Set<string>();
  readonly #maxObjects: number;
  #objects = 0;
  #received = 0;
  #bytes = 0;
  #inVain = 0;
  #expired = 0;
  #expiredInARow = 0;
  #restarts = 0;

  constructor(maxObjects: number) {
    this.#maxObjects = maxObjects;
  }

  /**
   * Counts a page.
   *
   * @param asked how many objects were requested; 0: all
   * @param bytes its length, uncompressed
   * @param next the continue token; undefined for the last page
   * @returns why reading ends here; undefined if it goes on
   */
  page(objects: number, asked: number, bytes: number, next: string | undefined): string | undefined {
    this.#expiredInARow = 0;
    this.#objects += Math.max(objects, asked, 1);
    this.#received += objects;
    this.#bytes += bytes;
    this.#inVain = objects === 0 ? this.#inVain + Math.max(asked, IN_VAIN_AT_LEAST) : 0;
    if (next === undefined) return undefined;
    if (this.#inVain > MAX_IN_VAIN) return `${this.#inVain} objects in a row were requested and not one was returned`;
    if (this.#objects > this.#maxObjects) return `it did not end after ${this.#objects} objects`;
    if (this.#bytes > Math.min(MAX_BYTES, MAX_EXCESS_BYTES + this.#received * USUAL_OBJECT)) {
      return `it did not end after ${this.#received} objects of ${Math.floor(this.#bytes / MIB)} MiB`;
    }
    return this.#token(next);
  }

  /**
   * Counts an expiry of the list (410).
   *
   * @param next the continue token that the server sent with it; undefined if the list starts over
   * @returns why reading ends here; undefined if it goes on
   */
  expiry(next: string | undefined): string | undefined {
    this.#expired++;
    if (++this.#expiredInARow > MAX_EXPIRED_IN_A_ROW || this.#expired > MAX_EXPIRED) return this.#expiredTooOften();
    if (next !== undefined) return this.#token(next);
    if (++this.#restarts > MAX_RESTARTS) return this.#expiredTooOften();
    // The same pages are read again, and may have the same tokens.
    this.#tokens.clear();
    return undefined;
  }

  #expiredTooOften(): string {
    return `the list expired ${this.#expired} times before it was read; try again when the API server is less busy`;
  }

  #token(next: string): string | undefined {
    if (next.length > MAX_TOKEN) return `the server gave a continue token of ${next.length} characters`;
    if (this.#tokens.has(next)) return "the server gave the same continue token twice";
    this.#tokens.add(next);
    return undefined;
  }
}
