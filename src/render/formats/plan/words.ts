/** The words that all formats of a plan share. */
import type {
  KeptNamespace,
  NamespaceOverview,
  PlannedNamespace,
  PlanStep,
  PolicyLabels,
  RolloutPlan,
} from "../../../report/plan/rollout-plan.ts";
import type { Obstacle } from "../../../report/plan/obstacle.ts";
import { isForbidden } from "../../../report/gaps/forbidden.ts";
import { escapeName, escapeText } from "../../words/escape.ts";
import { seenText } from "../../words/history/evidence-text.ts";
import { forbiddenText } from "../../words/rights/forbidden.ts";
import { nameSome } from "../../words/lines.ts";
import { nothingReadLine } from "../../words/rights/nothing-read.ts";
import { count, plural } from "../../../api/words/plural.ts";

const PREFIX = "pod-security.kubernetes.io/";

/** The subject of a plan in one line, or why there is none: `Plan to restricted for 12 namespaces of prod at https://10.0.0.1; evaluated as Kubernetes v1.37`. */
export function planHeadline(plan: RolloutPlan): string {
  const { target, summary, source, serverVersion, noPlan } = plan;
  if (noPlan !== null) {
    const nothingRead = nothingReadLine(plan);
    return `No plan: ${nothingRead === "" ? escapeText(noPlan) : nothingRead.charAt(0).toLowerCase() + nothingRead.slice(1)}`;
  }
  const where =
    source.type === "files"
      ? `in ${count(source.files, "file")}`
      : `${source.context === null ? "" : `of ${escapeText(source.context)} `}at ${escapeText(source.server)}`;
  return `Plan to ${target} for ${count(summary.namespaces, "namespace")} ${where}; evaluated as Kubernetes ${serverVersion}`;
}

/** The workloads whose pods the API server rejects now, in a sentence; undefined if there are none. */
export function rejectedNowText({ namespaces }: RolloutPlan): string | undefined {
  const affected = namespaces.filter((namespace) => rejectedIn(namespace) > 0);
  const workloads = affected.reduce((sum, namespace) => sum + rejectedIn(namespace), 0);
  if (workloads === 0) return undefined;
  const where = nameSome(affected.map(({ name }) => escapeName(name)));
  return `${count(workloads, "workload")} ${plural(workloads, "is", "are")} rejected now, in ${where}: enforce is not raised to a level that rejects ${plural(workloads, "it", "them")}.`;
}

/** The number of workloads of a namespace that need a fix now; 0 if it is being deleted, because no new pod can start in it. */
export function rejectedIn({ rejectedNow, kept }: Pick<NamespaceOverview, "rejectedNow" | "kept">): number {
  return kept === "terminating" ? 0 : rejectedNow;
}

/** The namespaces whose enforce a step changes, and about which a history was asked. */
export function raisedWithHistory(namespaces: readonly PlannedNamespace[]): readonly PlannedNamespace[] {
  const enforce = `${PREFIX}enforce`;
  return namespaces.filter(
    ({ history, from, to }) => history !== undefined && from[enforce] !== undefined && from[enforce] !== to[enforce],
  );
}

/** A sentence about the finished pods that kubectl warns about in a step; undefined if there are none. */
export function finishedPodsText({ namespaces }: PlanStep): string | undefined {
  const affected = namespaces.filter(({ finishedPods }) => finishedPods > 0);
  const pods = affected.reduce((sum, { finishedPods }) => sum + finishedPods, 0);
  if (pods === 0) return undefined;
  const where = affected.length === 1 ? "" : ` in ${count(affected.length, "namespace")}`;
  const isRepeated = affected.some(({ cautions }) => cautions.some(({ code }) => code === "finished"));
  const rest = isRepeated ? ", but the next ones like them would be rejected" : ", so this is harmless";
  return `kubectl will warn about ${count(pods, "finished pod")}${where}. Finished pods never start again${rest}.`;
}

/** Labels that a step sets, without their common prefix: `enforce=baseline audit=restricted`. */
export function labelsText(labels: PolicyLabels): string {
  return Object.entries(labels)
    .map(([label, value]) => `${label.slice(PREFIX.length)}=${value}`)
    .join(" ");
}

/** The first label that a namespace of the last step gets once it is fixed: `enforce=baseline`. */
export function goalText({ from, to }: PlannedNamespace): string {
  const changed = Object.entries(to).find(([label, value]) => from[label] !== value);
  return changed === undefined ? "already enforced" : labelsText({ [changed[0]]: changed[1] });
}

/** The pods that enforce rejects in a namespace although it is already enforced: `its enforce=restricted rejects StatefulSet/erp now: …`; undefined if labels change. */
export function unmetText({ to, blockedBy, relax, command }: PlannedNamespace): string | undefined {
  if (command !== null || blockedBy.length === 0) return undefined;
  const rejected = blockedBy.filter((obstacle) => obstacle.rejected !== null);
  const [verb, some, when] =
    rejected.length > 0 ? ["rejects", rejected, " now"] : ["rejects the next pods of", blockedBy, ""];
  const names = nameSome(
    some.map(({ kind, name }) => `${escapeText(kind)}/${escapeName(name)}`),
    "workload",
  );
  const lower = relax === null ? "" : `, or lower enforce to ${relax.level}, which it meets`;
  const level = to[`${PREFIX}enforce`];
  return `its enforce${level === undefined ? "" : `=${level}`} ${verb} ${names}${when}: fix ${plural(some.length, "it", "them")}${lower}`;
}

/** The tool whose labels a step changes; null if there is none, or if no label changes. */
export function ownerOf({ owner, command }: PlannedNamespace): PlannedNamespace["owner"] {
  return command === null ? null : owner;
}

/** The workloads to fix of all: `1/3`, `2/3, 1 rejected now`, `0/3, 1 in the history`. */
export function toFixText({ blockedBy, workloads, rejectedNow }: PlannedNamespace): string {
  const seen = blockedBy.filter((obstacle) => obstacle.seen !== undefined).length;
  const only = seen === 0 ? "" : `, ${seen} in the history`;
  return `${blockedBy.length - seen}/${workloads}${only}${rejectedNow === 0 ? "" : `, ${rejectedNow} rejected now`}`;
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

/** A workload to fix, and when it violated the level if only a history has it: `job.batch/migrate (in the audit log 12 times, last 2026-11-29)`. */
export function needText(obstacle: Obstacle): string {
  const seen = seenText(obstacle);
  return `${workloadText(obstacle)}${seen === "" ? "" : ` (${seen})`}`;
}

/** Whether the script of a plan can recognize its cluster. */
export function isGuarded({ cluster: { uid, server } }: Pick<RolloutPlan, "cluster">): boolean {
  return uid !== null || server !== null;
}

/** Whether a plan has no commands to run now. */
function isDone({ steps }: RolloutPlan): boolean {
  return steps.every(({ safe, commands }) => !safe || commands.length === 0);
}

/** Namespaces whose labels another tool manages, by the advice about it. */
export function ownedNamespaces({ steps }: RolloutPlan): ReadonlyMap<string, readonly string[]> {
  const owned = new Map<string, Set<string>>();
  for (const namespace of steps.flatMap(({ namespaces }) => namespaces)) {
    const { name } = namespace;
    const owner = ownerOf(namespace);
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

/** The namespaces that keep their level for another reason than that something could not be read. */
export function keptByChoice({ kept }: RolloutPlan): readonly KeptNamespace[] {
  return kept.filter(({ reason }) => reason !== "unread");
}

/** Warnings for the person who runs the commands of a plan, a sentence each. */
export function caveats(plan: RolloutPlan): string[] {
  const { kept, pin, notes } = plan;
  const forbidden = forbiddenText(plan);
  const unreadable = plan.unreadable.filter((one) => !isForbidden(one));
  const unread = Map.groupBy(
    kept.filter(({ reason }) => reason === "unread"),
    ({ because }) => because,
  );
  return [
    ...notes.filter(({ severity }) => severity !== "info").map(({ message }) => message),
    ...(forbidden === null ? [] : [forbidden.fault]),
    ...(unreadable.length > 0 ? [`${count(unreadable.length, "part")} of the input could not be read`] : []),
    ...Array.from(
      unread,
      ([because, some]) => `enforce is not raised in ${count(some.length, "namespace")}: ${because}`,
    ),
    ...(pin === null ? [] : [pinText(pin)]),
  ];
}

/** The result of the safe steps, in a sentence. */
export function summaryText(plan: RolloutPlan): string {
  const { enforcing, observeFirst, observationOver, blocked, unknown } = plan.summary;
  const waiting = observeFirst - observationOver;
  const levels = `${count(enforcing.restricted, "namespace")} enforce${enforcing.restricted === 1 ? "s" : ""} restricted, ${enforcing.baseline} baseline, ${enforcing.privileged} privileged, with those that do so already`;
  return [
    `${isDone(plan) ? "Nothing to do now" : "After the safe steps"}: ${levels}`,
    ...(waiting === 0 ? [] : [`${waiting} of them after observation`]),
    ...(observationOver === 0
      ? []
      : [`${observationOver} of them after a check of the audit log, because the days of observation are over`]),
    ...(blocked === 0 ? [] : [`${count(blocked, "namespace")} to fix first`]),
    ...(unknown === 0 ? [] : [`the labels of ${count(unknown, "namespace")} could not be read`]),
  ]
    .join("; ")
    .concat(".");
}
