import type { Admission } from "../admission/judge.ts";
import type { ResolvedPolicy } from "../admission/labels.ts";
import type { ReportSize } from "../audit/workload/report-size.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import type { AcceptWorkload } from "./acceptance.ts";
import type { ImageEvidence } from "./evidence/image-evidence.ts";
import type { CustomKinds } from "../workloads/custom/custom-kinds.ts";

/** The options of a run: which workloads and checks it edits, and to which level. */
export interface FixOptions {
  readonly admission: Admission;
  /** The defaults of an admission configuration; undefined without one. */
  readonly defaults: ResolvedPolicy | undefined;
  /** The levels that every object must meet (`--level`); empty for the strictest levels of its namespace. */
  readonly levels: readonly LevelVersion[];
  /**
   * The level that the objects of a file and a namespace should meet, whatever the labels of the namespace are; undefined for objects that the labels
   * decide about. Absent if they decide about all. Not used with `levels`.
   */
  readonly levelOf?: ((file: string, namespace: string) => LevelVersion | undefined) | undefined;
  /** Finds the violations that are accepted; absent if none are. */
  readonly accept?: AcceptWorkload;
  /** The namespace of objects that name none. */
  readonly namespace: string | undefined;
  /** The checks whose violations are fixed (`--only`); empty for all. */
  readonly only: readonly string[];
  /** The names of the objects that are fixed (`--name`); empty for all. */
  readonly names: readonly string[];
  /** Whether fields are taken away, too (`--take-away`). */
  readonly takesAway: boolean;
  /** Whether edits are made that do not suffice, or that are known to break the workload (`--force`). */
  readonly isForced: boolean;
  /** Whether the edited text is printed, and no file is changed: then rendered text may be edited, too. */
  readonly isFilter: boolean;
  /** Whether only patches are printed, so that the text of an object does not matter. */
  readonly isPatch: boolean;
  /** Whether objects may have fields that were not read, as in a cluster: then no part of an object is empty. */
  readonly isPartlyRead?: boolean;
  /** Whether the report has no patches, which take time: a diff and a written file need none. By default it has them. */
  readonly withoutPatches?: boolean;
  readonly kinds: CustomKinds;
  /** Makes the size of the report; called for each reading of the inputs. Absent for that of a fix. */
  readonly createSize?: () => ReportSize;
  /** The facts that running pods tell about images (`--evidence`); absent without any. */
  readonly images?: ImageEvidence;
}
