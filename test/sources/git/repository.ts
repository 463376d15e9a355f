import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The environment of git in tests: no settings of the user, and fixed names. */
export const GIT_ENV: Readonly<Record<string, string>> = {
  PATH: process.env["PATH"] ?? "",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

/** A repository in a temporary directory. */
export class Repository {
  /** An absolute path without links. */
  readonly root: string;

  constructor(root = mkdtempSync(join(tmpdir(), "kubectl-pss-git-"))) {
    this.root = realpathSync(root);
    this.git("init", "--quiet", "--initial-branch=main");
  }

  /** Runs git, and returns its output. */
  git(...args: readonly string[]): string {
    return execFileSync("git", ["-c", "protocol.file.allow=always", ...args], {
      cwd: this.root,
      env: GIT_ENV,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  path(name: string): string {
    return join(this.root, name);
  }

  /** Writes files by their names. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), text);
    }
  }

  /** Commits everything that is not ignored. */
  commit(files: Readonly<Record<string, string>> = {}): void {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", "--message=x");
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
