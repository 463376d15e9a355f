import { UserError } from "../../../api/user-error.ts";

/**
 * An answer that cannot be used: too long, unreadable, or not the answer of an API server. The server can be reached, so other lists may still
 * be read.
 */
export class AnswerError extends UserError {
  /** Whether an answer with fewer objects may be short enough. */
  readonly isTooLarge: boolean;

  constructor(message: string, hint: string, isTooLarge = false) {
    super(message, hint);
    this.isTooLarge = isTooLarge;
  }
}
