import type { Admission } from "../admission/judge.ts";
import type { ResolvedPolicy } from "../admission/labels.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import type { AskedFailOn, FailOn } from "../report/report.ts";

/** What a lint is asked for. */
export interface LintOptions {
  readonly admission: Admission;
  /** The defaults of an admission configuration; undefined where none was given. */
  readonly defaults: ResolvedPolicy | undefined;
  /** Judge every object by these, whatever the labels of its namespace (`--level`); empty: by the labels. */
  readonly levels: readonly LevelVersion[];
  /** The user whose requests are simulated (`--as-user`). */
  readonly user: string | undefined;
  /** The namespace of objects that name none (`-n`). */
  readonly namespace: string | undefined;
  /** Which mode's violations fail the run (`--fail-on`); with `levels`, all do, or none. */
  readonly failOn: AskedFailOn;
  /** Whether notes that tell of a mistake are errors (`--strict`). */
  readonly strict: boolean;
  /** Whether the report is to hold the stable path of each field: a baseline, and formats that tell violations apart, need it. */
  readonly identify: boolean;
}

/** What fails a lint: every violation where levels were asked for, as those have no mode; or none. */
export function failOnOf({ levels, failOn }: Pick<LintOptions, "levels" | "failOn">): FailOn {
  return levels.length > 0 && failOn !== "none" ? "all" : failOn;
}
