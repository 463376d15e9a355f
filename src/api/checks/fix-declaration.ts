/** How a violation of a check is fixed in a manifest: everything except the rule itself, for documents and reports. */
export interface FixDeclaration {
  readonly kind: FixKind;
  /** How likely the edit is to break a workload; null where there is no edit. */
  readonly risk: FixRisk | null;
  /** The edit in one or two sentences. */
  readonly edit: string;
  /** The possible failures at run time, and how to notice them. */
  readonly mayBreak: string;
  /** The advice in place of an edit; absent where there is one. */
  readonly options?: readonly FixOption[];
}

/**
 * `add`: a field that admission requires. `take away`: a field goes, and with it a function of the workload. `decide`: no
 * edit is right without knowing the purpose of the workload.
 */
export type FixKind = "add" | "take away" | "decide";

export type FixRisk = "low" | "medium" | "high";

/** A way to meet a check that only a person can choose. */
export interface FixOption {
  /** The case in which it fits, in one line. */
  readonly when: string;
  /** The advice in one line. */
  readonly change: string;
}

/**
 * The evidence for the effect of an edit at run time: `safe` (there is evidence for it), `likely` (low risk, nothing
 * against it), `unknown`, `breaks` (there is evidence against it).
 */
export type FixEvidence = "safe" | "likely" | "unknown" | "breaks";
