import { formatLevelVersion, type LevelVersion } from "../../policy/evaluator.ts";
import type { LintOptions } from "../options.ts";

/** The levels that a configuration sets for some objects of a lint, and those that were used. */
export class LevelsOfFiles {
  readonly #options: LintOptions;
  readonly #levelOf: NonNullable<LintOptions["levelOf"]>;
  readonly #used = new Map<string, LevelVersion>();
  /** Whether an object was judged by the policy of its namespace. */
  #hasOthers = false;

  constructor(options: LintOptions, levelOf: NonNullable<LintOptions["levelOf"]>) {
    this.#options = options;
    this.#levelOf = levelOf;
  }

  /** The options for an object: with its level, if the configuration sets one. */
  optionsFor(file: string, namespace: string): LintOptions {
    const level = this.#levelOf(file, namespace);
    if (level === undefined) {
      this.#hasOthers = true;
      return this.#options;
    }
    this.#used.set(formatLevelVersion(level), level);
    return { ...this.#options, levels: [level] };
  }

  /** The levels that were used, in the order of their first use. */
  get levels(): readonly LevelVersion[] {
    return [...this.#used.values()];
  }

  /** Whether levels judged all objects. */
  get isWhole(): boolean {
    return this.#used.size > 0 && !this.#hasOthers;
  }
}
