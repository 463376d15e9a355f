import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { afterEach } from "node:test";

const CHILD = "test/cli/files/child.ts";

/** The end of a process: its exit code, or its signal. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

const started: ChildProcess[] = [];
// A failed test may leave its process waiting.
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Starts a task of child.ts; it ends with the test. */
export function start(args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ["ignore", "pipe", "ignore"], ...options });
  started.push(child);
  return child;
}

/** Waits for a process to end. */
export async function ended(child: ChildProcess): Promise<Ended> {
  let stdout = "";
  child.stdout?.on("data", (chunk) => (stdout += String(chunk)));
  await once(child, "close");
  return { code: child.exitCode, signal: child.signalCode, stdout };
}

/** Waits until a task reports that it waits for the mark. */
export async function ready(child: ChildProcess): Promise<void> {
  if (child.stdout !== null) await once(child.stdout, "data");
}

/** Creates the mark, so that the waiting task continues. */
export function letGo(mark: string): void {
  writeFileSync(mark, "");
}
