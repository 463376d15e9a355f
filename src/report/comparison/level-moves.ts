import { compareBytes } from "../../api/words/byte-order.ts";
import { compareLevels, type Level } from "../../api/level.ts";
import { wasCovered, type ReportScope } from "../scope/report-scope.ts";
import type { ComparedWorkload, LevelMove } from "./comparison.ts";

/** A namespace of both reports, with a level that is null if it is not known. */
export interface Levels {
  readonly name: string;
  readonly from: Level | null;
  readonly to: Level | null;
}

/** Sorts the namespaces out that have a stricter level than before, and those that have a less strict one. */
export function levelMoves(namespaces: readonly Levels[]): {
  readonly more: readonly LevelMove[];
  readonly less: readonly LevelMove[];
} {
  const moves = namespaces.flatMap(({ name, from, to }) => (from === null || to === null ? [] : [{ name, from, to }]));
  return {
    more: moves.filter(({ from, to }) => compareLevels(to, from) > 0),
    less: moves.filter(({ from, to }) => compareLevels(to, from) < 0),
  };
}

/** The values of the keys that `other` lacks. */
export function missingFrom<T>(all: ReadonlyMap<string, T>, other: ReadonlyMap<string, unknown>): T[] {
  return [...all].flatMap(([key, value]) => (other.has(key) ? [] : [value]));
}

/** Sorts the namespaces out that an earlier report does not have: those that it covered, and those that it did not. */
export function namesWithout(
  names: readonly string[],
  before: ReadonlyMap<string, unknown>,
  earlier: ReportScope,
  now: ReportScope,
): { readonly added: readonly string[]; readonly uncovered: readonly string[] } {
  const others = names.filter((name) => !before.has(name)).toSorted(compareBytes);
  return {
    added: others.filter((name) => wasCovered(name, earlier, now)),
    uncovered: others.filter((name) => !wasCovered(name, earlier, now)),
  };
}

/** By namespace, kind and name. */
export function compareWorkloadNames(a: ComparedWorkload, b: ComparedWorkload): number {
  return compareBytes(a.namespace, b.namespace) || compareBytes(a.kind, b.kind) || compareBytes(a.name, b.name);
}
