import type { NamespaceReport, Report, Unreadable, WorkloadReport } from "../../audit/report.ts";
import { LEVELS, MODES, type Mode } from "../modes.ts";
import { tally, type Family, type Sample } from "./exposition.ts";

type SamplesOf = (namespace: NamespaceReport) => Iterable<Sample>;

const LEVEL_NUMBERS = "0 privileged, 1 baseline, 2 restricted";

/** The metrics of each namespace. Numbers are there for all of them, be they 0, but for those that checks and findings multiply. */
export function namespaceFamilies({ namespaces, unreadable }: Report): Family[] {
  const isComplete = ({ name }: NamespaceReport): boolean => !unreadable.some((one) => isMissingIn(one, name));
  const isLabelsUnknown = ({ name }: NamespaceReport): boolean =>
    unreadable.some((one) => one.list?.resource === "namespaces" && isMissingIn(one, name));
  const family = (name: string, help: string, samplesOf: SamplesOf): Family => ({
    name: `kubectl_pss_namespace_${name}`,
    help,
    samples: each(namespaces, samplesOf),
  });
  const gauge = (name: string, help: string, valueOf: (namespace: NamespaceReport) => number): Family =>
    family(name, help, (namespace) => [{ labels: { namespace: namespace.name }, value: valueOf(namespace) }]);
  return [
    gauge("complete", "Whether everything of the namespace could be read.", (one) => Number(isComplete(one))),
    gauge("exempt", "Whether the admission configuration exempts the namespace.", ({ exempt }) => Number(exempt)),
    gauge("workloads", "Workloads, those without pods among them.", ({ workloads }) => workloads.length),
    gauge("pods", "Pods.", ({ workloads }) => workloads.reduce((sum, { pods }) => sum + pods, 0)),
    gauge("exempt_workloads", "Workloads that an exemption hides from Pod Security Admission.", countExempt),
    gauge(
      "strictest_level",
      `The strictest level that every workload meets: ${LEVEL_NUMBERS}; NaN where something could not be read.`,
      (one) => (isComplete(one) ? LEVELS.indexOf(one.strictest) : NaN),
    ),
    family(
      "policy_level",
      `The level in force: ${LEVEL_NUMBERS}; NaN where the labels could not be read.`,
      (namespace) => policySamples(namespace, isLabelsUnknown(namespace)),
    ),
    family("policy_info", "The policy in force, and where its level comes from; always 1.", (namespace) =>
      isLabelsUnknown(namespace) ? [] : policyInfo(namespace),
    ),
    family(
      "violating_workloads",
      "Workloads that violate the policy of a mode, without what the baseline accepts.",
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

/** Nothing is in force in a namespace that is exempt, whatever its labels say. */
function policySamples({ name, policy, exempt }: NamespaceReport, isUnknown: boolean): Sample[] {
  if (exempt) return [];
  return MODES.map((mode) => ({
    labels: { namespace: name, mode },
    value: isUnknown ? NaN : LEVELS.indexOf(policy[mode].level),
  }));
}

function policyInfo({ name, policy, exempt }: NamespaceReport): Sample[] {
  if (exempt) return [];
  return MODES.map((mode) => {
    const { level, version, from } = policy[mode];
    return { labels: { namespace: name, mode, level, version, from }, value: 1 };
  });
}

function violating({ name, workloads }: NamespaceReport): Sample[] {
  return MODES.map((mode) => ({
    labels: { namespace: name, mode },
    value: workloads.filter((workload) => openChecks(workload, mode).size > 0).length,
  }));
}

function violatingByCheck({ name, workloads }: NamespaceReport): Sample[] {
  return MODES.flatMap((mode) => {
    const checks = workloads.flatMap((workload) => [...openChecks(workload, mode)]);
    return tally(checks.toSorted().map((check) => ({ namespace: name, mode, check })));
  });
}

/** The checks that a workload violates in a mode, by its template or by any of its pods, and that no baseline accepts. */
function openChecks({ results }: WorkloadReport, mode: Mode): ReadonlySet<string> {
  const checks = new Set<string>();
  for (const { modes, violations } of results) {
    if (!modes.includes(mode)) continue;
    for (const { check, accepted } of violations) if (!accepted) checks.add(check);
  }
  return checks;
}
