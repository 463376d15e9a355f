import { isUserError } from "../api/user-error.ts";
import { escapeText } from "../render/escape.ts";

/** The one message that has lines of its own: go-yaml's list of duplicate keys, in the words of kube-apiserver. */
const LINES_OF_GO = /\n(?= {2}line \d+: key ")/;

/**
 * What ended a run, in lines for standard error. What the user must correct is said with what to do next; anything else is a bug of this
 * program and says so.
 *
 * @param verbosity from 1 on, a bug comes with where it arose
 */
export function describeError(error: unknown, verbosity: number): string[] {
  if (isUserError(error)) {
    return [...`error: ${error.message}`.split(LINES_OF_GO), ...error.hintLines.filter((line) => line !== "")];
  }
  const message = error instanceof Error ? error.message : String(error);
  const bug = `error: this is a bug of kubectl pss: ${message}`;
  if (verbosity === 0) return [bug, "Run it again with -v 1 to see where it arose, and report it with that."];
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  // The message may have line breaks of a file's name; the rest of the stack has none but its own.
  return stack === "" ? [bug] : [bug, ...stack.replace(message, () => escapeText(message)).split("\n")];
}

/** What commander offers where a word is misspelt, in a line of its own. */
const OFFER = /\n(?=\(Did you mean [^\n]*\)$)/;

/** What commander says of a wrong command line, in lines. It repeats arguments as they are, with their line breaks. */
export function describeUsage(text: string): string[] {
  return text.replace(/\n$/, "").split(OFFER);
}
