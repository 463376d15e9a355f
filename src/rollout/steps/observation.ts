import { shellWord } from "../../api/words/shell-word.ts";
import { count, plural } from "../../api/words/plural.ts";
import type { HowLine, PlanStep, StepGroup } from "../../report/plan/rollout-plan.ts";

/** The name of the metric: k8s.io/pod-security-admission v0.37.2, metrics. */
const METRIC = 'pod_security_evaluations_total{decision="deny",mode="audit"';

/**
 * Describes how to observe the namespaces that wait for it: who waits, how long, what to run, and which result means to go on. Empty if the safe steps raise no
 * enforce.
 */
export function observationOf(steps: readonly PlanStep[], kubectl: readonly string[]): PlanStep["how"] {
  const isWaiting = ({ observeDays }: StepGroup): boolean => observeDays !== null;
  const raising = steps.find(({ id }) => id === "enforce");
  if (raising === undefined || raising.namespaces.length === 0) return [];
  const waiting = raising.groups.filter(isWaiting);
  if (waiting.length === 0) return [line(`No namespace of step ${raising.number} has to wait for an observation.`)];
  const names = waiting.flatMap(({ namespaces }) => namespaces);
  const days = waiting.flatMap(({ observeDays }) => observeDays ?? []);
  const [least, most] = [Math.min(...days), Math.max(...days)];
  const metrics = [...kubectl, "get", "--raw", "/metrics"].map(shellWord).join(" ");
  const history = ["kubectl", "pss", "history", "-o", "json", ...kubectl.slice(1), "audit-logs/"]
    .map(shellWord)
    .join(" ");
  return [
    line(
      `Who waits for step ${raising.number}: ${count(names.length, "namespace")}, listed there as "after observation". No other namespace has to wait, even if this step sets its labels.`,
    ),
    line(
      `How long: ${least === most ? "" : `${least} to `}${most} days from the command that sets audit and warn.${alreadyText(raising)}`,
    ),
    line(
      "Then copy the audit logs of all API servers into the folder audit-logs, and run:",
      `${history} > history.json`,
    ),
    { ...line("Plan again with this history:"), again: ["--history", "history.json"] },
    line(
      "If the log has a workload that violates the new level and may come back, its namespace is " +
        `then in step ${raising.number + 1}, with what to fix. Go on with the namespaces that are still in step ${raising.number}.`,
    ),
    line(
      "Without an audit log, run this on the first and on the last day, and go on if the numbers are equal:",
      `${metrics} | grep '${METRIC}'`,
    ),
    line(
      "The numbers count all namespaces. If workloads of other namespaces violate audit, the numbers rise for them, too. Then a new plan after the days " +
        "names each workload that violates, running or finished. A workload that is deleted by then is only in the audit log.",
    ),
    { ...line("After the days, plan again:"), again: [] },
  ];
}

/** The namespaces that are observed already: no step sets their audit and warn. */
function alreadyText({ number, namespaces }: PlanStep): string {
  const already = namespaces.filter(({ observed }) => typeof observed?.since === "string").length;
  return already === 0
    ? ""
    : ` ${count(already, "namespace")} ${plural(already, "is", "are")} observed already: step ${number} says since when.`;
}

function line(text: string, command: string | null = null): HowLine {
  return { text, command };
}
