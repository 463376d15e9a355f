import { kubeScore } from "./kube-score.ts";
import { monokle } from "./monokle.ts";
import type { Peer } from "./peer.ts";
import { referee } from "./referee.ts";

/** The available peers. For each other peer, prints a line with the reason. */
export async function availablePeers(): Promise<readonly Peer[]> {
  const peers: Peer[] = [];
  for (const install of [referee, kubeScore, monokle]) {
    const peer = await install();
    if (typeof peer === "string") console.log(`\n${peer}`);
    else peers.push(peer);
  }
  return peers;
}
