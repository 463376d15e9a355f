/**
 * `npm run bench`: what a run costs, each against its peer in the same run and on the same Node, as ratios of medians. No goal that is missed
 * fails here: times are for people (docs/performance.md), since a busy machine would make a test of them flicker. What does fail is a run that
 * did not do its work. `npm run bench -- startup corpus` measures these parts alone.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { benchCluster } from "./cluster.ts";
import { benchCorpus } from "./corpus.ts";
import { howMeasured } from "./measure.ts";
import { benchMemory } from "./memory.ts";
import { formsOfOurs, type Form } from "./ours.ts";
import { benchPeers } from "./peers.ts";
import { benchPolicies } from "./policies.ts";
import { benchStartup } from "./startup.ts";

type Part = (directory: string, forms: readonly Form[]) => Promise<void>;
const PARTS = new Map<string, Part>([
  ["startup", benchStartup],
  ["peers", benchPeers],
  ["corpus", (_, forms) => benchCorpus(forms)],
  ["cluster", (_, forms) => benchCluster(forms)],
  ["memory", benchMemory],
  ["policies", benchPolicies],
]);

const names = process.argv.length > 2 ? process.argv.slice(2) : [...PARTS.keys()];
const unknown = names.find((name) => !PARTS.has(name));
if (unknown !== undefined) {
  console.error(`error: "${unknown}" is no part of the bench: there are ${[...PARTS.keys()].join(", ")}`);
  process.exit(2);
}

const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-bench-"));
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${howMeasured()}`);
const forms = formsOfOurs(directory);
for (const name of names) await PARTS.get(name)?.(directory, forms);
