/** So many objects are asked for in one list, at most; Kubernetes is made for 150,000 pods. */
export const MAX_OBJECTS = 1_000_000;
/** A report has a few kilobytes for each namespace; Kubernetes is made for 10,000. */
export const MAX_NAMESPACES = 100_000;
const KIB = 1024;
const MIB = 1024 * KIB;
/** So many bytes of a list are read, unpacked, and no more than so many beyond a usual length of its objects. */
const MAX_BYTES = 4 * 1024 * MIB;
const MAX_BYTES_OF_FEW = 512 * MIB;
const USUAL_OBJECT = 64 * KIB;
/** So many are asked for in a row without any coming: a proxy may leave out what a user must not see. */
const MAX_IN_VAIN = 250_000;
/** An empty page counts as so many, however few were asked for. */
const IN_VAIN_AT_LEAST = 250;
/** How often a list expires in a row, starts over, and expires at all, before it is given up. etcd forgets every five minutes. */
const MAX_EXPIRED_IN_A_ROW = 3;
const MAX_RESTARTS = 3;
const MAX_EXPIRED = 20;
/** A continue token holds a name, a namespace and a number. */
const MAX_TOKEN = 16 * 1024;

/** Counts what is asked for in one list, so that a server which never ends it does not keep anybody waiting without end. */
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
   * @param asked how many objects were asked for; 0: all
   * @param bytes how long it was, unpacked
   * @param next the continue token; undefined for the last page
   * @returns why the list is given up; undefined where it goes on
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
    if (this.#bytes > Math.min(MAX_BYTES, MAX_BYTES_OF_FEW + this.#received * USUAL_OBJECT)) {
      return `it did not end after ${this.#received} objects of ${Math.floor(this.#bytes / MIB)} MiB`;
    }
    return this.#token(next);
  }

  /**
   * Counts a list that has expired (410).
   *
   * @param next where the server says that it goes on; undefined where it starts over
   * @returns why the list is given up; undefined where it goes on
   */
  expiry(next: string | undefined): string | undefined {
    this.#expired++;
    if (++this.#expiredInARow > MAX_EXPIRED_IN_A_ROW || this.#expired > MAX_EXPIRED) return this.#expiredTooOften();
    if (next !== undefined) return this.#token(next);
    if (++this.#restarts > MAX_RESTARTS) return this.#expiredTooOften();
    // The same pages come again, and may have the same tokens.
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
