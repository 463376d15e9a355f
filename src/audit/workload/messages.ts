import type { ModeResult } from "../../admission/judge.ts";
import { ObjectFault } from "../../api/failure.ts";
import { detailedMessage } from "../../policy/evaluator.ts";

/** Far longer than the message of any object of 3 MiB, and short enough that every format can still escape it. */
const MAX_MESSAGE = 64 * 1024 * 1024;

/**
 * The API server's message of a result.
 *
 * @throws ObjectFault if it is longer than any message of an API server
 */
export function messageOf({ violations }: ModeResult): string {
  const message = detailedMessage(violations);
  if (message.length <= MAX_MESSAGE) return message;
  throw new ObjectFault(`too large: its messages have more than ${MAX_MESSAGE / 1024 / 1024} MiB`);
}
