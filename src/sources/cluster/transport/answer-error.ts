import { shortenMessage } from "../../../api/quoted.ts";
import { UserError } from "../../../api/user-error.ts";

/**
 * An answer that cannot be used: too long, unreadable, or not what an API server says. The server can be reached, so that other lists may
 * still be read.
 */
export class AnswerError extends UserError {
  /** Whether fewer objects at once may fit. */
  readonly isTooLarge: boolean;

  constructor(message: string, hint: string, isTooLarge = false) {
    super(message, hint);
    this.isTooLarge = isTooLarge;
  }
}

/** The message of a Status on one line, or one that names the status code. */
export function messageOf(body: Readonly<Record<string, unknown>>, status: number): string {
  const { message } = body;
  return typeof message === "string" && message !== "" ? shortenMessage(message) : `the API server answered ${status}`;
}
