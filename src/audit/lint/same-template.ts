import type { Source } from "../../report/report.ts";

/** Whether two renderings of one template made two objects. */
export function isSameTemplate(here: Source | null, earlier: Source): boolean {
  return here?.rendered !== undefined && earlier.rendered !== undefined && here.file === earlier.file;
}
