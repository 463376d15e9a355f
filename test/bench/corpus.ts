import { spawnSync } from "node:child_process";
import { sep } from "node:path";
import { corpusFiles, WITHOUT_CORPUS } from "../conformance/manifests/corpus.ts";
import { measure } from "./measure.ts";
import { ours, PACKAGE, type Form } from "./ours.ts";
import { violationsOfLint } from "./peers.ts";
import { kubeScore } from "./peers/kube-score.ts";
import type { Peer } from "./peers/peer.ts";
import { referee } from "./peers/referee.ts";
import { printTable } from "./table.ts";

/** Measures the manifests of many projects against the peers that read published files. */
export async function benchCorpus(forms: readonly Form[]): Promise<void> {
  const all = (await corpusFiles()).filter((file) => file.includes(`${sep}corpus${sep}`) && /\.ya?ml$/.test(file));
  if (all.length === 0) {
    console.log(`\n${WITHOUT_CORPUS}`);
    return;
  }
  const peers = (await Promise.all([referee(), kubeScore()])).filter((peer) => typeof peer !== "string");
  const files = readableByAll(all, peers);
  const against = peers.map(({ name }) => ({ peer: name, atMost: 1 }));
  const linted = forms.map((form) =>
    ours(form, ["lint", "--level", "restricted", ...files], {
      name: "lint of the corpus",
      exitCode: 1,
      isWhole: (output) => violationsOfLint(output) > 0 && output.includes(` ${files.length} files)`),
      against,
    }),
  );
  const measured = await measure([...peers.map((peer) => peer.candidate(files)), ...linted]);
  console.log(
    `\nThe corpus: ${files.length} YAML files at --level restricted; ${all.length - files.length} more are left out that a peer cannot read. ` +
      "No two programs count the same violations: lint counts an object in several files once, and judges custom resources, too",
  );
  printTable(measured);
}

/** The files without unreadable documents: after one, lint and the referee continue with the next document, and kube-score stops. */
function readableByAll(files: readonly string[], peers: readonly Peer[]): readonly string[] {
  const { program, args } = PACKAGE.command("lint", "-o", "json", ...files);
  const report = JSON.parse(spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 }).stdout);
  const unreadable = new Set(report.unreadable.map(({ file }: { file: string }) => file));
  return files.filter((file) => !unreadable.has(file) && !peers.some((peer) => peer.givesUp?.(file)));
}
