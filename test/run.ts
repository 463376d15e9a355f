/**
 * Runs the tests: builds dist/, runs every test file (or those whose path holds one of the words given) under node:test, prints its report,
 * and holds the lines covered against what is asked of each room. `--full` runs the long random comparison with the Go library, `--cluster`
 * the tests against a real API server, and none but these.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join, relative } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { CLUSTER_VARIABLE, startCluster } from "./cluster/cluster.ts";
import { reasonForNoServer } from "./cluster/server.ts";

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const onCluster = process.argv.includes("--cluster");
if (process.argv.includes("--full")) process.env["KUBECTL_PSS_FULL"] = "1";
const files = globSync("test/**/*.test.ts", { exclude: (path) => path.includes("node_modules") })
  .filter((file) => file.startsWith(join("test", "cluster")) === onCluster)
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .toSorted();

/** The least share of lines that tests must reach, by the beginning of a path; only where all tests run. */
const COVERAGE: readonly (readonly [prefix: string, percent: number])[] = [
  ["src/policy/", 100],
  ["src/admission/", 100],
  ["src/", 95],
];

const build = spawnSync(process.execPath, ["build.ts"], { stdio: "inherit" });
if (build.status !== 0) process.exit(build.status ?? 1);

const reasonForNone = onCluster ? await reasonForNoServer() : undefined;
if (reasonForNone !== undefined) {
  console.log(reasonForNone);
  process.exit(0);
}
// One for all files, as it takes longer to start than most of them.
const cluster = onCluster ? await startCluster() : undefined;
if (cluster !== undefined) process.env[CLUSTER_VARIABLE] = cluster.directory;

interface Lines {
  covered: number;
  total: number;
}
const covered = new Map<string, Lines>();
let passed = 0;
let failed = 0;

const measuresCoverage = words.length === 0 && !onCluster;
const stream = run({
  files,
  concurrency: true,
  coverage: measuresCoverage,
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

if (measuresCoverage) {
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
