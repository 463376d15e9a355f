/**
 * `npm run bench`: what a run costs, each against its peer in the same run and on the same Node, as ratios of medians. Nothing here fails:
 * times are for people (docs/performance.md), since a busy machine would make a test of them flicker. Last come the commands for clusters.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { benchCluster } from "./cluster.ts";
import { deployments } from "./manifests.ts";

const RUNS = 15;
const BIN = "bin/kubectl-pss.js";
const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-bench-"));
const one = join(directory, "one.yaml");
const many = join(directory, "many.yaml");
writeFileSync(one, deployments(1));
writeFileSync(many, deployments(10_000));
const memoryFile = join(directory, "memory");
// It costs every start of an older Node 70 ms and has nothing to do with what is measured.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;

const LOAD_ALL =
  'const { readFileSync } = require("node:fs"); const { loadAll } = require("js-yaml"); loadAll(readFileSync(process.argv[1], "utf8"));';

interface Candidate {
  readonly name: string;
  readonly args: readonly string[];
  readonly peer?: string;
  readonly atMost?: number;
}

const CANDIDATES: readonly Candidate[] = [
  { name: "node -e 0", args: ["-e", "0"] },
  { name: "--help", args: [BIN, "--help"], peer: "node -e 0" },
  { name: "lint one.yaml", args: [BIN, "lint", one], peer: "node -e 0", atMost: 2 },
  { name: "lint -o json one.yaml", args: [BIN, "lint", "-o", "json", one], peer: "node -e 0", atMost: 2 },
  { name: "js-yaml loadAll, 10,000", args: ["-e", LOAD_ALL, many] },
  { name: "lint 10,000 Deployments", args: [BIN, "lint", many], peer: "js-yaml loadAll, 10,000", atMost: 1 },
  {
    name: "lint -o json 10,000 Deployments",
    args: [BIN, "lint", "-o", "json", many],
    peer: "js-yaml loadAll, 10,000",
  },
];

function time({ args }: Candidate): number {
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, args, { env, stdio: "ignore" });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function memory({ args }: Candidate): number {
  const preload = new URL("report-memory.ts", import.meta.url).href;
  spawnSync(process.execPath, ["--import", preload, ...args], {
    env: { ...env, KUBECTL_PSS_BENCH_MEMORY: memoryFile },
    stdio: "ignore",
  });
  return Number(readFileSync(memoryFile, "utf8"));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

// Each in turn, round by round, so that a slow moment of the machine meets all of them.
const times = new Map(CANDIDATES.map(({ name }) => [name, [] as number[]]));
for (let round = 0; round < RUNS; round++) {
  for (const candidate of CANDIDATES) times.get(candidate.name)?.push(time(candidate));
}
const medians = new Map([...times].map(([name, values]) => [name, median(values)]));

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, medians of ${RUNS} runs`);
console.log(`many.yaml: ${(statSync(many).size / 1e6).toFixed(1)} MB\n`);
console.log("| what | ms | ratio | goal | peer | memory MB |\n|---|---|---|---|---|---|");
for (const candidate of CANDIDATES) {
  const { name, peer, atMost } = candidate;
  const milliseconds = medians.get(name) ?? NaN;
  const ratio = peer === undefined ? "" : (milliseconds / (medians.get(peer) ?? NaN)).toFixed(2);
  const goal = atMost === undefined ? "" : `≤ ${atMost.toFixed(1)}`;
  console.log(
    `| ${name} | ${milliseconds.toFixed(0)} | ${ratio} | ${goal} | ${peer ?? ""} | ${memory(candidate).toFixed(0)} |`,
  );
}
await benchCluster(directory, env);
rmSync(directory, { recursive: true });
