import type { CheckDeclaration, LevelChanges, RevisedCheck } from "../api/check-declaration.ts";

/** What `kubectl pss explain` was asked for, and all that there is to say of it. */
export type Explanation = { /** What `latest` stands for: `v1.37`. */ readonly serverVersion: string } & (
  | { readonly topic: "checks"; readonly checks: readonly CheckDeclaration[] }
  | { readonly topic: "check"; readonly check: CheckDeclaration; readonly checks: readonly CheckDeclaration[] }
  | ({ readonly topic: "level" } & LevelRequirements)
  | ({ readonly topic: "versions" } & VersionChanges)
);

/** What a level asks for at a version, `v1.30` or `latest`. */
export interface LevelRequirements {
  readonly level: string;
  readonly version: string;
  /** What `latest` stands for: `v1.37`. */
  readonly serverVersion: string;
  readonly asked: readonly RevisedCheck[];
}

/** What changes between two versions, the older one first. */
export interface VersionChanges {
  readonly from: string;
  readonly to: string;
  readonly levels: readonly LevelChanges[];
}
