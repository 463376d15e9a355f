import { Audit } from "../audit/audit.ts";
import { labelChanges, type PolicyChange } from "../audit/change.ts";
import type { Report } from "../audit/report.ts";
import { configuredAdmission } from "./admission-config.ts";
import { isIdentified, openBaseline } from "./baseline-options.ts";
import type { AuditFlags } from "./commands/audit.ts";
import { fillAudit } from "./fill-audit.ts";
import type { Io } from "./io.ts";

/** What is asked, as the flags have it. */
export interface AuditRequest extends AuditFlags {
  /** The labels to try; undefined for an audit. */
  readonly changes: PolicyChange | undefined;
  readonly asUser?: string;
}

/** Reads the cluster, or the dump in its place, and reports on it. */
export async function runAudit(request: AuditRequest, io: Io): Promise<Report> {
  const baseline = await openBaseline(request);
  const { audit } = await fillAudit(
    request,
    { isCurrent: request.changes !== undefined, isVersionNeeded: false },
    ({ evaluator, cluster, isSelected }) =>
      new Audit({
        admission: configuredAdmission(request.admissionConfig, evaluator),
        changes: request.changes === undefined ? undefined : labelChanges(request.changes),
        user: request.asUser,
        failOn: request.failOn,
        strict: request.strict === true,
        identify: isIdentified(request.output, request),
        cluster,
        isSelected,
      }),
    io,
  );
  const report = audit.report();
  if (baseline === undefined) return report;
  const isAsked = (name: string): boolean => audit.isAsked(name);
  return baseline.settle(report, { type: "namespaces", isAsked }, request.failOn, io.stderr);
}
