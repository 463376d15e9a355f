/**
 * What the user must correct before anything can run: a wrong flag, a configuration that cannot be read. Exit code 2.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  /** What to do next, as a sentence. */
  readonly hint: string;
  /** The same in the lines that it is shown in: a line break within one of them is part of a name. */
  readonly hintLines: readonly string[];

  /**
   * @param message what is wrong: the file and line where there are any, what was found, what was expected
   * @param hint what to do next; empty for nothing
   */
  constructor(message: string, hint: string | readonly string[]) {
    super(message);
    this.hintLines = typeof hint === "string" ? [hint] : hint;
    this.hint = this.hintLines.join("\n");
  }
}

/** Whether an error is a UserError, be it of another file of the bundle, where the class is another one. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === "UserError" && "hintLines" in error && Array.isArray(error.hintLines);
}
