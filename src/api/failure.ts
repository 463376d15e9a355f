import { messageOfBug } from "./words/quoted.ts";
import { isUserError } from "./user-error.ts";

/** A fault of a single object. The object is not judged, and all others are. */
export class ObjectFault extends Error {
  override readonly name = "ObjectFault";
}

/** The messages of V8, SpiderMonkey and JavaScriptCore where something is larger than it can be. */
const LIMITS: Readonly<Record<string, string>> = {
  "Invalid string length": "it is too large",
  "Invalid array length": "it is too large",
  "Map maximum size exceeded": "it is too large",
  "Set maximum size exceeded": "it is too large",
  "Maximum call stack size exceeded": "it nests too deep",
  "Maximum call stack size exceeded.": "it nests too deep",
  "too much recursion": "it nests too deep",
};

/** Describes an error of the JavaScript engine about something that is larger than it can be; undefined for any other error. */
export function describeLimit(error: unknown): string | undefined {
  const limit = error instanceof Error ? LIMITS[error.message] : undefined;
  return limit === undefined ? undefined : `cannot be judged: ${limit}`;
}

/**
 * Describes an unexpected failure of one object, document or file, so that the run can report it and continue. The
 * message of an unexpected error may repeat a part of the input. So the description never contains the message of a
 * SyntaxError, and no quotation from other messages.
 *
 * @throws the error itself if it is a UserError
 */
export function describeFailure(error: unknown): string {
  if (isUserError(error)) throw error;
  if (!(error instanceof Error))
    return `cannot be judged: this is a bug of kubectl pss (${typeof error}); please report it`;
  if (error.name === "ObjectFault") return error.message;
  const limit = describeLimit(error);
  if (limit !== undefined) return limit;
  const details = error.name === "SyntaxError" ? "" : `: ${messageOfBug(error)}`;
  return `cannot be judged: this is a bug of kubectl pss (${error.name}${details}); please report it`;
}
