/**
 * Runs the tests: builds dist/, runs test files under node:test, and prints its report.
 *
 *   node test/runner/run.ts                        the fast lane
 *   node test/runner/run.ts --coverage             the fast lane, and compares the share of covered lines with the goal of each room
 *   node test/runner/run.ts --lane browser         another lane
 *   node test/runner/run.ts policy decode          test files of all lanes but cluster whose path contains a word
 *   node test/runner/run.ts --full --lane large    the long variant of its tests
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { parseArgs } from "node:util";
import { CLUSTER_VARIABLE, startCluster } from "../cluster/cluster.ts";
import { reasonForNoServer } from "../cluster/server.ts";
import { hasManyInputs, LANES, laneOf } from "./lanes.ts";
import { leaveOut } from "../missing-tool.ts";

const { values, positionals: words } = parseArgs({
  allowPositionals: true,
  options: {
    lane: { type: "string" },
    full: { type: "boolean", default: false },
    coverage: { type: "boolean", default: false },
  },
});
const lane = LANES.find((name) => name === values.lane);
if (values.lane !== undefined && lane === undefined) {
  console.error(`there is no lane ${values.lane}: choose one of ${LANES.join(", ")}`);
  process.exit(2);
}
if (values.full) process.env["KUBECTL_PSS_FULL"] = "1";
if (lane === "conformance") {
  process.env["KUBECTL_PSS_SEED"] ??= String(Math.floor(Math.random() * 2 ** 31));
  console.log(`KUBECTL_PSS_SEED=${process.env["KUBECTL_PSS_SEED"]} repeats this run`);
}

const isFastLane = lane === undefined && words.length === 0;
if (values.coverage && !isFastLane) {
  console.error("--coverage is for the fast lane, which has the goals");
  process.exit(2);
}
if (isFastLane) process.env["KUBECTL_PSS_QUICK"] = "1";
// A compile cache makes each process start faster, and coverage less exact.
if (!values.coverage) process.env["NODE_COMPILE_CACHE"] ??= resolve("node_modules/.cache/kubectl-pss");

/** Whether a file belongs to this run. */
function isPartOfRun(file: string): boolean {
  const own = laneOf(file);
  if (lane === "conformance") return own === lane || (own === "fast" && hasManyInputs(file));
  if (lane !== undefined) return own === lane;
  return words.length === 0 ? own === "fast" : own !== "cluster";
}

const files = globSync("test/**/*.test.ts", { exclude: (path) => path.includes("node_modules") })
  .filter((file) => isPartOfRun(file))
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .toSorted();

/** The smallest share of lines that the fast lane must cover, by the beginning of a path. */
const COVERAGE: readonly (readonly [prefix: string, percent: number])[] = [
  ["src/policy/", 100],
  ["src/admission/", 100],
  ["src/", 95],
];

const build = spawnSync(process.execPath, ["build.ts"], { stdio: "inherit" });
if (build.status !== 0) process.exit(build.status ?? 1);

const reasonForNone = lane === "cluster" ? await reasonForNoServer() : undefined;
if (reasonForNone !== undefined) {
  leaveOut(reasonForNone);
  process.exit(0);
}
// One server for all files, because it takes longer to start than most of them.
const cluster = lane === "cluster" ? await startCluster() : undefined;
if (cluster !== undefined) process.env[CLUSTER_VARIABLE] = cluster.directory;

interface Lines {
  covered: number;
  total: number;
}
const covered = new Map<string, Lines>();
let passed = 0;
let failed = 0;

const stream = run({
  files,
  // By default, node:test does not use one core: on a machine with two, it would run files in sequence.
  concurrency: availableParallelism(),
  coverage: values.coverage,
  coverageIncludeGlobs: ["src/**"],
  timeout: 20 * 60 * 1000,
});
stream.on("test:coverage", ({ summary }) => {
  for (const file of summary.files) {
    covered.set(relative(summary.workingDirectory, file.path), {
      covered: file.coveredLineCount,
      total: file.totalLineCount,
    });
  }
});
stream.on("test:summary", ({ file, counts }) => {
  if (file !== undefined) return;
  passed = counts.passed;
  failed = counts.tests - counts.passed - counts.skipped - counts.todo;
});

for await (const text of stream.compose(spec())) process.stdout.write(String(text));
await cluster?.stop();

if (values.coverage) {
  for (const [prefix, percent] of COVERAGE) {
    const lines = [...covered].filter(([path]) => path.startsWith(prefix)).map(([, count]) => count);
    const total = lines.reduce((sum, count) => sum + count.total, 0);
    const reached = lines.reduce((sum, count) => sum + count.covered, 0);
    const share = total === 0 ? 0 : (100 * reached) / total;
    const verdict = share >= percent ? "ok" : "TOO LITTLE";
    console.log(`lines covered in ${prefix}: ${share.toFixed(2)} % (at least ${percent} %) ${verdict}`);
    if (share < percent) failed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
