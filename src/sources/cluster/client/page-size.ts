/** kubectl's default of `--chunk-size` (pkg/cmd/util/helpers.go, kubectl v0.37.2). */
export const CHUNK_SIZE = 500;
/** The size of the first page, of which nobody knows yet how long its objects are. */
const FIRST = 64;
/** The bytes of a page, unpacked, that the size aims at. */
const TARGET = 4 * 1024 * 1024;

/** How many objects a page of a list has: as many as make a few megabytes, by those that have come, and never more than `--chunk-size`. */
export class PageSize {
  readonly #max: number;
  #limit: number;

  /** @param chunkSize the most objects in a page; 0: lists come as a whole */
  constructor(chunkSize: number) {
    this.#max = chunkSize;
    this.#limit = Math.min(FIRST, chunkSize);
  }

  /** The number of objects to ask for; 0: all. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * Learns from a page.
   *
   * @param bytes its length, unpacked
   */
  learn(objects: number, bytes: number): void {
    const fitting = objects === 0 ? this.#max : Math.floor((TARGET * objects) / bytes);
    this.#limit = Math.min(this.#max, Math.max(1, fitting));
  }

  /** Makes pages much smaller, after one that was too long to be read. */
  shrink(): void {
    this.#limit = Math.ceil(this.#limit / 16);
  }
}
