/** A command of this program that helps after an error. */
export interface NextCommand {
  /** The command and its own arguments. The flags of the run that choose its input are added. */
  readonly words: readonly string[];
  /** Its effect, in a few words. */
  readonly effect: string;
}

/**
 * An error that the user must correct before anything can run: a wrong flag, an unreadable configuration. Exit code 2.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  /** The next thing to do, as a sentence. */
  readonly hint: string;
  /** The hint in the lines in which it is shown: a line break within one of them is part of a name. */
  readonly hintLines: readonly string[];
  /** The command to run next, which a terminal shows below the hint. A whole command is shown everywhere, and never cut. */
  readonly next: NextCommand | string | undefined;

  /**
   * @param message what is wrong: the file and line if there are any, the value found, the value expected
   * @param hint what to do next; empty for nothing
   * @param next the command that does it: its words, or the whole of it
   */
  constructor(message: string, hint: string | readonly string[], next?: NextCommand | string) {
    super(message);
    this.hintLines = typeof hint === "string" ? [hint] : hint;
    this.hint = this.hintLines.join("\n");
    this.next = next;
  }
}

/**
 * Whether an error is a UserError. Each file of the bundle may have its own copy of the class, so instanceof is not
 * enough.
 */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === "UserError" && "hintLines" in error && Array.isArray(error.hintLines);
}
