import type { LevelVersion } from "../../policy/evaluator.ts";
import type { ReadViolation } from "../../policy/read-violations.ts";

/** A sentence of the API server. */
export interface FoundMessage {
  /**
   * `rejected`: the pod was rejected. `warned`: a warning or an audit annotation. `existing`: a warning about running
   * pods. `bare`: violations without the words that tell whether a pod was rejected.
   */
  readonly type: "rejected" | "warned" | "existing" | "bare";
  /** The policy that it names; undefined for a line about running pods without the headline. */
  readonly policy: LevelVersion | undefined;
  /** The name of the pod; undefined if the text names none. */
  readonly pod: string | undefined;
  /** The number of other pods with the same violations. */
  readonly others: number;
  /** The file that kubectl read the object from, if the text names it. */
  readonly file: string | undefined;
  readonly violations: readonly ReadViolation[];
  /** The end of the sentence, if its words are unknown here; empty otherwise. */
  readonly unknown: string;
  /** Whether the text ends within the violations, so that some may be missing. */
  readonly cut: boolean;
}

/** The messages of a text, in its order, and what else it has. */
export interface FoundMessages {
  readonly messages: readonly FoundMessage[];
  /** The number of sentences whose violations cannot be read. */
  readonly unread: number;
  /** The number of lines without a message. Empty lines do not count. */
  readonly otherLines: number;
}
