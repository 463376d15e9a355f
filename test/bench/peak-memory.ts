import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Candidate } from "./candidate.ts";

const POLL_MS = 1;

/** The environment of a run, and the file that it reads as standard input; absent for no input. */
interface Setting {
  readonly env?: NodeJS.ProcessEnv;
  readonly stdin?: string;
}

/**
 * Returns the peak memory of a run in MB, as counted by Linux; undefined on other systems. It misses the last millisecond. The count that a parent
 * process gets at the end is not useful: it starts with the memory of Node itself at the fork.
 *
 * @throws Error if the run has another exit code than expected
 */
export async function peakMemory(
  { name, program, args, exitCode = 0 }: Candidate,
  { env = process.env, stdin }: Setting = {},
): Promise<number | undefined> {
  if (!existsSync("/proc/self/status")) return undefined;
  const input = stdin === undefined ? undefined : openSync(stdin, "r");
  const child = spawn(program, args, { env, stdio: [input ?? "ignore", "ignore", "ignore"] });
  if (input !== undefined) closeSync(input);
  const closed = once(child, "close");
  let peak: number | undefined;
  while (child.exitCode === null && child.signalCode === null) {
    peak = heldSoFar(child.pid) ?? peak;
    await sleep(POLL_MS);
  }
  await closed;
  if (child.exitCode !== exitCode) throw new Error(`${name}: it ended with ${child.signalCode ?? child.exitCode}`);
  return peak;
}

/** The peak memory in MB; undefined after the process has ended. */
function heldSoFar(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
