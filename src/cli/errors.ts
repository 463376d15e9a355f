import { messageOfBug, withoutUserInfo } from "../api/words/quoted.ts";
import { isUserError } from "../api/user-error.ts";

/** The one message that has lines of its own: go-yaml's list of duplicate keys, in the words of kube-apiserver. */
const LINES_OF_GO = /\n(?= {2}line \d+: key ")/;

/**
 * Describes the error that ended a run, in lines for standard error. A UserError comes with the next step; any other error is a bug of this
 * program and says so.
 *
 * @param verbosity from 1 on, a bug comes with where it arose
 */
export function describeError(error: unknown, verbosity: number): string[] {
  if (isUserError(error)) {
    const lines = [...`error: ${error.message}`.split(LINES_OF_GO), ...error.hintLines.filter((line) => line !== "")];
    return lines.map(withoutUserInfo);
  }
  const bug = `error: this is a bug of kubectl pss: ${describeBug(error)}`;
  if (verbosity === 0) return [bug, "Run it again with -v 1 to see where it arose, and report it with that."];
  return error instanceof Error ? [bug, ...framesOf(error)] : [bug];
}

/** Describes a bug without values: V8 quotes the text that is no JSON, and Node the argument that it does not take. */
function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return "something was thrown that is no error";
  if (error instanceof SyntaxError) return `a ${error.name}`;
  return messageOfBug(error);
}

/** The stack of an error without the message, which comes first in it. */
function framesOf({ stack = "", message }: Error): string[] {
  const start = stack.indexOf(message);
  const frames = start === -1 ? stack : stack.slice(start + message.length);
  return frames.split("\n").filter((line) => /^\s+at /.test(line));
}

/** The offer of commander for a misspelt word, in a line of its own. */
const OFFER = /\n(?=\(Did you mean [^\n]*\)$)/;

/** Splits what commander says of a wrong command line into lines. It repeats arguments as they are, with their line breaks. */
export function describeUsage(text: string): string[] {
  return withoutFlagValues(text).replace(/\n$/, "").split(OFFER);
}

/** Commander quotes arguments that it does not understand, and `--tokn=SECRET` is one. */
function withoutFlagValues(message: string): string {
  return withoutUserInfo(message.replace(/(--?[\w-]+=)[^']*/g, "$1…"));
}
