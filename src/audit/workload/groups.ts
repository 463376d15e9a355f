import { MODES } from "../../api/mode.ts";
import type { Result } from "../../report/report.ts";

/** Pods of a workload with the same verdict. */
export interface PodGroup {
  /** The verdict, with the fields of the first pod. */
  result: Result;
  pods: number;
  /** The first of their names in byte order. */
  first: string;
}

/** The verdict on a template. */
export interface TemplateResult {
  result: Result;
  /** The results are sorted by rank, then by index: by the name of their template, then in its order. */
  rank: string;
  index: number;
}

/** Templates sort before pods, and objects that are not judged come last. */
export const TEMPLATE_RANK = "0";
export const POD_RANK = "1";
export const FINISHED_RANK = "2";

/** The position of the first mode of a result; after all modes if it has none. */
export function firstMode({ modes: [mode] }: Result): number {
  return mode === undefined ? MODES.length : MODES.indexOf(mode);
}
