import { compareLevels } from "../api/level.ts";
import { MODES } from "../api/mode.ts";
import type { LabelResolution } from "../admission/labels.ts";
import type { LevelVersion } from "../policy/evaluator.ts";

/** The policy in force in a namespace. */
export type PolicyInForce = Pick<LabelResolution, "policy">;

/** The levels that the objects of a namespace should meet: the strictest ones among its modes, without privileged. */
export function targetLevels({ policy }: PolicyInForce): readonly LevelVersion[] {
  const levels = MODES.map((mode) => policy[mode]);
  const strictest = levels
    .map(({ level }) => level)
    .toSorted(compareLevels)
    .at(-1);
  return distinct(levels.filter(({ level }) => level === strictest && level !== "privileged"));
}

/** The levels at which an edit must make nothing worse: those that should be met, and all that the namespace uses. Nothing violates privileged. */
export function levelsToKeep(levels: readonly LevelVersion[], { policy }: PolicyInForce): readonly LevelVersion[] {
  const used = MODES.map((mode) => policy[mode]).filter(({ level }) => level !== "privileged");
  // Usually the objects should meet the levels that the namespace uses.
  const others = used.filter((one) => !levels.some((level) => isSame(level, one)));
  return others.length === 0 ? levels : [...levels, ...distinct(others)];
}

function isSame(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.version.text === b.version.text;
}

function distinct(levels: readonly LevelVersion[]): readonly LevelVersion[] {
  return levels.filter((one, index) => levels.findIndex((other) => isSame(other, one)) === index);
}
