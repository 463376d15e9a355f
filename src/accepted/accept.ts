import type { Acceptance } from "../report/acceptance.ts";
import type { FailOn, FieldReport, NamespaceReport, Report, Result, ViolationReport } from "../report/report.ts";
import { summarizeWorkloads } from "../report/summary.ts";
import { distinctViolations } from "../report/violations.ts";
import type { WorkloadReport } from "../report/workload.ts";
import { isOver } from "./last-day.ts";
import { RuleIndex, type AcceptedRule } from "./rule.ts";

/** The rules of a run that apply to its report. */
export interface RuleUse {
  /** Rules that match a workload of the report. */
  readonly found: ReadonlySet<AcceptedRule>;
  /** Rules that match a violation, also those that are over. */
  readonly matched: ReadonlySet<AcceptedRule>;
  /** Rules that are over, and match a violation that no other rule accepts. */
  readonly expired: ReadonlySet<AcceptedRule>;
}

/**
 * Marks the accepted violations of a report. It changes which violations fail the run, and nothing else: verdicts, messages and readiness stay as
 * they are.
 *
 * @param rules those about all workloads. Where several accept a field, the first one is named
 * @param ownRules the rules that only one workload has, which count before `rules`
 * @param today the day in UTC: `2026-12-01`
 */
export function acceptViolations(
  report: Report,
  rules: readonly AcceptedRule[],
  ownRules: ReadonlyMap<WorkloadReport, readonly AcceptedRule[]>,
  today: string,
): { readonly report: Report; readonly use: RuleUse } {
  const run = new Run(rules, ownRules, today, report.failOn);
  const namespaces = report.namespaces.map((namespace) => run.namespace(namespace));
  const counts = summarizeWorkloads(namespaces.flatMap(({ workloads }) => workloads));
  const { failing: before } = summarizeWorkloads(report.namespaces.flatMap(({ workloads }) => workloads));
  // A change that the API server rejects is failing as well, and cannot be accepted.
  const failing = report.summary.failing - before + counts.failing;
  return {
    report: { ...report, namespaces, accepts: true, summary: { ...report.summary, ...counts, failing } },
    use: run,
  };
}

/** Applies rules, and remembers what they match. */
class Run implements RuleUse {
  readonly found = new Set<AcceptedRule>();
  readonly matched = new Set<AcceptedRule>();
  readonly expired = new Set<AcceptedRule>();
  readonly #index: RuleIndex;
  readonly #ownRules: ReadonlyMap<WorkloadReport, readonly AcceptedRule[]>;
  readonly #today: string;
  readonly #failOn: FailOn;

  constructor(
    rules: readonly AcceptedRule[],
    ownRules: ReadonlyMap<WorkloadReport, readonly AcceptedRule[]>,
    today: string,
    failOn: FailOn,
  ) {
    this.#index = new RuleIndex(rules);
    this.#ownRules = ownRules;
    this.#today = today;
    this.#failOn = failOn;
  }

  namespace(namespace: NamespaceReport): NamespaceReport {
    return { ...namespace, workloads: namespace.workloads.map((workload) => this.#workload(workload)) };
  }

  #workload(workload: WorkloadReport): WorkloadReport {
    const rules = [...(this.#ownRules.get(workload) ?? []), ...this.#index.about(workload)];
    if (rules.length === 0) return workload;
    for (const rule of rules) this.found.add(rule);
    // Several results share a violation.
    const known = new Map<ViolationReport, ViolationReport>();
    const accept = (violation: ViolationReport): ViolationReport => {
      let accepted = known.get(violation);
      if (accepted === undefined) known.set(violation, (accepted = this.#violation(violation, rules)));
      return accepted;
    };
    const acceptResult = (result: Result): Result => {
      const violations = result.violations.map(accept);
      // A result without open violations has no sentences.
      const isOpen = violations.some(({ accepted }) => accepted === null);
      return { ...result, violations, sentences: isOpen ? result.sentences : [] };
    };
    const results = workload.results.map(acceptResult);
    const otherResults = workload.otherResults.map(acceptResult);
    return {
      ...workload,
      results,
      otherResults,
      violations: distinctViolations(results, workload.source, this.#failOn),
    };
  }

  #violation(violation: ViolationReport, rules: readonly AcceptedRule[]): ViolationReport {
    const { check, fields } = violation;
    if (fields.length === 0) return { ...violation, accepted: this.#acceptance(check, "", rules) };
    const judged = fields.map((field): FieldReport => {
      const accepted = this.#acceptance(check, field.container ?? "", rules);
      return accepted === null ? field : { ...field, accepted };
    });
    const open = judged.filter(({ accepted }) => accepted === undefined);
    if (open.length === 0) return { ...violation, accepted: judged[0]?.accepted ?? null, fields: judged };
    // A format that shows one place shows the first field, so that must be an open one.
    return { ...violation, fields: [...open, ...judged.filter(({ accepted }) => accepted !== undefined)] };
  }

  #acceptance(check: string, container: string, rules: readonly AcceptedRule[]): Acceptance | null {
    const matching = rules.filter((rule) => rule.accepts(check, container));
    for (const rule of matching) this.matched.add(rule);
    const counting = matching.find(({ acceptance }) => !isOver(acceptance.until, this.#today));
    if (counting !== undefined) return counting.acceptance;
    for (const rule of matching) this.expired.add(rule);
    return null;
  }
}
