import { resolvePolicy } from "../admission/labels.ts";
import { Audit } from "../audit/audit.ts";
import { labelChanges, type PolicyChange } from "../audit/change.ts";
import type { Report } from "../report/report.ts";
import { USUAL_PLAN } from "../rollout/options.ts";
import { planRollout } from "../rollout/plan.ts";
import { configuredAdmission } from "./configured-admission.ts";
import { isIdentified, openBaseline } from "../cli/options/baseline-options.ts";
import type { AuditFlags } from "../cli/commands/audit.ts";
import { fillAudit } from "./fill-audit.ts";
import type { Io } from "../cli/terminal/io.ts";
import { PlanInputs } from "./plan-inputs.ts";

/** What is asked, as the flags have it. */
export interface AuditRequest extends AuditFlags {
  /** The labels to try; undefined for an audit. */
  readonly changes: PolicyChange | undefined;
  readonly asUser?: string;
}

/** Reads the cluster, or the dump in its place, and reports on it. */
export async function runAudit(request: AuditRequest, io: Io): Promise<Report> {
  const baseline = await openBaseline(request);
  let inputs: PlanInputs | undefined;
  const { audit } = await fillAudit(
    request,
    { isCurrent: request.changes !== undefined, isVersionNeeded: false },
    ({ evaluator, cluster, isSelected }) => {
      const admission = configuredAdmission(request.admissionConfig, evaluator);
      // A page has room for what a plan would come to; to find out costs what an audit costs.
      if (request.output === "html" && request.changes === undefined) {
        inputs = new PlanInputs({ ...USUAL_PLAN, admission }, request.filename !== undefined);
      }
      return new Audit({
        admission,
        changes: request.changes === undefined ? undefined : labelChanges(request.changes),
        user: request.asUser,
        failOn: request.failOn,
        strict: request.strict === true,
        identify: isIdentified(request.output, request),
        cluster,
        isSelected,
        ...(inputs !== undefined && { onWorkload: inputs.onWorkload }),
      });
    },
    io,
  );
  const report = inputs === undefined ? audit.report() : withPlannedLevels(audit.report(), inputs, audit);
  if (baseline === undefined) return report;
  const isAsked = (name: string): boolean => audit.isAsked(name);
  return baseline.settle(report, { type: "namespaces", isAsked }, io.stderr);
}

/** The report, with the level that each namespace enforces after the safe steps of a plan. */
function withPlannedLevels(report: Report, inputs: PlanInputs, audit: Audit): Report {
  const { steps } = planRollout(inputs.of(audit), inputs.options);
  const labels = new Map(
    steps.flatMap(({ safe, namespaces }) => (safe ? namespaces.map(({ name, to }) => [name, to] as const) : [])),
  );
  const { defaults } = inputs.options.admission;
  const namespaces = report.namespaces.map((namespace) => {
    const planned = labels.get(namespace.name);
    const level =
      planned === undefined ? namespace.policy.enforce.level : resolvePolicy(planned, defaults).policy.enforce.level;
    return { ...namespace, planned: level };
  });
  return { ...report, namespaces };
}
