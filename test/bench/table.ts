/** The bench's tables, in Markdown: docs/performance.md takes them as they are. */
import type { Measured } from "./candidate.ts";

/** Prints a row for what has no peer, and one for each peer of what has. */
export function printTable(measured: readonly Measured[]): void {
  console.log("\n| what | ms | ratio | goal | peer | memory MB |\n|---|---|---|---|---|---|");
  for (const { candidate, milliseconds, note, memory } of measured) {
    const what = note === undefined ? candidate.name : `${candidate.name} (${note})`;
    // A peer that is left out has no row to be compared with.
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
