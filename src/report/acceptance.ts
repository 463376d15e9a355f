import type { FieldPlace, Source } from "../workloads/place.ts";

/** The reason for which a violation, or a field of it, does not count. */
export interface Acceptance {
  /** The words of the person who accepted it. */
  readonly reason: string;
  /** The last day on which it is accepted, in UTC: `2027-01-31`; null if it does not end. */
  readonly until: string | null;
  /** The kind of place that says so. */
  readonly by: AcceptedBy;
  /** The file and the line of that place. */
  readonly file: string;
  readonly line: number;
  /** The place of an annotation of a rendered object in the output; absent otherwise. `line` is then 1, as in every source. */
  readonly rendered?: NonNullable<Source["rendered"]>;
}

/** The places that can accept a violation. */
export const ACCEPTED_BY = ["annotation", "configuration", "file"] as const;

/** An annotation of the workload, the configuration file, or the file of `--accept`. */
export type AcceptedBy = (typeof ACCEPTED_BY)[number];

/** An annotation of a workload, or of a template in it, that is one of this program or was probably meant as one. */
export interface AcceptanceAnnotation {
  readonly key: string;
  readonly value: string;
  readonly place: FieldPlace;
  /** Whether a template in the workload has it, where it has no effect. */
  readonly isInTemplate: boolean;
}

/**
 * A violation that is accepted, as a list, the configuration or an annotation says it. Texts except the reason and the day are patterns
 * with `*`, `?` and a backslash. An absent one matches everything.
 */
export interface AcceptedEntry {
  readonly namespace?: string;
  /** The kind, as in a manifest: `Deployment`. */
  readonly kind?: string;
  readonly name?: string;
  /** The ID of the check: `hostPorts`. */
  readonly check: string;
  /** The name of the container; empty for the fields of the pod that belong to no container. */
  readonly container?: string;
  readonly reason: string;
  /** The last day on which it is accepted, in UTC. */
  readonly until?: string;
}
