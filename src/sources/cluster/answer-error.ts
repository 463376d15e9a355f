import { UserError } from "../../api/user-error.ts";

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

/** Enough for any message of an API server, and not for a whole document. */
const MAX_MESSAGE = 1000;

/** The message of a Status, in one line and shortened where it is very long, or one that names the status code. */
export function messageOf(body: Readonly<Record<string, unknown>>, status: number): string {
  const { message } = body;
  if (typeof message !== "string" || message === "") return `the API server answered ${status}`;
  const line = message.slice(0, MAX_MESSAGE).replace(/[\r\n\u0085\u2028\u2029]+/g, " ");
  return message.length > MAX_MESSAGE ? `${line}…` : line;
}
