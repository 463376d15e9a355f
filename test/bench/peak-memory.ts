import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Candidate } from "./candidate.ts";

const POLL_MS = 1;

/**
 * How much memory a run held at most, in MB, as Linux keeps count of it; undefined on other systems. What comes in its last millisecond is
 * missed. The count that a parent is given at the end would not do: it begins with the memory of Node itself when it forks.
 *
 * @throws Error when it does not end as it must
 */
export async function peakMemory(
  { name, program, args, exitCode = 0 }: Candidate,
  env: NodeJS.ProcessEnv = process.env,
): Promise<number | undefined> {
  if (!existsSync("/proc/self/status")) return undefined;
  const child = spawn(program, args, { env, stdio: "ignore" });
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

/** In MB; undefined when it has ended. */
function heldSoFar(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
