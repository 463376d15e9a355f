/** The bench's tables, in Markdown: docs/performance.md contains them unchanged. */
import type { Measured } from "./candidate.ts";

/** Prints a row for each candidate without a peer, and a row for each peer of the others. */
export function printTable(measured: readonly Measured[]): void {
  console.log(
    "\n| what | ms | ratio | CPU ms | CPU ratio | goal | peer | memory MB |\n|---|---|---|---|---|---|---|---|",
  );
  for (const one of measured) {
    const { candidate, milliseconds, cpu, note, memory } = one;
    const what = note === undefined ? candidate.name : `${candidate.name} (${note})`;
    // A peer that was left out has no row.
    const peers = (candidate.against ?? []).flatMap(({ peer, atMost }) => {
      const found = measured.find(({ candidate: { name } }) => name === peer);
      if (found === undefined) return [];
      const ratio = (milliseconds / found.milliseconds).toFixed(2);
      return [{ ratio, cpuRatio: cpuRatioOf(one, found), goal: goalOf(atMost), peer }];
    });
    for (const { ratio, cpuRatio, goal, peer } of peers.length === 0 ? [NO_PEER] : peers) {
      const times = [milliseconds.toFixed(0), ratio, cpu?.toFixed(0) ?? "", cpuRatio];
      console.log(`| ${[what, ...times, goal, peer, memory?.toFixed(0) ?? ""].join(" | ")} |`);
    }
  }
}

const NO_PEER = { ratio: "", cpuRatio: "", goal: "", peer: "" };

function cpuRatioOf({ cpu }: Measured, peer: Measured): string {
  return cpu === undefined || peer.cpu === undefined ? "" : (cpu / peer.cpu).toFixed(2);
}

function goalOf(atMost: number | undefined): string {
  return atMost === undefined ? "" : `≤ ${atMost.toFixed(1)}`;
}
