/** The mapping from PodSecurityPolicy to the levels, for people and programs. */
import type { PolicyGap } from "./psp-report.ts";

/** A row of the mapping: one or more fields of a PodSecurityPolicy. */
export interface MappingEntry {
  /** The fields of `spec`, or the annotation. */
  readonly field: string;
  /** The IDs of the checks that cover the same fields of a pod; empty if the standards do not cover the field. */
  readonly checks: readonly string[];
  /** The values with which a policy is baseline, as a sentence. */
  readonly baseline: string;
  /** The values with which a policy is restricted, as a sentence. */
  readonly restricted: string;
  /** The change that the field makes to pods, as a sentence; absent if it makes none. */
  readonly mutates?: string;
}

/** The whole mapping. */
export interface PolicyMapping {
  /** The versions of the standards that a level must meet: `v1.24`, `v1.37`. */
  readonly versions: readonly string[];
  readonly rows: readonly MappingEntry[];
  readonly gaps: readonly PolicyGap[];
}
