/** The bench's tables, in Markdown: docs/performance.md contains them unchanged. */
import type { Measured } from "./candidate.ts";

/** Prints a row for each candidate without a peer, and a row for each peer of the others. */
export function printTable(measured: readonly Measured[]): void {
  console.log("\n| what | ms | ratio | goal | peer | memory MB |\n|---|---|---|---|---|---|");
  for (const { candidate, milliseconds, note, memory } of measured) {
    const what = note === undefined ? candidate.name : `${candidate.name} (${note})`;
    // A peer that was left out has no row.
    const peers = (candidate.against ?? []).flatMap(({ peer, atMost }) => {
      const found = measured.find(({ candidate: { name } }) => name === peer);
      return found === undefined ? [] : [[ratioOf(milliseconds, found), goalOf(atMost), peer]];
    });
    for (const cells of peers.length === 0 ? [["", "", ""]] : peers) {
      console.log(`| ${[what, milliseconds.toFixed(0), ...cells, memory?.toFixed(0) ?? ""].join(" | ")} |`);
    }
  }
}

function ratioOf(milliseconds: number, peer: Measured): string {
  return (milliseconds / peer.milliseconds).toFixed(2);
}

function goalOf(atMost: number | undefined): string {
  return atMost === undefined ? "" : `≤ ${atMost.toFixed(1)}`;
}
