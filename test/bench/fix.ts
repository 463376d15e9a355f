/**
 * The cost of a fix against a lint of the same manifests. It compares times of the CPU, because a machine that does other work, too, lets a long run
 * wait for longer.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployments } from "./manifests.ts";
import { PACKAGE } from "./ours.ts";
import { peakMemory } from "./peak-memory.ts";

const COUNT = 10_000;
const RUNS = 5;
/** Prints the CPU time of its process at its end: the parent learns only the sum of all its children. */
const TIMED = `data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process._rawDebug("cpu "+(user+system))})`;

/** The time and the memory of a fix of 10,000 Deployments, in alternating runs with a lint. */
export async function benchFix(directory: string): Promise<void> {
  const file = join(directory, "deployments.yaml");
  writeFileSync(file, deployments(COUNT));
  const level = ["--level", "restricted"];
  const commands = [
    { name: "lint", ...PACKAGE.command("lint", ...level, file), exitCode: 1 },
    { name: "fix", ...PACKAGE.command("fix", ...level, file), exitCode: 0 },
  ];
  const times = commands.map((): number[] => []);
  for (let run = 0; run <= RUNS; run++) {
    for (const [index, { name, program, args, exitCode }] of commands.entries()) {
      const { status, stderr } = spawnSync(program, ["--import", TIMED, ...args], {
        encoding: "utf8",
        stdio: ["ignore", "ignore", "pipe"],
      });
      const [, microseconds] = /^cpu (\d+)$/m.exec(stderr) ?? [];
      const isWhole = name === "lint" || stderr.includes(`would fix ${COUNT} of ${COUNT} workloads`);
      if (status !== exitCode || microseconds === undefined || !isWhole) {
        throw new Error(`${name} ended with ${status}: ${stderr.slice(0, 1000)}`);
      }
      // The first run fills the caches.
      if (run > 0) times[index]?.push(Number(microseconds) / 1000);
    }
  }
  const megabytes = (readFileSync(file).length / 1e6).toFixed(1);
  console.log(
    `\n| ${COUNT} Deployments, ${megabytes} MB | ms of CPU | × lint | memory MB | goal |\n|---|---|---|---|---|`,
  );
  const bare = median(times[0] ?? []);
  for (const [index, command] of commands.entries()) {
    const time = median(times[index] ?? []);
    const memory = await peakMemory(command);
    const goal = command.name === "fix" ? "≤ 1.5, ≤ 300 MB" : "";
    console.log(
      `| ${command.name} | ${time.toFixed(0)} | ${(time / bare).toFixed(2)} | ${memory?.toFixed(0) ?? "?"} | ${goal} |`,
    );
  }
  // A filter has its input in memory as bytes, too.
  const filter = await peakMemory({ name: "fix -", ...PACKAGE.command("fix", ...level, "-") }, { stdin: file });
  console.log(`| fix - | | | ${filter?.toFixed(0) ?? "?"} | ≤ 300 MB |`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
