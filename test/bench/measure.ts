import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { peakMemory } from "./peak-memory.ts";
import type { Candidate, Measured } from "./candidate.ts";

const RUNS = 15;
/** A command runs fewer times if its first run takes longer than this. Even on a busy machine, a run of 10 s rarely takes that long. */
const SLOW_MS = 20_000;
const SLOW_RUNS = 3;
const LIMIT_MS = 60_000;
/** Reports of 10,000 Deployments are 30 MB. */
const MAX_OUTPUT = 1 << 28;

// It adds 70 ms to every start of an older Node, and is not part of the measurement.
const { NODE_EXTRA_CA_CERTS: _, ...ENVIRONMENT } = process.env;

interface Tried {
  readonly candidate: Candidate;
  readonly runs: number;
  readonly violations?: number;
  readonly times: number[];
  readonly cpuTimes: number[];
}

/**
 * Measures candidates in turn, round by round, so that a slow moment of the machine affects all of them. Leaves out a candidate that takes more than
 * a minute, and prints a line about it.
 *
 * @throws Error if a candidate fails, or if the candidates disagree
 */
export async function measure(candidates: readonly Candidate[]): Promise<readonly Measured[]> {
  const tried = candidates.flatMap(tryOut);
  agree(tried);
  for (let round = 0; round < RUNS; round++) {
    for (const { candidate, runs, times, cpuTimes } of tried) {
      if (round >= runs) continue;
      const before = cpuOfChildren();
      times.push(time(candidate));
      if (before !== undefined) cpuTimes.push((cpuOfChildren() ?? NaN) - before);
    }
  }
  const measured: Measured[] = [];
  for (const { candidate, runs, violations, times, cpuTimes } of tried) {
    const memory = await peakMemory(candidate, { env: ENVIRONMENT });
    measured.push({
      candidate,
      milliseconds: median(times),
      ...(cpuTimes.length === 0 ? {} : { cpu: mean(cpuTimes) }),
      ...(violations === undefined ? {} : { violations }),
      ...(memory === undefined ? {} : { memory }),
      ...(runs === RUNS ? {} : { note: `${runs} runs` }),
    });
  }
  return measured;
}

/** A line about the method. */
export function howMeasured(): string {
  return `medians of ${RUNS} runs, means of CPU times`;
}

/** The first run, which is not measured: it checks the output, and fills the caches. */
function tryOut(candidate: Candidate): readonly Tried[] {
  const { name, program, args } = candidate;
  const start = process.hrtime.bigint();
  const result = spawnSync(program, args, {
    env: ENVIRONMENT,
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
    timeout: LIMIT_MS,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const milliseconds = since(start);
  if (result.error !== undefined && "code" in result.error && result.error.code === "ETIMEDOUT") {
    console.log(`\n${name} is left out: it takes more than ${LIMIT_MS / 1000} s`);
    return [];
  }
  expectExitCode(candidate, result);
  if (candidate.isWhole?.(result.stdout, result.stderr) === false)
    throw new Error(`${name} gives up: ${(result.stderr + result.stdout).slice(0, 1000)}`);
  const violations = candidate.violations?.(result.stdout);
  const runs = milliseconds > SLOW_MS ? SLOW_RUNS : RUNS;
  return [{ candidate, runs, times: [], cpuTimes: [], ...(violations === undefined ? {} : { violations }) }];
}

function agree(tried: readonly Tried[]): void {
  const counts = tried.filter(({ violations }) => violations !== undefined);
  if (new Set(counts.map(({ violations }) => violations)).size <= 1) return;
  const list = counts.map(({ candidate: { name }, violations }) => `${name} ${violations}`);
  throw new Error(`these do not find the same number of violations: ${list.join(", ")}`);
}

function time(candidate: Candidate): number {
  const start = process.hrtime.bigint();
  const result = spawnSync(candidate.program, candidate.args, { env: ENVIRONMENT, stdio: "ignore" });
  const milliseconds = since(start);
  expectExitCode(candidate, result);
  return milliseconds;
}

function expectExitCode(
  { name, exitCode = 0 }: Candidate,
  result: { status: number | null; signal: string | null; stderr: string | Buffer | null; error?: Error },
): void {
  if (result.status === exitCode) return;
  const ending = result.error?.message ?? `it ended with ${result.signal ?? result.status}, and not with ${exitCode}`;
  throw new Error(`${name}: ${ending}\n${String(result.stderr ?? "").slice(-2000)}`);
}

const STAT = "/proc/self/stat";
/** Milliseconds of a clock tick of /proc. Single runs are rounded to it, so their mean counts and not their median. */
const TICK_MS = 10;

/** The CPU time of all processes that this one has started and that have ended, in milliseconds, as counted by Linux; undefined on other systems. */
function cpuOfChildren(): number | undefined {
  if (!existsSync(STAT)) return undefined;
  // The name of the program may contain spaces.
  const fields = readFileSync(STAT, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

function since(start: bigint): number {
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
