import type { Candidate } from "../candidate.ts";

/** Another program that judges manifests. */
export interface Peer {
  readonly name: string;
  /** Whether it is Kubernetes' own library, compiled. */
  readonly isLibrary: boolean;
  /**
   * Judges some files.
   *
   * @param objects how many objects with a pod they contain; undefined where that is not known
   */
  candidate(files: readonly string[], objects?: number): Candidate;
  /** Whether it reads no further, once it meets this file. */
  givesUp?(file: string): boolean;
}
