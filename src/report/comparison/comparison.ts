/** The changes since an earlier report of the same kind (`--compare`). Every list is sorted by namespace, then by kind and name. */
import type { Level } from "../../api/level.ts";
import type { Mode } from "../../api/mode.ts";
import type { PlanChoices, ReportScope } from "../scope/report-scope.ts";
import type { ReportSource } from "../scope/report-source.ts";
import type { NamespaceState } from "./namespace-states.ts";

/** The earlier report that a run is compared with. */
export interface EarlierReport {
  /** The name of its file, as the flag names it. */
  readonly file: string;
  readonly source: ReportSource;
  readonly scope: ReportScope;
  readonly serverVersion: string;
  /** The time at which it was complete, in RFC 3339; null if it does not say the time. */
  readonly generatedAt: string | null;
  /** Whether it could read everything. If not, a namespace or a violation may be new only because it was not read then. */
  readonly complete: boolean;
}

/** The moves of namespaces, which audits and plans tell alike. */
interface NamespaceMoves {
  readonly earlier: EarlierReport;
  /** The namespaces that the earlier report does not have and covered. Their workloads and violations are not listed one by one. */
  readonly added: readonly string[];
  /** The namespaces that the earlier report did not cover, so that nothing is known about their moves. */
  readonly uncovered: readonly string[];
  /** The namespaces of the earlier report that do not exist any more. Those that this run did not read are not among them. */
  readonly removed: readonly string[];
  readonly readyForMore: readonly LevelMove[];
  readonly readyForLess: readonly LevelMove[];
  /** The namespaces whose enforced level is stricter than before, whatever sets it. */
  readonly enforcesMore: readonly LevelMove[];
  readonly enforcesLess: readonly LevelMove[];
  /** The workloads whose next pods are rejected now, and were not before. */
  readonly newlyRejected: readonly ComparedWorkload[];
  readonly noLongerRejected: readonly ComparedWorkload[];
}

/** The changes since an earlier audit. */
export interface AuditComparison extends NamespaceMoves {
  /** Violations of baseline or restricted, at `latest`, whatever the labels are. */
  readonly newViolations: readonly ComparedViolation[];
  readonly fixedViolations: readonly ComparedViolation[];
  /** The namespaces with another level of audit or warn, a move for each mode. They change no verdict of the API server. */
  readonly reportsOther: readonly ModeMove[];
}

/** The changes since an earlier plan. `readyFor…` is about the level that the safe steps can enforce. */
export interface PlanComparison extends NamespaceMoves {
  /** The options that differ from those of the earlier plan. A move that they alone may cause is not listed. */
  readonly otherOptions: readonly PlanOption[];
  readonly moved: readonly StateMove[];
  /** Not of namespaces that the earlier plan wanted to give a looser level: it does not name all that blocks the level of now. */
  readonly newObstacles: readonly ComparedObstacle[];
  readonly fixedObstacles: readonly ComparedObstacle[];
}

/** An option that decides what a plan wants, as in its document. */
export type PlanOption = keyof PlanChoices | "pin";

/** A namespace with another level of a mode than before. */
export interface ModeMove extends LevelMove {
  readonly mode: Exclude<Mode, "enforce">;
}

/** A namespace with another level than before. */
export interface LevelMove {
  readonly name: string;
  readonly from: Level;
  readonly to: Level;
}

/** A namespace with another state than before. */
export interface StateMove {
  readonly name: string;
  readonly from: NamespaceState;
  readonly to: NamespaceState;
  /** The days to observe it before its enforce is raised, if it is ready for that; otherwise null. */
  readonly observeDays: number | null;
}

/** A workload, by its stable name. */
export interface ComparedWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A violation of a check by a workload: the fields that are new, or that were fixed, by their stable paths. */
export interface ComparedViolation extends ComparedWorkload {
  readonly check: string;
  readonly fields: readonly string[];
}

/** A check that a workload of a plan must be fixed for. A plan does not know the fields. */
export interface ComparedObstacle extends ComparedWorkload {
  readonly check: string;
}
