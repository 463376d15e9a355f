/** Shared functions of the small scripts of a release. They need no package, so that jobs with write permission install none. */
import { readFileSync } from "node:fs";
import { isUserError, UserError } from "../src/api/user-error.ts";

/**
 * Runs a script and prints its result. If the user must correct an error, the message is one or two lines, and the exit code is 2.
 *
 * @param main returns the output for the arguments
 */
export function runScript(main: (args: readonly string[]) => string): void {
  try {
    process.stdout.write(main(process.argv.slice(2)));
  } catch (error) {
    if (!isUserError(error)) throw error;
    process.stderr.write(`error: ${error.message}\n${error.hint}\n`);
    process.exitCode = 2;
  }
}

/**
 * Reads a file's text.
 *
 * @throws UserError if it cannot be read
 */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new UserError(`${file} cannot be read: ${reason}`, "The script runs in the root of the repository.");
  }
}

const TAG = /^v((?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?)$/;

/**
 * Returns the version of a tag.
 *
 * @throws UserError if it is no release tag
 */
export function versionOf(tag: string): string {
  const version = TAG.exec(tag)?.[1];
  if (version === undefined) {
    throw new UserError(`${JSON.stringify(tag)} is no tag of a release`, "It looks like v0.1.0 or v0.2.0-rc.1.");
  }
  return version;
}
