import type { PolicyChange } from "../audit/dry-run/change.ts";
import { DryRun } from "../audit/dry-run/dry-run.ts";
import type { Report } from "../report/report.ts";
import type { ReportRequest } from "./audit.ts";
import { refuseEmpty } from "./notes/empty-report.ts";
import { prepareObjects } from "./inputs/open-objects.ts";
import { takeInventory } from "./inputs/take-inventory.ts";
import type { Terminal } from "./terminal.ts";
import { inputsOf, reportUnrendered } from "./notes/unrendered.ts";

export type { ModeChange, PolicyChange } from "../audit/dry-run/change.ts";

export interface DryRunRequest extends Omit<ReportRequest, "accepted"> {
  /** The labels to try. */
  readonly changes: PolicyChange;
  /** The user whose requests are simulated. */
  readonly asUser?: string;
}

/**
 * Tries a change of labels on a cluster, or on a dump instead. As for kubectl, the current namespace is the default.
 *
 * @throws UserError if the request is wrong, or nothing can be read
 */
export async function runDryRun(request: DryRunRequest, terminal: Terminal): Promise<Report> {
  const { failOn, strict, identify, changes, asUser: user } = request;
  const open = prepareObjects(request, {
    isCurrentDefault: true,
    isVersionNeeded: false,
    hasEvents: true,
    isUidNeeded: false,
  });
  const objects = await open(terminal);
  try {
    const { admission, scope } = objects;
    const dryRun = new DryRun({ admission, failOn, identify, changes, user, scope });
    const inventory = await takeInventory(objects, [dryRun], { strict, areLabelsNeeded: true });
    const report = reportUnrendered(dryRun.report(inventory), inputsOf(objects.items, request.filename));
    return refuseEmpty(report, request.failOnEmpty) ?? report;
  } finally {
    objects.close();
  }
}
