/**
 * Prints how many blocks of src/ each command line executes, as a JSON list. V8 counts the executions of each function, branch and loop body. The work
 * inside of V8, such as that of a regular expression or a sort, does not count.
 *
 * The argument is a JSON list of command lines. A process of its own counts, because the counters belong to a whole process.
 */
import { Session } from "node:inspector/promises";

const SRC = new URL("../../../src/", import.meta.url).href;

const session = new Session();
session.connect();
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
// Code that was compiled before has no counters.
const { runCli } = await import("../run-cli.ts");

/** The number of executions since the last call. */
async function takeCount(): Promise<number> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const own = result.filter(({ url }) => url.startsWith(SRC));
  const ranges = own.flatMap(({ functions }) => functions.flatMap((one) => one.ranges));
  return ranges.reduce((sum, { count }) => sum + count, 0);
}

const lines: readonly (readonly string[])[] = JSON.parse(process.argv[2] ?? "[]");
const counts: number[] = [];
for (const args of lines) {
  await takeCount();
  await runCli(args);
  counts.push(await takeCount());
}
process.stdout.write(JSON.stringify(counts));
