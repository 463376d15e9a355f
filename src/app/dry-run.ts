import type { PolicyChange } from "../audit/dry-run/change.ts";
import { DryRun } from "../audit/dry-run/dry-run.ts";
import { sizeOfInventory } from "../audit/workload/report-size.ts";
import type { Report } from "../report/report.ts";
import type { ReportRequest } from "./audit.ts";
import { refuseEmpty } from "./notes/empty-report.ts";
import { prepareObjects } from "./inputs/open-objects.ts";
import { USUAL_PLAN } from "../rollout/options.ts";
import { PlanInputs } from "../rollout/inputs/plan-inputs.ts";
import { withObserveFirst } from "../rollout/observe-first.ts";
import { parseVersion, type Version } from "../policy/version.ts";
import type { ResolvedPolicy } from "../admission/labels.ts";
import { takeInventory } from "./inputs/take-inventory.ts";
import type { Terminal } from "./terminal.ts";
import { inputsOf, reportUnrendered } from "./notes/unrendered.ts";

export type { ModeChange, PolicyChange } from "../audit/dry-run/change.ts";

export interface DryRunRequest extends Omit<ReportRequest, "accepted"> {
  /** The labels to try. */
  readonly changes: PolicyChange;
  /** Whether the report must contain the reasons to observe namespaces before a stricter enforce. */
  readonly hasCautions?: boolean;
  /** The user whose requests are simulated. */
  readonly asUser?: string;
}

/**
 * Tries a change of labels on a cluster, or on a dump instead. As for kubectl, the current namespace is the default.
 *
 * @throws UserError if the request is wrong, or nothing can be read
 */
export async function runDryRun(request: DryRunRequest, terminal: Terminal): Promise<Report> {
  const { failOn, strict, identify, changes, asUser: user, hasCautions = false } = request;
  const open = prepareObjects(request, {
    isCurrentDefault: true,
    isVersionNeeded: false,
    hasEvents: true,
    isUidNeeded: false,
  });
  const objects = await open(terminal);
  try {
    const { admission, scope } = objects;
    const size = sizeOfInventory();
    const dryRun = new DryRun({ admission, failOn, identify, changes, user, scope }, size);
    const version = triedVersion(changes, admission.defaults);
    const options = { ...USUAL_PLAN, admission, version };
    const plan = hasCautions ? new PlanInputs(options, size, false) : undefined;
    const consumers = [dryRun, ...(plan === undefined ? [] : [plan])];
    const inventory = await takeInventory(objects, consumers, { strict, areLabelsNeeded: true });
    const tried = dryRun.report(inventory);
    const cautious = plan === undefined ? tried : withObserveFirst(tried, plan.namespaces(inventory), options);
    const report = reportUnrendered(cautious, inputsOf(objects.items, request.filename));
    return refuseEmpty(report, request.failOnEmpty) ?? report;
  } finally {
    objects.close();
  }
}

/** The version of the tried enforce; undefined if the namespaces keep their own. */
function triedVersion({ enforce }: PolicyChange, defaults: ResolvedPolicy): Version | undefined {
  if (enforce?.type === "remove") return defaults.enforce.version;
  return enforce?.version === undefined ? undefined : parseVersion(enforce.version);
}
