import type { Candidate } from "../candidate.ts";

/** Another program that judges manifests. */
export interface Peer {
  readonly name: string;
  /** Whether it is Kubernetes' own library, compiled. */
  readonly isLibrary: boolean;
  /**
   * Judges some files.
   *
   * @param objects the number of objects with a pod; undefined if it is not known
   */
  candidate(files: readonly string[], objects?: number): Candidate;
  /** Whether it stops reading at this file. */
  givesUp?(file: string): boolean;
}
