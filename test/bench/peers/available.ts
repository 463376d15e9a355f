import { kubeScore } from "./kube-score.ts";
import { monokle } from "./monokle.ts";
import type { Peer } from "./peer.ts";
import { referee } from "./referee.ts";

/** Those that can be had; of each other, a line says why not. */
export async function availablePeers(): Promise<readonly Peer[]> {
  const peers: Peer[] = [];
  for (const install of [referee, kubeScore, monokle]) {
    const peer = await install();
    if (typeof peer === "string") console.log(`\n${peer}`);
    else peers.push(peer);
  }
  return peers;
}
