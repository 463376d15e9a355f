import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { kubeconfigOf, type ClusterFiles, type User } from "./server.ts";

/** The output of a program, and its exit code. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const WARNING = "Warning: ";

/** Runs the real kubectl as a user. */
export async function kubectl(files: ClusterFiles, user: User, args: readonly string[], stdin = ""): Promise<Run> {
  return await runProgram("kubectl", ["--kubeconfig", kubeconfigOf(files, user), ...args], stdin);
}

/** Runs the installed plugin with the bundle in dist/. */
export async function kubectlPss(args: readonly string[], stdin = ""): Promise<Run> {
  return await runProgram(process.execPath, ["bin/kubectl-pss.js", ...args], stdin);
}

/** The warnings of kubectl, in order. */
export function warningsOf({ stderr }: Run): readonly string[] {
  return stderr
    .split("\n")
    .filter((line) => line.startsWith(WARNING))
    .map((line) => line.slice(WARNING.length));
}

async function runProgram(program: string, args: readonly string[], stdin: string): Promise<Run> {
  // The compared output has no colour and no terminal width.
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  child.stdin.on("error", () => {
    // The program may not read its input.
  });
  child.stdin.end(stdin);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  return { code: child.exitCode, stdout, stderr };
}
