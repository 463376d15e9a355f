import { withoutQuotations, withoutUserInfo } from "../api/quoted.ts";
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
    return escapeLines(withoutUserInfo(`error: ${error.message}\n${error.hint === "" ? "" : `${error.hint}\n`}`));
  }
  const message = messageOfBug(error);
  const stack = error instanceof Error && verbosity > 0 ? `${framesOf(error)}\n` : "";
  const advice = verbosity > 0 ? "" : "Run it again with -v 1 to see where it arose, and report it with that.\n";
  return escapeLines(`error: this is a bug of kubectl pss: ${message}\n${stack}${advice}`);
}

/** Nobody has looked at what stands in such a message: V8 quotes the text that is no JSON, and Node the argument that it does not take. */
function messageOfBug(error: unknown): string {
  if (!(error instanceof Error)) return "something was thrown that is no error";
  if (error instanceof SyntaxError) return `a ${error.name}`;
  return withoutQuotations(error.message.replace(/: [^]*$/, ": …"));
}

/** Where an error arose: its stack without the message, which comes first in it. */
function framesOf({ stack = "", message }: Error): string {
  const start = stack.indexOf(message);
  const frames = start === -1 ? stack : stack.slice(start + message.length);
  return frames
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}

/** Messages repeat what stands in arguments and files, and that must not reach a terminal raw. */
export function escapeLines(text: string): string {
  return text.split("\n").map(escapeText).join("\n");
}
