import type { NamespaceReport, Report, Result, WorkloadReport } from "../../../report/report.ts";
import { MODES, type Mode } from "../../../api/mode.ts";
import { LEVELS } from "../../../api/level.ts";
import { missingIn } from "../../../report/gaps/missing.ts";
import { levelOf, openViolations } from "../../../report/violations.ts";
import { tally, type Family, type Sample } from "../../words/prometheus/exposition.ts";

type SamplesOf = (namespace: NamespaceReport) => Iterable<Sample>;

const LEVEL_NUMBERS = "0 privileged, 1 baseline, 2 restricted";

/** Whether a namespace was judged by its own policy. A lint judges by the policy that it assumes where it has no labels. */
export function isPolicyKnown({ kind }: Pick<Report, "kind">, { labelsKnown }: NamespaceReport): boolean {
  return labelsKnown || kind === "LintReport";
}

/** The metrics of each namespace. All numbers are there, also 0, except those by check and by finding. */
export function namespaceFamilies(report: Report): Family[] {
  const { namespaces } = report;
  const isMissing = missingIn(report);
  const isComplete = (one: NamespaceReport): boolean => isPolicyKnown(report, one) && !isMissing(one.name);
  const family = (name: string, help: string, samplesOf: SamplesOf): Family => ({
    name: `kubectl_pss_namespace_${name}`,
    help,
    samples: each(namespaces, samplesOf),
  });
  const gauge = (name: string, help: string, valueOf: (namespace: NamespaceReport) => number): Family =>
    family(name, help, (namespace) => [{ labels: { namespace: namespace.name }, value: valueOf(namespace) }]);
  return [
    gauge("complete", "1 if everything in the namespace could be read, and its labels; else 0.", (one) =>
      Number(isComplete(one)),
    ),
    gauge("exempt", "1 if the admission configuration exempts the namespace, else 0.", ({ exempt }) => Number(exempt)),
    gauge("workloads", "Workloads, with and without pods.", ({ workloads }) => workloads.length),
    gauge("pods", "Pods.", ({ workloads }) => workloads.reduce((sum, { pods }) => sum + pods, 0)),
    gauge("exempt_workloads", "Workloads that an exemption hides from Pod Security Admission.", countExempt),
    family(
      "ready_for_level",
      `The strictest level that every workload meets, at latest: ${LEVEL_NUMBERS}; NaN if something could not be read. Exempt and empty namespaces have none.`,
      readyForLevel,
    ),
    ...(report.byLevel ? [] : policyFamilies(report, family)),
    family(
      "level_violating_workloads",
      "Workloads that violate a level of --level, without accepted violations.",
      violatingByLevel(report.levels),
    ),
    family("findings", "Findings about recommended practice, by code and severity; only if there are any.", (one) =>
      tally(one.findings.map(({ code, severity }) => ({ namespace: one.name, code, severity }))),
    ),
  ];
}

type MakeFamily = (name: string, help: string, samplesOf: SamplesOf) => Family;

/** The metrics by mode. A lint with `--level` asks for no mode, so it has none of them. */
function policyFamilies(report: Report, family: MakeFamily): Family[] {
  const isGuessed = (one: NamespaceReport): boolean => !one.exempt && !isPolicyKnown(report, one);
  return [
    family("policy_level", `The level in force: ${LEVEL_NUMBERS}; NaN if the labels are not known.`, policyLevels),
    family("policy_info", "The policy in force, and the origin of its level; always 1.", policyInfo),
    family(
      "violating_workloads",
      "Workloads that violate the policy of a mode, without accepted violations; NaN if the labels are not known.",
      (one) => violating(one, isGuessed(one)),
    ),
    family(
      "check_violating_workloads",
      "Workloads that violate a check in a mode, without accepted violations; only if there are any.",
      (one) => (isGuessed(one) ? [] : violatingByCheck(one)),
    ),
  ];
}

function* each(namespaces: readonly NamespaceReport[], samplesOf: SamplesOf): Generator<Sample, undefined> {
  for (const namespace of namespaces) yield* samplesOf(namespace);
}

function countExempt({ exempt, workloads }: NamespaceReport): number {
  return exempt ? workloads.length : workloads.filter((workload) => workload.exempt !== null).length;
}

/** The level that a namespace is ready for. An exempt or empty one has none. */
function readyForLevel({ name, readyFor, readyForReason }: NamespaceReport): Sample[] {
  if (readyForReason === "exempt" || readyForReason === "empty") return [];
  return [{ labels: { namespace: name }, value: readyFor === null ? NaN : LEVELS.indexOf(readyFor) }];
}

/** The levels in force in a namespace. An exempt one has none, whatever its labels say. */
function policyLevels({ name, policy, exempt }: NamespaceReport): Sample[] {
  if (exempt) return [];
  return MODES.map((mode) => ({
    labels: { namespace: name, mode },
    value: policy === null ? NaN : LEVELS.indexOf(policy[mode].level),
  }));
}

function policyInfo({ name, policy, exempt }: NamespaceReport): Sample[] {
  if (exempt || policy === null) return [];
  return MODES.map((mode) => {
    const { level, version, from } = policy[mode];
    return { labels: { namespace: name, mode, level, version, from }, value: 1 };
  });
}

/** @param isGuessed whether it was judged by a policy that may differ from the one in force */
function violating({ name, workloads }: NamespaceReport, isGuessed: boolean): Sample[] {
  const count = (mode: Mode): number => workloads.filter((workload) => openChecks(workload, mode).size > 0).length;
  return MODES.map((mode) => ({ labels: { namespace: name, mode }, value: isGuessed ? NaN : count(mode) }));
}

function violatingByLevel(levels: readonly string[]): SamplesOf {
  return ({ name, workloads }) =>
    levels.map((level) => {
      const violators = workloads.filter(({ results }) =>
        results.some((result) => result.requested && isViolated(result) && levelOf(result) === level),
      );
      return { labels: { namespace: name, level }, value: violators.length };
    });
}

/** Whether a result has a violation that is not accepted. */
function isViolated({ violations }: Result): boolean {
  return violations.some(({ accepted }) => !accepted);
}

function violatingByCheck({ name, workloads }: NamespaceReport): Sample[] {
  return MODES.flatMap((mode) => {
    const checks = workloads.flatMap((workload) => [...openChecks(workload, mode)]);
    return tally(checks.toSorted().map((check) => ({ namespace: name, mode, check })));
  });
}

/** The checks that a workload's template or pods violate in a mode, without accepted violations. */
function openChecks(workload: WorkloadReport, mode: Mode): ReadonlySet<string> {
  const inMode = openViolations(workload).filter(({ modes }) => modes.includes(mode));
  return new Set(inMode.map(({ check }) => check));
}
