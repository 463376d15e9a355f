import { labelNamespaces } from "../../fixes/labels/label-namespaces.ts";
import { decodePlanLabels } from "../../report/document/read-plan-labels.ts";
import type { LabelReport } from "../../report/fix/label-report.ts";
import { readReportFile } from "../../sources/reports/report-file.ts";
import { openManifests } from "../inputs/open-manifests.ts";
import { noteOtherSettings } from "../notes/other-settings.ts";
import { withUnrendered } from "../notes/unrendered.ts";
import { STANDARDS } from "../standards.ts";
import type { Terminal } from "../terminal.ts";
import { settleFix } from "./settings.ts";

/** The Namespace manifests to label. */
export interface LabelRequest {
  readonly paths: readonly string[];
  readonly includeHidden?: boolean;
  /** The file of `--config`; absent to search for one. It decides which files are read. */
  readonly config?: string;
  /** The file of a plan. */
  readonly plan: string;
  /** Whether the namespaces that the plan observes first have been observed. */
  readonly isObserved: boolean;
  /** Whether a file that Helm rendered is edited, too. */
  readonly isForced: boolean;
}

const HINTS = {
  other: "--plan reads a plan: kubectl pss plan -o json > FILE writes one.",
  missing: "Check the path. `kubectl pss plan -o json > FILE` writes a plan.",
  empty: "`kubectl pss plan -o json > FILE` writes a plan; if it failed, it printed nothing.",
};

/**
 * Finds the edits that give Namespace manifests the labels of a plan.
 *
 * @throws UserError if the plan is wrong, or there is nothing to read
 */
export async function runLabels(request: LabelRequest, terminal: Terminal): Promise<LabelReport> {
  const { paths, plan: file, isObserved, isForced } = request;
  const { labels: plan, newer: newerPlan } = readReportFile(file, HINTS, (parts) =>
    decodePlanLabels(parts, file, { isObserved, newest: STANDARDS.newest }),
  );
  const { includeHidden, exclude, file: settings } = await settleFix(request.config, paths, { ...request, levels: [] });
  const notInputs = [file, settings].filter((one) => one !== null);
  const search = { includeHidden, notInputs, podTemplate: [], ...(exclude !== undefined && { exclude }) };
  const { read, kinds, paths: inputs } = await openManifests(paths, search, terminal);
  const found = labelNamespaces(read(), { plan, newerPlan, isForced, kinds });
  const report = request.config === undefined ? noteOtherSettings(found, settings ?? undefined, inputs) : found;
  const judged = (): Set<string> => new Set(report.manifests.map(({ source }) => source.file));
  return withUnrendered(report, { paths, judged });
}
