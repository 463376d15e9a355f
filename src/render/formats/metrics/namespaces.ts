import type { NamespaceReport, Report, Unreadable, WorkloadReport } from "../../../report/report.ts";
import { MODES, type Mode } from "../../../api/mode.ts";
import { LEVELS } from "../../../api/level.ts";
import { openViolations } from "../../words/violations.ts";
import { tally, type Family, type Sample } from "./exposition.ts";

type SamplesOf = (namespace: NamespaceReport) => Iterable<Sample>;

const LEVEL_NUMBERS = "0 privileged, 1 baseline, 2 restricted";

/** The metrics of each namespace. Each has all numbers, also those that are 0, but for those that checks and findings multiply. */
export function namespaceFamilies({ namespaces, unreadable }: Report): Family[] {
  const isComplete = ({ name, labelsKnown }: NamespaceReport): boolean =>
    labelsKnown && !unreadable.some((one) => isMissingIn(one, name));
  const family = (name: string, help: string, samplesOf: SamplesOf): Family => ({
    name: `kubectl_pss_namespace_${name}`,
    help,
    samples: each(namespaces, samplesOf),
  });
  const gauge = (name: string, help: string, valueOf: (namespace: NamespaceReport) => number): Family =>
    family(name, help, (namespace) => [{ labels: { namespace: namespace.name }, value: valueOf(namespace) }]);
  return [
    gauge("complete", "Whether everything of the namespace could be read, its labels too.", (one) =>
      Number(isComplete(one)),
    ),
    gauge("exempt", "Whether the admission configuration exempts the namespace.", ({ exempt }) => Number(exempt)),
    gauge("workloads", "Workloads, those without pods among them.", ({ workloads }) => workloads.length),
    gauge("pods", "Pods.", ({ workloads }) => workloads.reduce((sum, { pods }) => sum + pods, 0)),
    gauge("exempt_workloads", "Workloads that an exemption hides from Pod Security Admission.", countExempt),
    family(
      "strictest_level",
      `The strictest level that every workload meets, without exempt ones: ${LEVEL_NUMBERS}; NaN where something could not be read.`,
      (one) => strictest(one, isComplete(one)),
    ),
    family("policy_level", `The level in force: ${LEVEL_NUMBERS}; NaN where the labels are not known.`, policyLevels),
    family("policy_info", "The policy in force, and where its level comes from; always 1.", policyInfo),
    family(
      "violating_workloads",
      "Workloads that violate the policy of a mode, without what the baseline accepts; NaN where the labels are not known.",
      violating,
    ),
    family(
      "check_violating_workloads",
      "Workloads that violate a check in a mode, without what the baseline accepts; only where there are any.",
      violatingByCheck,
    ),
    family("findings", "Findings of the recommended practice, by code and severity; only where there are any.", (one) =>
      tally(one.findings.map(({ code, severity }) => ({ namespace: one.name, code, severity }))),
    ),
  ];
}

function* each(namespaces: readonly NamespaceReport[], samplesOf: SamplesOf): Generator<Sample, undefined> {
  for (const namespace of namespaces) yield* samplesOf(namespace);
}

/** Whether what could not be read may have been in a namespace: of an object nobody knows where it was. */
function isMissingIn({ list }: Unreadable, namespace: string): boolean {
  return list === null || list.namespace === null || list.namespace === namespace;
}

function countExempt({ exempt, workloads }: NamespaceReport): number {
  return exempt ? workloads.length : workloads.filter((workload) => workload.exempt !== null).length;
}

/** Nothing is judged in a namespace that is exempt, so that it would meet every level. */
function strictest({ name, exempt, strictest: level }: NamespaceReport, isComplete: boolean): Sample[] {
  if (exempt) return [];
  return [{ labels: { namespace: name }, value: isComplete ? LEVELS.indexOf(level) : NaN }];
}

/** Nothing is in force in a namespace that is exempt, whatever its labels say. */
function policyLevels({ name, policy, exempt, labelsKnown }: NamespaceReport): Sample[] {
  if (exempt) return [];
  return MODES.map((mode) => ({
    labels: { namespace: name, mode },
    value: labelsKnown ? LEVELS.indexOf(policy[mode].level) : NaN,
  }));
}

function policyInfo({ name, policy, exempt, labelsKnown }: NamespaceReport): Sample[] {
  if (exempt || !labelsKnown) return [];
  return MODES.map((mode) => {
    const { level, version, from } = policy[mode];
    return { labels: { namespace: name, mode, level, version, from }, value: 1 };
  });
}

/** Whether workloads were judged by a policy that may not be the one in force. */
function isGuessed({ exempt, labelsKnown }: NamespaceReport): boolean {
  return !exempt && !labelsKnown;
}

function violating(namespace: NamespaceReport): Sample[] {
  const { name, workloads } = namespace;
  const count = (mode: Mode): number => workloads.filter((workload) => openChecks(workload, mode).size > 0).length;
  return MODES.map((mode) => ({ labels: { namespace: name, mode }, value: isGuessed(namespace) ? NaN : count(mode) }));
}

function violatingByCheck(namespace: NamespaceReport): Sample[] {
  if (isGuessed(namespace)) return [];
  const { name, workloads } = namespace;
  return MODES.flatMap((mode) => {
    const checks = workloads.flatMap((workload) => [...openChecks(workload, mode)]);
    return tally(checks.toSorted().map((check) => ({ namespace: name, mode, check })));
  });
}

/** The checks that a workload violates in a mode, by its template or by any of its pods, and that no baseline accepts. */
function openChecks(workload: WorkloadReport, mode: Mode): ReadonlySet<string> {
  const inMode = openViolations(workload).filter(({ modes }) => modes.includes(mode));
  return new Set(inMode.map(({ check }) => check));
}
