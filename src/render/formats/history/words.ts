/** The sentences that the formats of a history share. Texts from a log are not escaped here. */
import { count, plural } from "../../../api/words/plural.ts";
import type {
  HistoryNamespace,
  HistoryPolicy,
  HistoryReport,
  HistoryVerdict,
  HistoryWorkload,
  UnknownReason,
} from "../../../report/audit-history/history-report.ts";
import { labelText } from "../../words/namespace/namespace.ts";

/** The order of verdicts: the answer to the question first, then what blocks it, then what is missing. */
const ORDER: readonly HistoryVerdict["type"][] = ["could-enforce", "blocked", "unknown", "not-seen", "enforced"];

/** The namespaces, the most important ones first. */
export function byImportance(namespaces: readonly HistoryNamespace[]): readonly HistoryNamespace[] {
  const size = ({ verdict }: HistoryNamespace): number => (verdict.type === "blocked" ? verdict.workloads : 0);
  return namespaces.toSorted(
    (a, b) => ORDER.indexOf(a.verdict.type) - ORDER.indexOf(b.verdict.type) || size(a) - size(b),
  );
}

/** `3 namespaces, 2026-11-01 to 2026-11-30: 1 could enforce a stricter level, 1 is blocked, 1 is unknown.` */
export function headline(report: HistoryReport): string {
  const { namespaces, coverage, unreadable } = report;
  if (hasNoLog(report)) {
    return `No input contains an audit event, so the logs prove nothing about ${count(namespaces.length, "namespace")}.`;
  }
  const number = (type: HistoryVerdict["type"]): number =>
    namespaces.filter(({ verdict }) => verdict.type === type).length;
  const parts = [
    [number("could-enforce"), "could enforce a stricter level", "could enforce a stricter level"],
    [number("blocked"), "is blocked", "are blocked"],
    [number("unknown"), "is unknown", "are unknown"],
    [number("not-seen"), "was not seen", "were not seen"],
    [number("enforced"), "enforces restricted", "enforce restricted"],
  ] as const;
  const found = parts
    .filter(([many]) => many > 0)
    .map(([many, one, several]) => `${many} ${plural(many, one, several)}`);
  const { first, last } = coverage;
  const days = first === null || last === null ? "no events" : `${first.slice(0, 10)} to ${last.slice(0, 10)}`;
  const incomplete = unreadable.length > 0 ? "Incomplete: not everything could be read. " : "";
  return `${incomplete}${count(namespaces.length, "namespace")}, ${days}${found.length === 0 ? "" : `: ${found.join(", ")}`}.`;
}

/** Whether no input is an audit log. Then a list of namespaces would only repeat that nothing is known about them. */
export function hasNoLog({ files }: Pick<HistoryReport, "files">): boolean {
  return files === 0;
}

/** A policy in a column: `baseline`, `restricted:v1.30`, `-`. The log alone knows it only for a time: `baseline?`. */
export function policyText(policy: HistoryPolicy | null): string {
  if (policy === null) return "-";
  return `${labelText(policy)}${policy.from === "log" ? "?" : ""}`;
}

/**
 * The evidence behind a verdict, and what is missing, in sentences.
 *
 * @param changed when the audit policies of several namespaces with this evidence may have changed: `between … and …`
 */
export function evidenceTexts(namespace: HistoryNamespace, changed?: string): readonly string[] {
  const { verdict, evidence, auditSince, audit } = namespace;
  const { pods, days, notJudged } = evidence;
  const made = `${count(pods, "pod")} on ${count(days, "day")}`;
  switch (verdict.type) {
    case "could-enforce":
      return [`${made}, and none of them violates ${labelText(verdict)}. ${basisText(namespace)}`];
    case "blocked":
      return [
        `These workloads violate ${labelText(verdict)}. ${made} ${plural(pods, "was", "were")} created and judged.`,
      ];
    case "enforced":
      return [`${made}. The log proves nothing beyond the strictest level.`];
    case "not-seen":
      return ["No pod was created, so there is no evidence. Watch for longer: CronJobs may run once a month."];
    case "unknown":
      return [unknownText(verdict.reason, { audit, auditSince, changed, notJudged, errors: namespace.errors })];
  }
}

/** How it is known that the audit policy was the same all the time. */
function basisText({ auditSince }: HistoryNamespace): string {
  return auditSince === null
    ? "The log contains no change of the namespace, so its audit policy is taken to have been the same all the time."
    : `Its audit policy is known since ${auditSince}, and earlier pods do not count.`;
}

function unknownText(
  reason: UnknownReason,
  facts: Pick<HistoryNamespace, "audit" | "auditSince" | "errors"> & {
    readonly notJudged: number;
    readonly changed: string | undefined;
  },
): string {
  switch (reason) {
    case "no-labels":
      return "No violation names the audit level, and the labels are not known. --namespaces FILE or a cluster has them.";
    case "not-audited":
      return "The audit level is not above the enforce level, so the log is silent about stricter levels. Set the audit label, and watch.";
    case "policy-changed":
      return `${facts.auditSince === null ? "Violations name another audit policy than the labels" : `The audit policy may have changed ${facts.changed ?? `at ${facts.auditSince}`}`}, and no later pod proves anything. Watch for longer; an audit rule with level Request for namespaces logs what changes.`;
    case "exempt":
      return "The admission configuration exempts the namespace, so no request is judged.";
    case "not-judged":
      return `${count(facts.notJudged, "pod")} ${plural(facts.notJudged, "was", "were")} created without the annotations of Pod Security Admission. The audit level of pods must be Metadata or higher, and the plugin PodSecurity enabled.`;
    case "errors":
      return `For ${count(facts.errors, "request")}, the policy could not be read, and a fallback decided. Correct the labels: kubectl pss audit names the invalid ones.`;
    case "rejected-now":
      return "Pods of some workloads here are rejected now, and the log does not name these workloads. So the log lacks requests, and its silence proves nothing. kubectl pss audit names the workloads.";
    case "gone":
      return "The namespace is in the log, and does not exist any more.";
  }
}

/** The name of a workload: `Deployment web`, or `pods of ReplicaSets` if the log names neither the pod nor its owner. */
export function workloadName({ kind, name }: Pick<HistoryWorkload, "kind" | "name">): string {
  if (name !== null) return `${kind} ${name}`;
  return kind === "Pod" ? "pods without a name" : `pods of ${kind}s`;
}

const NOW: Readonly<Record<NonNullable<HistoryWorkload["now"]>, string>> = {
  violating: "violates now",
  fixed: "fixed now",
  gone: "gone now",
};

/** The state of a workload in the log, and in the cluster: `violating`, `quiet since …`, `deleted`, `violating, fixed now`. */
export function stateText({ state, quietSince, now, rejected }: HistoryWorkload): string {
  const seen = quietSince === null ? state : `quiet since ${quietSince}`;
  return [seen, ...(now === null ? [] : [NOW[now]]), ...(rejected === null ? [] : ["rejected now"])].join(", ");
}

/** Whether the state of a workload is more than that it violates. */
export function hasState({ state, now, rejected }: HistoryWorkload): boolean {
  return state !== "violating" || now !== null || rejected !== null;
}

/** The checks that a workload violates: `runAsNonRoot, seccompProfile_restricted`. */
export function checksText({ checks }: HistoryWorkload): string {
  return checks.map(({ check }) => check).join(", ");
}

/** The violations and the rejections of a workload: `12 violations and 3 rejected pods on 4 days, last 2026-11-29T10:00:00Z`. */
export function timesText({ violations, denied, days, last }: HistoryWorkload): string {
  const parts = [
    ...(violations > 0 ? [count(violations, "violation")] : []),
    ...(denied > 0 ? [count(denied, "rejected pod")] : []),
  ];
  return `${parts.join(" and ")} on ${count(days, "day")}, last ${last}`;
}

/** Who makes a workload: `ci-bot (kubectl/v1.37.2), admin (helm/v4)`. */
export function requestersText({ requesters, otherRequesters }: HistoryWorkload): string {
  const named = requesters.map(
    ({ user, agent }) => `${user === "" ? "unknown" : user}${agent === "" ? "" : ` (${agent})`}`,
  );
  return [...named, ...(otherRequesters > 0 ? [count(otherRequesters, "request") + " of others"] : [])].join(", ");
}
