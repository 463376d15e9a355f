/** When workloads were last seen without a violation, and when they were deleted. */

/** Enough for the largest clusters. Without a place, a workload is never taken for fixed. */
const MAX_WORKLOADS = 100_000;

/** The times of a workload, in milliseconds since 1970. */
export interface Life {
  /** The last write, and the last pod, without a violation; -Infinity without one. */
  readonly cleanWrite: number;
  readonly cleanPod: number;
  readonly deleted: number;
}

type MutableLife = { -readonly [Field in keyof Life]: number };

const UNSEEN: Life = { cleanWrite: -Infinity, cleanPod: -Infinity, deleted: -Infinity };

/** The lives of all workloads in a log, by key. */
export class WorkloadLives {
  readonly #lives = new Map<string, MutableLife>();

  addCleanWrite(key: string, time: number): void {
    const life = this.#at(key);
    if (life !== undefined) life.cleanWrite = Math.max(life.cleanWrite, time);
  }

  addCleanPod(key: string, time: number): void {
    const life = this.#at(key);
    if (life !== undefined) life.cleanPod = Math.max(life.cleanPod, time);
  }

  addDeletion(key: string, time: number): void {
    const life = this.#at(key);
    if (life !== undefined) life.deleted = Math.max(life.deleted, time);
  }

  /** Remembers that a workload exists. */
  addName(key: string): void {
    this.#at(key);
  }

  has(key: string): boolean {
    return this.#lives.has(key);
  }

  get(key: string): Life {
    return this.#lives.get(key) ?? UNSEEN;
  }

  /** All workloads with their lives. */
  entries(): Iterable<readonly [key: string, life: Life]> {
    return this.#lives;
  }

  #at(key: string): MutableLife | undefined {
    const known = this.#lives.get(key);
    if (known !== undefined || this.#lives.size >= MAX_WORKLOADS) return known;
    const life = { cleanWrite: -Infinity, cleanPod: -Infinity, deleted: -Infinity };
    this.#lives.set(key, life);
    return life;
  }
}
