import { shellWord } from "../../api/words/shell-word.ts";
import { count, plural } from "../../api/words/plural.ts";
import { isObservedEnough } from "../../report/plan/caution.ts";
import type { HowLine, PlannedNamespace, PlanStep } from "../../report/plan/rollout-plan.ts";

/** The name of the metric: k8s.io/pod-security-admission v0.37.2, metrics. */
const METRIC = 'pod_security_evaluations_total{decision="deny",mode="audit"';

/**
 * Describes how to observe the namespaces of the step that raises enforce: who waits, how long, what to run, and which result means to go on. Namespaces whose
 * days are over do not wait: for them, only the audit log is left to check. Empty if the safe steps raise no enforce.
 */
export function observationOf(steps: readonly PlanStep[], kubectl: readonly string[]): PlanStep["how"] {
  const raising = steps.find(({ id }) => id === "enforce");
  if (raising === undefined || raising.namespaces.length === 0) return [];
  const observed = raising.namespaces.filter(({ observeDays }) => observeDays !== null);
  if (observed.length === 0) return [line(`No namespace of step ${raising.number} has to wait for an observation.`)];
  const waiting = observed.filter((namespace) => !isObservedEnough(namespace));
  const over = observed.length - waiting.length;
  const metrics = [...kubectl, "get", "--raw", "/metrics"].map(shellWord).join(" ");
  const history = ["kubectl", "pss", "history", "-o", "json", ...kubectl.slice(1), "audit-logs/"]
    .map(shellWord)
    .join(" ");
  return [
    ...waitingLines(waiting, raising.number),
    ...(over === 0
      ? []
      : [
          line(
            `The days of observation are over in ${count(over, "namespace")}: check the audit log as below. If it has no violation there, go on with step ${raising.number}.`,
          ),
        ]),
    line(
      `${waiting.length === 0 ? "Copy" : "Then copy"} the audit logs of all API servers into the folder audit-logs, and run:`,
      `${history} > history.json`,
    ),
    { ...line("Plan again with this history:"), again: ["--history", "history.json"] },
    line(
      "If the log has a workload that violates the new level and may come back, its namespace is " +
        `then in step ${raising.number + 1}, with what to fix. Go on with the namespaces that are still in step ${raising.number}.`,
    ),
    ...withoutLogLines(waiting.length > 0, `${metrics} | grep '${METRIC}'`),
  ];
}

/** Who waits for the step that raises enforce, and how long; empty if no namespace does. */
function waitingLines(waiting: readonly PlannedNamespace[], step: number): readonly HowLine[] {
  if (waiting.length === 0) return [];
  const days = waiting.flatMap(({ observeDays }) => observeDays ?? []);
  const least = days.reduce((a, b) => Math.min(a, b), Infinity);
  const most = days.reduce((a, b) => Math.max(a, b), 0);
  return [
    line(
      `Who waits for step ${step}: ${count(waiting.length, "namespace")}, listed there as "after observation". No other namespace has to wait, even if this step sets its labels.`,
    ),
    line(
      `How long: ${least === most ? "" : `${least} to `}${most} days from the command that sets audit and warn.${alreadyText(waiting, step)}`,
    ),
  ];
}

/**
 * How to find violations without an audit log.
 *
 * @param isWaiting whether the days are not over somewhere. Otherwise, this plan itself is the one after the days
 */
function withoutLogLines(isWaiting: boolean, metrics: string): readonly HowLine[] {
  const others =
    "The numbers count all namespaces. If workloads of other namespaces violate audit, the numbers rise for them, too. ";
  if (!isWaiting) {
    return [
      line("Without an audit log, run this, and go on if the numbers are the same as on the first day:", metrics),
      line(
        `${others}This plan names each workload that violates, running or finished. A deleted workload is only in the audit log.`,
      ),
    ];
  }
  return [
    line(
      "Without an audit log, run this on the first and on the last day, and go on if the numbers are equal:",
      metrics,
    ),
    line(
      `${others}Then a new plan after the days names each workload that violates, running or finished. A workload that is deleted by then is only in the audit log.`,
    ),
    { ...line("After the days, plan again:"), again: [] },
  ];
}

/** The waiting namespaces that are observed already: no step sets their audit and warn. */
function alreadyText(waiting: readonly PlannedNamespace[], number: number): string {
  const already = waiting.filter(({ observed }) => typeof observed?.since === "string").length;
  return already === 0
    ? ""
    : ` ${count(already, "namespace")} ${plural(already, "is", "are")} observed already: step ${number} says since when.`;
}

function line(text: string, command: string | null = null): HowLine {
  return { text, command };
}
