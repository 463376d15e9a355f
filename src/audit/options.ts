import type { Admission } from "../admission/judge.ts";
import type { ResolvedPolicy } from "../admission/labels.ts";
import type { NoteWording } from "./inventory/notes/wording.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import type { FailOn, Source } from "../report/report.ts";
import type { ReportSize } from "./workload/report-size.ts";
import type { OtherObject } from "../workloads/object.ts";
import type { CustomKinds } from "../workloads/custom/custom-kinds.ts";

/** The options of a lint. */
export interface LintOptions {
  readonly admission: Admission;
  /** The defaults of an admission configuration; undefined without one. */
  readonly defaults: ResolvedPolicy | undefined;
  /** The levels by which every object is judged, regardless of the labels of its namespace (`--level`); empty: the labels decide. */
  readonly levels: readonly LevelVersion[];
  /**
   * The level by which an object of a file and a namespace is judged, regardless of the labels of its namespace; undefined for an object that the labels
   * decide about. Absent if they decide about all. Not used with `levels`.
   */
  readonly levelOf?: ((file: string, namespace: string) => LevelVersion | undefined) | undefined;
  /** The configuration that has these levels. */
  readonly levelsFrom?: string | undefined;
  /** The minor version of the server (`--server-version`); absent without one. If it is newer than the newest known version, the report has a note. */
  readonly serverMinor?: number | undefined;
  /** The user whose requests are simulated (`--as-user`). */
  readonly user: string | undefined;
  /** The kinds of custom resources that the inputs define; absent if no custom resource is judged. */
  readonly kinds?: Pick<CustomKinds, "hasMissed" | "readAgain">;
  /** The namespace of objects that name none (`-n`). */
  readonly namespace: string | undefined;
  /** The words of notes that depend on the program; those of the command line by default. */
  readonly wording?: Partial<NoteWording>;
  /** The mode whose violations fail the run (`--fail-on`); with `levels`, all violations do, or none. */
  readonly failOn: FailOn;
  /** Whether notes about mistakes are errors (`--strict`). */
  readonly strict: boolean;
  /** Whether the report must contain the stable path of each field, for accepted violations and for formats that compare reports. */
  readonly identify: boolean;
  /** Whether an object counts at this place rather than at an earlier one with the same result; absent if the first place counts. */
  readonly prefers?: ((source: Source) => boolean) | undefined;
  /** Makes the size of the report; called for each reading of the inputs. Absent for that of a lint. */
  readonly createSize?: () => ReportSize;
  /** Gets each object that Pod Security Admission does not look at; several times if everything is read again. */
  readonly onOther?: (object: OtherObject) => void;
}
