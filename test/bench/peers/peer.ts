import type { Candidate } from "../measure.ts";
import { kubeScore } from "./kube-score.ts";
import { monokle } from "./monokle.ts";
import { referee } from "./referee.ts";

/** Another program that judges manifests. */
export interface Peer {
  readonly name: string;
  /** Whether it is Kubernetes' own library, compiled. */
  readonly isLibrary: boolean;
  /**
   * Judges some files.
   *
   * @param objects how many objects they hold that have a pod; undefined where nobody has counted
   */
  candidate(files: readonly string[], objects?: number): Candidate;
  /** Whether it reads no further, once it meets this file. */
  givesUp?(file: string): boolean;
}

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
