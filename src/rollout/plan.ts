import type { CheckDeclaration } from "../api/check-declaration.ts";
import { LEVELS, compareLevels, type Level } from "../api/level.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import { plural } from "../api/words/plural.ts";
import { LATEST, type Version } from "../policy/version.ts";
import { changesBetween, labelCommands, type LabelTask } from "./label-command.ts";
import type { PlanOptions } from "./options.ts";
import { PlannedNamespaceState, type NamespaceInput } from "./planned-namespace.ts";
import { looser, replaceInvalidLabels } from "./policy-labels.ts";
import type {
  KeptNamespace,
  Obstacle,
  Pin,
  PlannedNamespace,
  PlanStep,
  PlanSummary,
  RolloutPlan,
  StepId,
} from "../report/rollout-plan.ts";
import { verifyStep } from "./safety-net.ts";
import { labelsToEnforce, SAFE_STEPS } from "./steps.ts";
import { upgradeOf } from "./upgrade.ts";

/** The title and the reason of each step. */
const TEXTS: Readonly<Record<StepId, { readonly title: string; readonly why: string }>> = {
  "close-the-gap": {
    title: "Close the gap",
    why:
      "A namespace without labels has the defaults of the cluster. Each gets the policy in force as labels, and audit and warn one level above. " +
      "This rejects nothing that is allowed now.",
  },
  observe: {
    title: "Observe",
    why: "With audit and warn one level above enforce, the audit log and kubectl's warnings name what the next level will reject.",
  },
  enforce: {
    title: "Enforce what is ready",
    why: "All pods and templates in these namespaces meet a stricter level than enforce. Raising it rejects nothing that is allowed now.",
  },
  fix: {
    title: "Fix, then enforce",
    why: "Workloads in these namespaces block the next level. Fix them, then run the commands. The namespaces with the fewest changes are first.",
  },
};

/**
 * A plan without the facts that only its caller knows: the source of the objects, and the objects that could not be
 * read.
 */
export type PlannedSteps = Pick<RolloutPlan, "target" | "steps" | "kept" | "upgrade" | "summary">;

/**
 * Plans how namespaces get to the strictest policy that their objects allow. No step except the last rejects an object
 * that is admitted today. The last step has the remaining changes, with the workloads that prevent them.
 *
 * @throws Error if a step would reject an object, or the API server would reject the step: that is a fault of the plan,
 *   and it must not be printed
 */
export function planRollout(inputs: readonly NamespaceInput[], options: PlanOptions): PlannedSteps {
  const namespaces = inputs
    .toSorted((a, b) => compareBytes(a.name, b.name))
    .map((input) => new PlannedNamespaceState(input, options));
  const known = namespaces.filter(({ input }) => input.areLabelsKnown);
  const planned = known.filter(({ keptFor }) => keptFor !== "exempt" && keptFor !== "skipped");
  const safe = SAFE_STEPS.map(([id, step], index) => {
    const moved: PlannedNamespace[] = [];
    for (const namespace of planned) {
      const from = namespace.labels;
      const to = step(namespace, options);
      if (Object.keys(changesBetween(from, to)).length === 0) continue;
      verifyStep(namespace, from, to, options);
      namespace.moveTo(to);
      moved.push(describeMove(namespace, from, to, []));
    }
    return stepOf(index + 1, id, true, moved, options);
  });
  const blocked = planned
    .flatMap((namespace) => stepToFix(namespace, options) ?? [])
    .toSorted((a, b) => countChecks(a.blockedBy) - countChecks(b.blockedBy) || compareBytes(a.name, b.name));
  const steps = [...safe, stepOf(SAFE_STEPS.length + 1, "fix", false, blocked, options)];
  const kept = namespaces.flatMap((namespace) => keptNamespace(namespace) ?? []);
  const upgrade = upgradeOfCluster(known, options);
  return { target: options.target, steps, kept, upgrade, summary: summaryOf(namespaces, steps, kept) };
}

/**
 * The workloads to fix in a namespace before it can enforce more, or what it already enforces; undefined if there are
 * none.
 */
function stepToFix(namespace: PlannedNamespaceState, options: PlanOptions): PlannedNamespace | undefined {
  const { enforce } = namespace.resolution.policy;
  const version = options.version ?? enforce.version;
  const unmet = namespace.obstacles(enforce);
  if (namespace.keptFor !== undefined && namespace.keptFor !== "unread") return undefined;
  const next = LEVELS[LEVELS.indexOf(enforce.level) + options.maxStep] ?? "restricted";
  const goal: Level = unmet.length > 0 ? enforce.level : looser(next, options.target);
  // The goal may be another version of the level that is already enforced.
  const isReached = compareLevels(goal, enforce.level) <= 0 && version.text === enforce.version.text;
  if (unmet.length === 0 && (isReached || (enforce.level === "privileged" && goal === "privileged"))) return undefined;
  const blockedBy = unmet.length > 0 ? unmet : namespace.obstacles({ level: goal, version });
  if (blockedBy.length === 0) return undefined;
  const to = unmet.length > 0 ? namespace.labels : labelsToEnforce(namespace, goal, options);
  return describeMove(namespace, namespace.labels, to, blockedBy);
}

function describeMove(
  namespace: PlannedNamespaceState,
  from: PlannedNamespace["from"],
  to: PlannedNamespace["to"],
  blockedBy: readonly Obstacle[],
): PlannedNamespace {
  const { name, workloads, owner } = namespace.input;
  const finishedPods = namespace.finishedPodsWarnedAbout(from, to);
  return { name, from, to, workloads: workloads.size, finishedPods, blockedBy, owner };
}

function stepOf(
  number: number,
  id: StepId,
  safe: boolean,
  namespaces: readonly PlannedNamespace[],
  { kubectl }: PlanOptions,
): PlanStep {
  const tasks = (change: (namespace: PlannedNamespace) => LabelTask["changes"]): LabelTask[] =>
    namespaces.map((namespace) => ({ namespace: namespace.name, changes: change(namespace) }));
  return {
    number,
    id,
    ...TEXTS[id],
    safe,
    commands: labelCommands(
      tasks(({ from, to }) => changesBetween(from, to)),
      kubectl,
    ),
    undo: labelCommands(
      tasks(({ from, to }) => changesBetween(to, replaceInvalidLabels(from))),
      kubectl,
    ),
    namespaces,
  };
}

function keptNamespace(namespace: PlannedNamespaceState): KeptNamespace | undefined {
  const { keptFor: reason, input } = namespace;
  if (reason === undefined) return undefined;
  const { enforce } = namespace.original.policy;
  const needs = namespace.obstacles({ level: "baseline", version: enforce.version });
  return { name: input.name, reason, because: becauseOf(reason, input, needs), needs };
}

function becauseOf(
  reason: KeptNamespace["reason"],
  { areLabelsKnown, lacksOnlyPods = false }: NamespaceInput,
  needs: readonly Obstacle[],
): string {
  if (reason === "exempt") return "exempt by the admission configuration: its labels have no effect";
  if (reason === "skipped") return "skipped (--skip)";
  if (reason === "unread" && !areLabelsKnown) return "its labels could not be read, so its policy is unknown";
  if (reason === "unread" && lacksOnlyPods) return "the dump has no pods, and a running pod may violate any level";
  if (reason === "unread") return "some objects in it could not be read or judged, and may violate any level";
  const count = needs.length;
  if (count === 0) return "kept privileged (--keep-privileged), but everything in it meets baseline";
  return `${count} ${plural(count, "workload does", "workloads do")} not meet baseline`;
}

function upgradeOfCluster(
  namespaces: readonly PlannedNamespaceState[],
  { upgradeFrom, admission }: PlanOptions,
): RolloutPlan["upgrade"] {
  if (upgradeFrom === undefined) return null;
  return {
    from: `v1.${upgradeFrom}`,
    to: `v1.${admission.evaluator.maxMinor}`,
    namespaces: namespaces.flatMap((namespace) => upgradeOf(namespace, upgradeFrom) ?? []),
  };
}

/**
 * The cost of pinning a version: the newer checks that the server knows and does not run.
 *
 * @param maxMinor the newest minor that the server knows
 */
export function pinOf(version: Version | undefined, checks: readonly CheckDeclaration[], maxMinor: number): Pin | null {
  if (version === undefined || version === LATEST) return null;
  const newer = checks.flatMap(({ id, revisions }) =>
    revisions
      .filter(({ since }) => since > version.minor && since <= maxMinor)
      .map(({ since }) => ({ check: id, since: `v1.${since}` })),
  );
  return { version: version.text, newer };
}

function countChecks(obstacles: readonly Obstacle[]): number {
  return obstacles.reduce((total, { checks }) => total + checks.length, 0);
}

function summaryOf(
  namespaces: readonly PlannedNamespaceState[],
  steps: readonly PlanStep[],
  kept: readonly KeptNamespace[],
): PlanSummary {
  const safe = steps.filter((step) => step.safe).flatMap((step) => step.namespaces.map(({ name }) => name));
  const blocked = steps.flatMap((step) => (step.safe ? [] : step.namespaces)).length;
  const enforcing = { privileged: 0, baseline: 0, restricted: 0 };
  let unknown = 0;
  for (const { resolution, input } of namespaces) {
    if (input.areLabelsKnown) enforcing[resolution.policy.enforce.level]++;
    else unknown++;
  }
  return { namespaces: namespaces.length, changed: new Set(safe).size, blocked, kept: kept.length, enforcing, unknown };
}
