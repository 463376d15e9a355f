import { shellWord } from "../../api/words/shell-word.ts";
import { count } from "../../api/words/plural.ts";
import type { PlanStep, StepGroup } from "../../report/plan/rollout-plan.ts";

/** The names of the annotation and of the metric: k8s.io/pod-security-admission v0.37.2, api/constants.go and metrics. */
const ANNOTATION = "pod-security.kubernetes.io/audit-violations";
const METRIC = 'pod_security_evaluations_total{decision="deny",mode="audit"';

/**
 * Describes how to observe the namespaces that wait for it, a line for each part: who waits, how long, what to run, and which result means to go on. Empty if no
 * namespace has to wait.
 */
export function observationOf(steps: readonly PlanStep[], kubectl: readonly string[]): readonly string[] {
  const isWaiting = ({ observeDays }: StepGroup): boolean => observeDays !== null;
  const raising = steps.find(({ safe, groups }) => safe && groups.some(isWaiting));
  if (raising === undefined) return [];
  const waiting = raising.groups.filter(isWaiting);
  const names = waiting.flatMap(({ namespaces }) => namespaces);
  const days = waiting.flatMap(({ observeDays }) => observeDays ?? []);
  const [least, most] = [Math.min(...days), Math.max(...days)];
  const metrics = [...kubectl, "get", "--raw", "/metrics"].map(shellWord).join(" ");
  return [
    `Who waits: ${count(names.length, "namespace")} of step ${raising.number}, listed there after observation. No other namespace has to.`,
    `How long: ${least === most ? "" : `${least} to `}${most} days from the command that sets audit and warn.`,
    `Then run: grep ${ANNOTATION} audit.log   # the audit log of the API server`,
    "Go on: no line names one of these namespaces. If one does, fix the object that it names, and plan again.",
    `No audit log? ${metrics} | grep '${METRIC}'   # go on if the numbers have not grown; they count all namespaces`,
  ];
}
