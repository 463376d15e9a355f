/** The words that all formats of a plan share. */
import type { Obstacle, PlannedNamespace, PlanStep, RolloutPlan } from "../../../report/rollout-plan.ts";
import { isForbidden } from "../../../report/forbidden.ts";
import { escapeName, escapeText } from "../../words/escape.ts";
import { forbiddenText } from "../../words/forbidden.ts";
import { nothingReadLine } from "../../words/rights/nothing-read.ts";
import { count, plural } from "../../../api/words/plural.ts";

const PREFIX = "pod-security.kubernetes.io/";

/** The subject of a plan in one line, or that nothing could be read: `Plan to restricted for 12 namespaces of prod at https://10.0.0.1; evaluated as Kubernetes v1.37`. */
export function planHeadline(plan: RolloutPlan): string {
  const nothingRead = nothingReadLine(plan);
  if (nothingRead !== "") return nothingRead;
  const { target, summary, source, serverVersion } = plan;
  const where =
    source.type === "files"
      ? `in ${count(source.files, "file")}`
      : `${source.context === null ? "" : `of ${escapeText(source.context)} `}at ${escapeText(source.server)}`;
  return `Plan to ${target} for ${count(summary.namespaces, "namespace")} ${where}; evaluated as Kubernetes ${serverVersion}`;
}

/** `Step 2, Observe: 3 namespaces`. */
export function stepHeadline({ number, title, namespaces, safe }: PlanStep): string {
  const what = namespaces.length === 0 ? "nothing to do" : count(namespaces.length, "namespace");
  return `Step ${number}, ${title}: ${what}${safe || namespaces.length === 0 ? "" : ", not yet safe"}`;
}

/** A sentence about the finished pods that kubectl warns about in a step; undefined if there are none. */
export function finishedPodsText({ namespaces }: PlanStep): string | undefined {
  const affected = namespaces.filter(({ finishedPods }) => finishedPods > 0);
  const pods = affected.reduce((sum, { finishedPods }) => sum + finishedPods, 0);
  if (pods === 0) return undefined;
  const where = affected.length === 1 ? "" : ` in ${count(affected.length, "namespace")}`;
  return `kubectl will warn about ${count(pods, "finished pod")}${where}. This is harmless: finished pods never start again.`;
}

/** The labels that a step sets, without their common prefix: `enforce=baseline audit=restricted`. */
export function changeText({ from, to }: PlannedNamespace): string {
  const set = Object.entries(to).filter(([label, value]) => from[label] !== value);
  return set.map(([label, value]) => `${label.slice(PREFIX.length)}=${value}`).join(" ");
}

/** Groups namespaces by their change, in the order of the first namespace of each group. */
export function groupByChange(
  namespaces: readonly PlannedNamespace[],
): ReadonlyMap<string, readonly PlannedNamespace[]> {
  return Map.groupBy(namespaces, changeText);
}

/** The number of workloads that violate each check, the most frequent first: `runAsNonRoot 3, privileged 1`. */
export function checksInTheWay(obstacles: readonly Obstacle[], most: number): string {
  const counts = new Map<string, number>();
  for (const { check } of obstacles.flatMap(({ checks }) => checks)) counts.set(check, (counts.get(check) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  const others = sorted.length - most;
  const named = sorted.slice(0, most).map(([check, workloads]) => `${check} ${workloads}`);
  return [...named, ...(others > 0 ? [`and ${count(others, "more check")}`] : [])].join(", ");
}

/** `deployment.apps/web`. */
export function workloadText({ kind, apiVersion, name }: Obstacle): string {
  const slash = apiVersion.lastIndexOf("/");
  const group = slash === -1 ? "" : `.${apiVersion.slice(0, slash)}`;
  return `${escapeText(kind.toLowerCase() + group)}/${escapeName(name)}`;
}

/** Whether a plan has no commands to run now. */
function isDone({ steps }: RolloutPlan): boolean {
  return steps.every(({ safe, commands }) => !safe || commands.length === 0);
}

/** Namespaces whose labels another tool manages, by the advice about it. */
export function ownedNamespaces({ steps }: RolloutPlan): ReadonlyMap<string, readonly string[]> {
  const owned = new Map<string, Set<string>>();
  for (const { name, owner } of steps.flatMap(({ namespaces }) => namespaces)) {
    if (owner === null) continue;
    const names = owned.get(owner.advice) ?? new Set();
    owned.set(owner.advice, names.add(name));
  }
  return new Map(Array.from(owned, ([advice, names]) => [advice, [...names]]));
}

/** The newer checks that a pinned version excludes, in a sentence. */
export function pinText({ version, newer }: NonNullable<RolloutPlan["pin"]>): string {
  const checks = newer.map(({ check, since }) => `${check} (${since})`).join(", ");
  const cost =
    checks === ""
      ? "all known checks are of that version or older. Checks of newer versions do not run until you raise the pin."
      : `these checks do not run until you raise the pin: ${checks}. Namespaces with a newer version lose them.`;
  return `Pinned to ${version}: ${cost}`;
}

/** Warnings for the person who runs the commands of a plan, a sentence each. */
export function caveats(plan: RolloutPlan): string[] {
  const { kept, pin, notes } = plan;
  const forbidden = forbiddenText(plan);
  const unreadable = plan.unreadable.filter((one) => !isForbidden(one));
  const unread = kept.filter(({ reason }) => reason === "unread").length;
  return [
    ...notes.filter(({ severity }) => severity !== "info").map(({ message }) => message),
    ...(forbidden === null ? [] : [forbidden.fault]),
    ...(unreadable.length > 0 ? [`${count(unreadable.length, "part")} of the input could not be read`] : []),
    ...(unread > 0
      ? [
          `enforce is not raised in ${count(unread, "namespace")}, because not everything in ${plural(unread, "it", "them")} is known`,
        ]
      : []),
    ...(pin === null ? [] : [pinText(pin)]),
  ];
}

/** The result of the safe steps, in a sentence. */
export function summaryText(plan: RolloutPlan): string {
  const { enforcing, blocked, unknown, namespaces } = plan.summary;
  const labels = `the labels of ${count(unknown, "namespace")} could not be read`;
  if (unknown > 0 && unknown === namespaces) return `No steps: ${labels}.`;
  const levels = `${count(enforcing.restricted, "namespace")} enforce${enforcing.restricted === 1 ? "s" : ""} restricted, ${enforcing.baseline} baseline, ${enforcing.privileged} privileged`;
  const after = isDone(plan) ? "Nothing to do now" : "After the safe steps";
  return `${after}: ${levels}${blocked === 0 ? "" : `; ${count(blocked, "namespace")} to fix first`}${unknown === 0 ? "" : `; ${labels}`}.`;
}
