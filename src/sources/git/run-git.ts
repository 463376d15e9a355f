import { spawn } from "node:child_process";
import { describeFileError, MAX_FILE_BYTES } from "../../api/files.ts";
import { UserError } from "../../api/user-error.ts";
import { withoutUserInfo } from "../../api/words/quoted.ts";
import { showUnprintable } from "../../api/words/output-text.ts";
import { findExecutable } from "../cluster/auth/find-executable.ts";

/** The most bytes that are kept of git's messages. */
const MAX_MESSAGES = 16 * 1024;
/** The most lines of git's messages that an error shows. */
const MAX_LINES = 6;

/** The output of a git command, and its end. */
export interface GitResult {
  readonly code: number | null;
  readonly bytes: Buffer;
  /** The bytes as UTF-8. */
  readonly output: string;
  /** Its messages without empty lines, ready for a terminal. */
  readonly messages: readonly string[];
}

/**
 * Runs a git command in a directory.
 *
 * @param input its standard input; empty by default
 */
export type Git = (directory: string, args: readonly string[], input?: string) => Promise<GitResult>;

/**
 * Finds the user's git. It runs without a shell. It speaks English, asks for no password, takes no lock and downloads no missing object, so that it
 * changes nothing in the repository.
 *
 * @throws UserError if there is none on the PATH
 */
export function findGit(env: Readonly<Record<string, string | undefined>>): Git {
  const { path } = findExecutable("git", env, process.platform);
  if (path === undefined) {
    throw new UserError(
      "--changed-since needs git, and there is none on the PATH",
      "Install git, or leave --changed-since out to judge all files.",
    );
  }
  const settings = {
    ...env,
    LC_ALL: "C",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    GIT_PAGER: "cat",
    GIT_NO_LAZY_FETCH: "1",
  };
  // `git diff` writes new times of files into the index, whatever GIT_OPTIONAL_LOCKS says ("refresh_index_quietly" of builtin/diff.c in git 2.39).
  const unchanging = ["-c", "diff.autoRefreshIndex=false"];
  return (directory, args, input = "") =>
    outputOf(path, [...unchanging, ...args], { cwd: directory, env: settings }, input);
}

function outputOf(
  program: string,
  args: readonly string[],
  setting: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
  input: string,
): Promise<GitResult> {
  const { promise, resolve, reject } = Promise.withResolvers<GitResult>();
  const child = spawn(program, args, { ...setting, stdio: ["pipe", "pipe", "pipe"], windowsHide: true });
  const output: Buffer[] = [];
  const messages: Buffer[] = [];
  let length = 0;
  let messageLength = 0;
  child.on("error", (error) => {
    reject(
      new UserError(`git cannot be run: ${describeFileError(error)}`, "Leave --changed-since out to judge all files."),
    );
  });
  // A git that ends early tells why by its exit code.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  child.stdout.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= MAX_FILE_BYTES) return void output.push(chunk);
    child.kill();
    child.stdout.destroy();
    reject(new UserError("git printed more than 256 MiB", "Leave --changed-since out to judge all files."));
  });
  child.stderr.on("data", (chunk: Buffer) => {
    if (messageLength < MAX_MESSAGES) messages.push(chunk);
    messageLength += chunk.length;
  });
  child.on("close", (code) => {
    const bytes = Buffer.concat(output);
    resolve({
      code,
      bytes,
      output: bytes.toString("utf8"),
      messages: messageLines(Buffer.concat(messages).toString("utf8")),
    });
  });
  return promise;
}

/** A message of git may contain the address of a remote with a password. */
function messageLines(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => showUnprintable(withoutUserInfo(line.trim())));
  return lines.filter((line) => line !== "").slice(0, MAX_LINES);
}
