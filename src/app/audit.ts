import { Audit } from "../audit/audit.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import { quote } from "../api/words/quoted.ts";
import { UserError } from "../api/user-error.ts";
import { withoutSkipped } from "../audit/inventory/scope/scope.ts";
import { sizeOfInventory } from "../audit/workload/report-size.ts";
import { isListed } from "../report/readiness.ts";
import type { FailOn, OnlyNamespaces, Report } from "../report/report.ts";
import { withPolicies } from "../report/policies/with-policies.ts";
import { USUAL_PLAN } from "../rollout/options.ts";
import { planRollout } from "../rollout/plan.ts";
import { PlanInputs } from "../rollout/inputs/plan-inputs.ts";
import { withObserveFirst } from "../rollout/observe-first.ts";
import { withPlannedLevels } from "../rollout/planned-levels.ts";
import { refuseEmpty } from "./notes/empty-report.ts";
import { familyOf } from "../accepted/check-families.ts";
import { openAccepted } from "./accepted/open-accepted.ts";
import { filesOf, type AcceptedRequest } from "./accepted/accepted-request.ts";
import type { CompareAudit } from "./compared/compared-audit.ts";
import type { ObjectsRequest } from "./inputs/objects-request.ts";
import { prepareObjects } from "./inputs/open-objects.ts";
import type { OpenedObjects } from "./inputs/opened-objects.ts";
import { takeInventory } from "./inputs/take-inventory.ts";
import { clusterFixes, withPatches } from "./edits/cluster-edits.ts";
import { observeItems } from "./inputs/observe-items.ts";
import { openMap } from "./inputs/map-manifests.ts";
import { FoundPolicies } from "./policies/found-policies.ts";
import { policyFacts } from "./policies/policy-facts.ts";
import type { Terminal } from "./terminal.ts";
import { inputsOf, reportUnrendered } from "./notes/unrendered.ts";

/** The parts of a request that audits and dry runs share. */
export interface ReportRequest extends ObjectsRequest {
  readonly failOn: FailOn;
  /** Whether a report without a workload is an error (`--fail-on-empty`). */
  readonly failOnEmpty?: boolean;
  /** Whether notes about mistakes are errors. */
  readonly strict: boolean;
  /** Whether the report must contain the stable path of each field, so that it can be compared with another report. */
  readonly identify: boolean;
  /** Undefined if no violation is accepted. */
  readonly accepted: AcceptedRequest | undefined;
}

export interface AuditRequest extends ReportRequest {
  /** The levels that `--level` asks for; empty without one. */
  readonly levels: readonly LevelVersion[];
  /** The namespaces to list; absent for all (`--only`). */
  readonly only?: OnlyNamespaces;
  /** The namespaces to leave out (`--skip`). */
  readonly skip?: readonly string[];
  /** The file of an earlier report to compare with (`--compare`). */
  readonly compare?: string;
  /** The directory with the manifests of the workloads (`--map`). */
  readonly map?: string;
  /** Whether the report must contain the levels that a plan would enforce. */
  readonly hasPlannedLevels: boolean;
  /** The workloads whose patches the report must contain: all, or those that a page shows; absent for none. */
  readonly patches?: "all" | "page";
  /** Whether the report must contain the reasons to observe namespaces that are ready for a stricter level. */
  readonly hasCautions?: boolean;
}

/**
 * Audits a cluster, or a dump instead.
 *
 * @throws UserError if the request is wrong, or nothing can be read
 */
export async function runAudit(request: AuditRequest, terminal: Terminal): Promise<Report> {
  refuseSkipped(request);
  const searched = {
    ...request,
    notInputs: [
      ...(request.notInputs ?? []),
      ...filesOf(request.accepted),
      ...(request.compare === undefined ? [] : [request.compare]),
    ],
  };
  const open = prepareObjects(searched, {
    isCurrentDefault: false,
    isVersionNeeded: false,
    hasEvents: true,
    isUidNeeded: false,
    hasPolicies: true,
  });
  const accepted = request.accepted === undefined ? undefined : await openAccepted(request.accepted);
  const compare = await openCompared(request.compare);
  const place = await openMap(request.map, searched, terminal);
  const { report, scope, includes, policies, fixes, otherKinds } = await auditObjects(request, await open(terminal));
  // The file of accepted violations does not change then, because an empty report must not replace its contents.
  const refused = refuseEmpty(report, request.failOnEmpty);
  if (refused !== undefined) return refused;
  const all =
    accepted === undefined
      ? report
      : await accepted.apply(report, { type: "namespaces", includes }, request.strict, otherKinds);
  const patched = withPatches(all, fixes);
  const compared = compare === undefined ? patched : compare(patched, scope, includes);
  const placed = place(withPolicies(compared, policies.review.verdicts, policies.notes()));
  return request.only === undefined ? placed : listOnly(placed, request.only);
}

/** Reads the earlier report before anything else is read, so that a wrong file ends the run at once. */
async function openCompared(file: string | undefined): Promise<CompareAudit | undefined> {
  if (file === undefined) return undefined;
  const { readComparedAudit } = await import("./compared/compared-audit.ts");
  return readComparedAudit(file, familyOf);
}

/** Leaves out the other namespaces. The summary stays that of all of them, so that the exit code hides nothing. */
function listOnly(report: Report, only: OnlyNamespaces): Report {
  const namespaces = report.namespaces.filter((namespace) => isListed(namespace, only));
  const policies = report.policies?.filter(({ namespace }) => namespaces.some(({ name }) => name === namespace));
  return { ...report, only, namespaces, ...(policies !== undefined && { policies }) };
}

/** @throws UserError if -n names a namespace that --skip leaves out */
function refuseSkipped({ namespace = [], skip = [] }: AuditRequest): void {
  const both = namespace.find((name) => skip.includes(name));
  if (both === undefined) return;
  throw new UserError(`-n and --skip both name ${quote(both)}`, "Leave it out of one of them.");
}

async function auditObjects(request: AuditRequest, opened: OpenedObjects) {
  const { failOn, levels, strict, identify, accepted, compare, hasPlannedLevels, hasCautions = false } = request;
  const { admission } = opened;
  const found = new FoundPolicies(opened.items.type === "files");
  // All consumers share it, so that the whole run stays below the limit of memory.
  const size = sizeOfInventory();
  const policies = policyFacts(found, size);
  const otherKinds = new Set<string>();
  const items = observeItems(opened.items, (item) => {
    found.add(item);
    if (item.type === "other" && item.object !== undefined) otherKinds.add(item.object.kind);
    return true;
  });
  const objects = { ...opened, items, scope: withoutSkipped(opened.scope, request.skip ?? []) };
  try {
    const isCompared = compare !== undefined || request.map !== undefined;
    const identifies = identify || accepted?.file !== undefined || isCompared;
    const audit = new Audit({ admission, failOn, levels, identify: identifies }, size);
    const options = { ...USUAL_PLAN, admission };
    const plan = hasPlannedLevels || hasCautions ? new PlanInputs(options, size, hasPlannedLevels) : undefined;
    // Each workload has the verdict of the levels that are asked for, whatever the labels are.
    const areLabelsNeeded = levels.length === 0;
    const { patches } = request;
    const fixes = patches && clusterFixes(opened, levels, accepted, { patches, size });
    const optional = [plan, fixes].filter((one) => one !== undefined);
    const consumers = [audit, policies.review, ...optional];
    const inventory = await takeInventory(objects, consumers, { strict, areLabelsNeeded });
    const { absent, covered: scope } = inventory;
    const includes = (namespace: string): boolean => inventory.isInScope(namespace) && !absent.includes(namespace);
    const report = reportUnrendered(audit.report(inventory), inputsOf(opened.items, request.filename));
    for (const kind of opened.items.kinds.names()) otherKinds.add(kind);
    const others = { scope, includes, policies, fixes, otherKinds };
    if (plan === undefined) return { report, ...others };
    const inputs = plan.namespaces(inventory);
    const cautious = hasCautions ? withObserveFirst(report, inputs, options) : report;
    if (!hasPlannedLevels) return { report: cautious, ...others };
    const steps = planRollout(inputs, options);
    return { report: withPlannedLevels(cautious, steps, admission.defaults), ...others };
  } finally {
    opened.close();
  }
}
