/** kubectl's default of `--chunk-size` (pkg/cmd/util/helpers.go, kubectl v0.37.2). */
export const CHUNK_SIZE = 500;
/** The most custom resources in a page. They may be much longer than other objects. */
export const CUSTOM_CHUNK_SIZE = 64;
/** The target length of a page in bytes, uncompressed. */
const TARGET = 4 * 1024 * 1024;

/** Chooses how many objects to request in a page: a few megabytes of them, by the length of earlier objects, and at most `--chunk-size`. */
export class PageSize {
  readonly #max: number;
  #limit: number;

  /** @param chunkSize the most objects in a page; 0: no limit. The first page has no more than kubectl's, since the length of the objects is not known */
  constructor(chunkSize: number) {
    this.#max = chunkSize;
    this.#limit = Math.min(CHUNK_SIZE, chunkSize);
  }

  /** The number of objects to request; 0: all. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * Adjusts the size to a page that was read.
   *
   * @param bytes its length, uncompressed
   */
  learn(objects: number, bytes: number): void {
    const fitting = objects === 0 ? this.#max : Math.floor((TARGET * objects) / bytes);
    this.#limit = Math.min(this.#max, Math.max(1, fitting));
  }

  /** Makes pages much smaller, after one that exceeded the limit. */
  shrink(): void {
    this.#limit = Math.ceil(this.#limit / 16);
  }
}
