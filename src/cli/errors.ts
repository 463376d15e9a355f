import { messageOfBug, withoutUserInfo } from "../api/words/quoted.ts";
import { isUserError } from "../api/user-error.ts";

/** The line breaks of the only message with several lines: go-yaml's list of duplicate keys, in the words of kube-apiserver. */
const DUPLICATE_KEY_LINE = /\n(?= {2}line \d+: key ")/;

/**
 * Describes the error that ended a run, in lines for standard error. A UserError has advice; any other error is described as a bug of this program.
 *
 * @param verbosity from 1 on, a bug has a stack trace
 */
export function describeError(error: unknown, verbosity: number): string[] {
  if (isUserError(error)) {
    const lines = [
      ...`error: ${error.message}`.split(DUPLICATE_KEY_LINE),
      ...error.hintLines.filter((line) => line !== ""),
    ];
    return lines.map(withoutUserInfo);
  }
  const bug = `error: this is a bug of kubectl pss: ${describeBug(error)}`;
  if (verbosity === 0) return [bug, "Run it again with -v 1 for a stack trace, and report it with that."];
  return error instanceof Error ? [bug, ...framesOf(error)] : [bug];
}

/** Describes a bug without values of the input: V8 quotes invalid JSON, and Node quotes invalid arguments. */
function describeBug(error: unknown): string {
  if (!(error instanceof Error)) return "a value was thrown that is not an Error";
  if (error instanceof SyntaxError) return `a ${error.name}`;
  return messageOfBug(error);
}

/** The frames of an error's stack, without the message before them. */
function framesOf({ stack = "", message }: Error): string[] {
  const start = stack.indexOf(message);
  const frames = start === -1 ? stack : stack.slice(start + message.length);
  return frames.split("\n").filter((line) => /^\s+at /.test(line));
}

/** The line break before commander's suggestion for a misspelt word. */
const SUGGESTION = /\n(?=\(Did you mean [^\n]*\)$)/;

/**
 * Splits commander's message about a wrong command line into lines. The arguments in it may contain line breaks, which must stay within a line. A flag
 * for a level that another command has becomes a suggestion of this command's own.
 *
 * @param command the name of the command
 */
export function describeUsage(text: string, command: string | undefined): string[] {
  const lines = withoutFlagValues(text).replace(/\n$/, "").split(SUGGESTION);
  const [, flag = ""] = UNKNOWN_FLAG.exec(lines[0] ?? "") ?? [];
  const meant = LEVEL_FLAGS.has(flag) ? levelFlagOf(command) : undefined;
  return meant === undefined ? lines : [lines[0] ?? "", `(Did you mean ${meant}?)`];
}

const UNKNOWN_FLAG = /^error: unknown option '(--[a-z]+)/;
/** The flags that take a level. Each command has its own. */
const LEVEL_FLAGS: ReadonlySet<string> = new Set(["--level", "--target", "--enforce"]);

/** The flag of a command that takes the level; undefined if it takes none. */
export function levelFlagOf(command: string | undefined): string | undefined {
  switch (command) {
    case "lint":
    case "audit":
      return "--level";
    case "dry-run":
      return "--enforce";
    case "plan":
      return "--target";
    default:
      return undefined;
  }
}

/** Hides the values of flags, since commander quotes unknown arguments, such as `--tokn=SECRET`. */
function withoutFlagValues(message: string): string {
  return withoutUserInfo(message.replace(/(--?[\w-]+=)[^']*/g, "$1…"));
}
