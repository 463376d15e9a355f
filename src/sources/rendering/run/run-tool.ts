import { spawn, type ChildProcess } from "node:child_process";
import { describeFileError } from "../../../api/files.ts";
import type { Environment } from "../../cluster/kubeconfig/kubeconfig-files.ts";

/** The limits of a run. */
export interface ToolLimits {
  readonly milliseconds: number;
  /** The most bytes of standard output. */
  readonly outputBytes: number;
}

/** The output of a program that ended with 0; or why there is none, and its standard error. */
export type ToolResult =
  | { readonly output: Buffer; readonly fault?: never; readonly stderr?: never }
  | { readonly output?: never; readonly fault: string; readonly stderr: string };

/**
 * Does some work, and calls `cleanup` at its end, also if a signal ends the process.
 *
 * @param cleanup may be called several times
 */
export type WithCleanup = <T>(cleanup: () => void, work: () => Promise<T>) => Promise<T>;

/** A rendering takes a second. */
export const LIMITS: ToolLimits = { milliseconds: 60_000, outputBytes: 64 * 1024 * 1024 };
/** More of standard error is dropped. */
const MAX_STDERR = 64 * 1024;

/**
 * Runs a program without a shell and without an input, and reads its output. The program and its children are killed if it takes too long, prints too
 * much, or if a signal ends this process.
 *
 * @param program an absolute path
 */
export async function runTool(
  program: string,
  args: readonly string[],
  env: Environment,
  withCleanup: WithCleanup,
  limits: ToolLimits,
): Promise<ToolResult> {
  // A group of its own, so that its children can be killed as well. Windows has no groups.
  const detached = process.platform !== "win32";
  let child: ChildProcess;
  try {
    child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"], windowsHide: true, detached });
  } catch (error) {
    return { fault: describeStart(error), stderr: "" };
  }
  const kill = (): void => killTree(child, detached);
  return withCleanup(kill, () => resultOf(child, kill, limits));
}

function resultOf(child: ChildProcess, kill: () => void, limits: ToolLimits): Promise<ToolResult> {
  const { promise, resolve } = Promise.withResolvers<ToolResult>();
  const { stdout, stderr } = child;
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  let length = 0;
  let errorLength = 0;
  const said = (): string => Buffer.concat(errors).toString("utf8");
  const giveUp = (fault: string): void => {
    clearTimeout(timer);
    kill();
    // A child that has left the group may keep the pipes open.
    stdout?.destroy();
    stderr?.destroy();
    child.unref();
    resolve({ fault, stderr: said() });
  };
  const timer = setTimeout(
    () => giveUp(`did not end within ${limits.milliseconds / 1000} seconds, and was killed`),
    limits.milliseconds,
  );
  child.on("error", (error) => giveUp(describeStart(error)));
  stdout?.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > limits.outputBytes)
      giveUp(`printed more than ${limits.outputBytes / 1024 / 1024} MiB, and was killed`);
    else output.push(chunk);
  });
  stderr?.on("data", (chunk: Buffer) => {
    if (errorLength < MAX_STDERR) errors.push(chunk.subarray(0, MAX_STDERR - errorLength));
    errorLength += chunk.length;
  });
  child.on("close", (code, signal) => {
    clearTimeout(timer);
    if (code === 0) return resolve({ output: Buffer.concat(output) });
    const fault = signal === null ? `failed with exit code ${code}` : `was ended by ${signal}`;
    return resolve({ fault, stderr: said() });
  });
  return promise;
}

/** Kills a program and its children. Does nothing if it has ended. */
function killTree(child: ChildProcess, isGroup: boolean): void {
  const { pid, exitCode, signalCode } = child;
  if (pid === undefined) return;
  if (!isGroup) {
    if (exitCode !== null || signalCode !== null) return;
    const [root = "C:\\Windows"] = [process.env["SystemRoot"]];
    spawn(`${root}\\System32\\taskkill.exe`, ["/pid", String(pid), "/t", "/f"], {
      stdio: "ignore",
      windowsHide: true,
    }).on("error", () => child.kill("SIGKILL"));
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended.
  }
}

/** Says why a program could not be started. Node's own message contains arguments, which may be secret. */
function describeStart(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ERR_INVALID_ARG_VALUE") return "cannot be run: an argument contains a zero byte";
  return `cannot be run: ${describeFileError(error)}`;
}
