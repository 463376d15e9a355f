import { isUserError } from "../api/user-error.ts";
import { escapeText } from "../render/escape.ts";

/**
 * What ended a run, in lines for standard error. What the user must correct is said with what to do next; anything else is a bug of this
 * program and says so.
 *
 * @param verbosity from 1 on, a bug comes with where it arose
 */
export function describeError(error: unknown, verbosity: number): string {
  if (isUserError(error)) {
    return escapeLines(`error: ${error.message}\n${error.hint === "" ? "" : `${error.hint}\n`}`);
  }
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && verbosity > 0 ? `${error.stack}\n` : "";
  const advice = verbosity > 0 ? "" : "Run it again with -v 1 to see where it arose, and report it with that.\n";
  return escapeLines(`error: this is a bug of kubectl pss: ${message}\n${stack}${advice}`);
}

/** Messages repeat what stands in arguments and files, and that must not reach a terminal raw. */
export function escapeLines(text: string): string {
  return text.split("\n").map(escapeText).join("\n");
}
