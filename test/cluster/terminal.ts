/** Runs commands on a terminal, as a user does. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { kubeconfigOf, type ClusterFiles } from "./server.ts";

/** The text of the spinner. It goes back to the first column and erases its line. */
const ERASED = /^.*\u001b\[1G/gm; // oxlint-disable-line no-control-regex -- it is about control characters
const CONTROL = /\u001b\[[0-9;?]*[A-Za-z]/g; // oxlint-disable-line no-control-regex -- it is about control characters

/** The options of a command. */
export interface TerminalOptions {
  /** The columns of the terminal. */
  readonly width: number;
  /** The working directory. Default: that of the tests. */
  readonly directory?: string;
  /** More environment variables. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The output of a command, both streams together, and its exit code. */
export interface TerminalRun {
  readonly output: string;
  readonly code: number | null;
}

/** Runs a shell command on a terminal, as the administrator of a cluster. The port of the API server is replaced. */
export async function onTerminal(
  server: ClusterFiles,
  command: string,
  { width, directory, env }: TerminalOptions,
): Promise<TerminalRun> {
  const child = spawn("script", ["-qec", `stty cols ${width}; ${command}`, "/dev/null"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...withoutCi(process.env),
      TERM: "xterm",
      NO_COLOR: "1",
      KUBECONFIG: kubeconfigOf(server, "admin"),
      ...env,
    },
  });
  const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
  const output = printed
    .replaceAll("\r\n", "\n")
    .replaceAll(ERASED, "")
    .replaceAll(CONTROL, "")
    // Each port has five digits, so that lines break at the same place.
    .replaceAll(/127\.0\.0\.1:\d{5}\b/g, "127.0.0.1:12345");
  return { output, code: child.exitCode };
}

/** Replaces times, uids and the random ends of the names of pods. */
export function stable(output: string): string {
  return output
    .replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/g, "2026-01-02T03:04:05Z")
    .replaceAll(/\d{4}-\d{2}-\d{2} at \d{2}:\d{2} UTC/g, "2026-01-02 at 03:04 UTC")
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9")
    .replaceAll(/\b(log-agent|migrate|(?:web|runner)-[0-9a-f]{8,10})-[0-9a-z]{5}\b/g, "$1-x7k2p");
}

/** The environment of a user at a terminal: in CI, the spinner is a line of text. */
function withoutCi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:CI|CI_.*|CONTINUOUS_INTEGRATION)$/.test(name)),
  );
}
