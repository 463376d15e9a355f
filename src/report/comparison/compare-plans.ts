import { compareBytes } from "../../api/words/byte-order.ts";
import { compareLevels } from "../../api/level.ts";
import type { ComparedObstacle, EarlierReport, PlanComparison } from "./comparison.ts";
import { compareWorkloadNames, levelMoves, missingFrom } from "./level-moves.ts";
import type { PlannedSnapshot, PlanSnapshot } from "./plan-snapshot.ts";

/**
 * Tells what moved between two plans.
 *
 * @param covers whether this plan read a namespace completely. Otherwise nothing of it is gone only because it is not found
 */
export function comparePlans(
  earlier: EarlierReport,
  before: PlanSnapshot,
  now: PlanSnapshot,
  covers: (namespace: string) => boolean,
): PlanComparison {
  const both = [...now].flatMap(([name, current]) => {
    const past = before.get(name);
    return past === undefined ? [] : [{ name, past, current }];
  });
  const levels = (levelOf: (namespace: PlannedSnapshot) => PlannedSnapshot["enforce"]) =>
    levelMoves(both.map(({ name, past, current }) => ({ name, from: levelOf(past), to: levelOf(current) })));
  const ready = levels(({ planned }) => planned);
  const enforced = levels(({ enforce }) => enforce);
  const gone = both.filter(({ name }) => covers(name));
  return {
    earlier,
    added: [...now.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !now.has(name) && covers(name)),
    moved: both.flatMap(({ name, past, current }) =>
      past.state === current.state ? [] : [{ name, from: past.state, to: current.state }],
    ),
    readyForMore: ready.more,
    readyForLess: ready.less,
    enforcesMore: enforced.more,
    enforcesLess: enforced.less,
    newlyRejected: both
      .flatMap(({ past, current }) => missingFrom(current.rejected, past.rejected))
      .toSorted(compareWorkloadNames),
    noLongerRejected: gone
      .flatMap(({ past, current }) => missingFrom(past.rejected, current.rejected))
      .toSorted(compareWorkloadNames),
    newObstacles: sorted(
      both
        .filter(({ past, current }) => namesAllOf(past, current))
        .flatMap(({ past, current }) => missingFrom(current.obstacles, past.obstacles)),
    ),
    fixedObstacles: sorted(
      gone
        .filter(({ past, current }) => namesAllOf(current, past))
        .flatMap(({ past, current }) => missingFrom(past.obstacles, current.obstacles)),
    ),
  };
}

/** Whether one plan would name every obstacle that the other does: a stricter goal has the obstacles of a looser one, too. Without obstacles there is no goal. */
function namesAllOf(one: PlannedSnapshot, other: PlannedSnapshot): boolean {
  if (one.goal === other.goal || one.obstacles.size === 0 || other.obstacles.size === 0) return true;
  return one.goal !== null && other.goal !== null && compareLevels(one.goal, other.goal) > 0;
}

function sorted(obstacles: readonly ComparedObstacle[]): ComparedObstacle[] {
  return obstacles.toSorted((a, b) => compareWorkloadNames(a, b) || compareBytes(a.check, b.check));
}
