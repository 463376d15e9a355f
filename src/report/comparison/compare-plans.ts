import { compareBytes } from "../../api/words/byte-order.ts";
import { compareLevels } from "../../api/level.ts";
import type { ReportScope } from "../scope/report-scope.ts";
import type { KeptReason } from "../plan/rollout-plan.ts";
import type { ComparedObstacle, EarlierReport, PlanComparison, PlanOption } from "./comparison.ts";
import { compareWorkloadNames, levelMoves, missingFrom, namesWithout } from "./level-moves.ts";
import type { PlannedSnapshot, PlanSnapshot } from "./plan-snapshot.ts";

/** The options that keep enforce as it is, by the reason. */
const KEEPING: Readonly<Partial<Record<KeptReason, PlanOption>>> = {
  empty: "includeEmpty",
  managed: "skipManaged",
  privileged: "keepPrivileged",
  skipped: "skip",
};

/**
 * Tells what moved between two plans to the same target.
 *
 * @param scope the namespaces that this plan covers
 * @param covers whether this plan read a namespace completely. Otherwise nothing of it is gone only because it is not found
 */
export function comparePlans(
  earlier: EarlierReport,
  before: PlanSnapshot,
  now: PlanSnapshot,
  scope: ReportScope,
  covers: (namespace: string) => boolean,
): PlanComparison {
  const otherOptions = differing(before.options, now.options);
  const both = [...now.namespaces].flatMap(([name, current]) => {
    const past = before.namespaces.get(name);
    return past === undefined ? [] : [{ name, past, current }];
  });
  const isRead = ({ name, current }: (typeof both)[number]): boolean => covers(name) && current.kept !== "unread";
  const isRaised = ({ past, current }: (typeof both)[number]): boolean => past.kept === null && current.kept === null;
  // A plan with another option may enforce another level, and judge by other checks, for that alone.
  const areLevelsAlike = !(["maxStep", "pin", "history"] as const).some((option) => otherOptions.includes(option));
  const raised = areLevelsAlike ? both.filter((one) => isRead(one) && isRaised(one)) : [];
  // No plan lists the workloads of a namespace that is being deleted, so they are neither new nor fixed.
  const listed = both.filter(({ past, current }) => past.kept !== "terminating" && current.kept !== "terminating");
  const judged = otherOptions.includes("pin") ? [] : listed;
  const ready = levelMoves(
    raised.map(({ name, past, current }) => ({ name, from: past.planned, to: current.planned })),
  );
  const enforced = levelMoves(
    both.map(({ name, past, current }) => ({ name, from: past.enforce, to: current.enforce })),
  );
  const isByOption = (kept: KeptReason | null): boolean =>
    otherOptions.some((option) => kept !== null && KEEPING[kept] === option);
  const names = [...now.namespaces.keys()];
  return {
    earlier,
    otherOptions,
    ...namesWithout(names, before.namespaces, earlier.scope, scope),
    removed: [...before.namespaces.keys()].filter((name) => !now.namespaces.has(name) && covers(name)),
    moved: both.flatMap(({ name, past, current }) =>
      past.state === current.state || isByOption(past.kept) || isByOption(current.kept)
        ? []
        : [
            {
              name,
              from: past.state,
              to: current.state,
              observeDays: current.state === "ready" ? current.observeDays : null,
            },
          ],
    ),
    readyForMore: ready.more,
    readyForLess: ready.less,
    enforcesMore: enforced.more,
    enforcesLess: enforced.less,
    newlyRejected: listed
      .flatMap(({ past, current }) => missingFrom(current.rejected, past.rejected))
      .toSorted(compareWorkloadNames),
    noLongerRejected: listed
      .filter(isRead)
      .flatMap(({ past, current }) => missingFrom(past.rejected, current.rejected))
      .toSorted(compareWorkloadNames),
    newObstacles: sorted(
      judged
        .filter(({ past, current }) => namesAllOf(past, current))
        .flatMap(({ past, current }) => missingFrom(current.obstacles, past.obstacles)),
    ),
    fixedObstacles: sorted(
      judged
        .filter((one) => isRead(one) && namesAllOf(one.current, one.past))
        .flatMap(({ past, current }) => missingFrom(past.obstacles, current.obstacles)),
    ),
  };
}

/** The options with another value, in the order of a plan's document. */
function differing(before: PlanSnapshot["options"], now: PlanSnapshot["options"]): readonly PlanOption[] {
  const options: readonly PlanOption[] = [
    "maxStep",
    "pin",
    "skip",
    "skipManaged",
    "keepPrivileged",
    "includeEmpty",
    "history",
  ];
  return options.filter((option) => JSON.stringify(before[option]) !== JSON.stringify(now[option]));
}

/** Whether one plan would name every obstacle that the other does: a stricter goal has the obstacles of a looser one, too. Without obstacles there is no goal. */
function namesAllOf(one: PlannedSnapshot, other: PlannedSnapshot): boolean {
  if (one.goal === other.goal || one.obstacles.size === 0 || other.obstacles.size === 0) return true;
  return one.goal !== null && other.goal !== null && compareLevels(one.goal, other.goal) > 0;
}

function sorted(obstacles: readonly ComparedObstacle[]): ComparedObstacle[] {
  return obstacles.toSorted((a, b) => compareWorkloadNames(a, b) || compareBytes(a.check, b.check));
}
