import type { Level } from "../api/level.ts";
import type { CheckDeclaration, LevelChanges, RevisedCheck } from "../api/check-declaration.ts";

/** The topic of `kubectl pss explain`, with all its facts. */
export type Explanation = { /** The version that `latest` means: `v1.37`. */ readonly serverVersion: string } & (
  | { readonly topic: "checks"; readonly checks: readonly CheckDeclaration[] }
  | { readonly topic: "check"; readonly check: CheckDeclaration; readonly checks: readonly CheckDeclaration[] }
  | ({ readonly topic: "level" } & LevelRequirements)
  | ({ readonly topic: "versions" } & VersionChanges)
);

/** The requirements of a level at a version, `v1.30` or `latest`. */
export interface LevelRequirements {
  readonly level: Level;
  readonly version: string;
  /** The version that `latest` means: `v1.37`. */
  readonly serverVersion: string;
  /** The checks that run at this version, each with its revision. */
  readonly revised: readonly RevisedCheck[];
}

/** The changes between two versions, the older one first. */
export interface VersionChanges {
  readonly from: string;
  readonly to: string;
  readonly levels: readonly LevelChanges[];
}
