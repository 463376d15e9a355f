import type { Admission } from "../admission/judge.ts";
import type { ResolvedPolicy } from "../admission/labels.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import type { AskedFailOn } from "../report/report.ts";

/** The options of a lint. */
export interface LintOptions {
  readonly admission: Admission;
  /** The defaults of an admission configuration; undefined where none was given. */
  readonly defaults: ResolvedPolicy | undefined;
  /** Judge every object by these, whatever the labels of its namespace (`--level`); empty: by the labels. */
  readonly levels: readonly LevelVersion[];
  /** The minor version of the server (`--server-version`); absent where none is given. A newer one than is known is noted. */
  readonly serverMinor?: number | undefined;
  /** The user whose requests are simulated (`--as-user`). */
  readonly user: string | undefined;
  /** The namespace of objects that name none (`-n`). */
  readonly namespace: string | undefined;
  /** The mode whose violations fail the run (`--fail-on`); with `levels`, all do, or none. */
  readonly failOn: AskedFailOn;
  /** Whether notes that tell of a mistake are errors (`--strict`). */
  readonly strict: boolean;
  /** Whether the report must contain the stable path of each field: accepted violations, and formats that tell violations apart, need it. */
  readonly identify: boolean;
}
