/**
 * `npm run bench`: measures time and memory of runs, and prints ratios of medians: each run against its peer, in the same session and on the same
 * Node. A missed goal does not fail: on a busy machine, a test of times would be flaky. People read the times (docs/performance.md). A run that does
 * not do its work fails. `npm run bench -- startup corpus` measures these parts alone.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { benchCluster } from "./cluster.ts";
import { benchCorpus } from "./corpus.ts";
import { benchFix } from "./fix.ts";
import { benchHistory } from "./history.ts";
import { benchLimits } from "./limits.ts";
import { howMeasured } from "./measure.ts";
import { benchMemory } from "./memory.ts";
import { formsOfOurs, type Form } from "./ours.ts";
import { benchPeers } from "./peers.ts";
import { benchPolicies } from "./policies.ts";
import { benchStartup } from "./startup.ts";
import { benchWebhook } from "./webhook.ts";

type Part = (directory: string, forms: readonly Form[]) => Promise<void>;
const PARTS = new Map<string, Part>([
  ["startup", benchStartup],
  ["peers", benchPeers],
  ["corpus", (_, forms) => benchCorpus(forms)],
  ["cluster", (_, forms) => benchCluster(forms)],
  ["memory", benchMemory],
  ["webhook", benchWebhook],
  ["policies", benchPolicies],
  ["history", benchHistory],
  ["fix", benchFix],
  ["limits", benchLimits],
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
