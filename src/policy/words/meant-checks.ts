import { nearestName } from "../../api/words/nearest-name.ts";
import { CHECKS } from "../checks.ts";

/** Returns the name of a check without its level: `capabilities` for `capabilities_baseline`. */
const unlevelled = (id: string): string => id.replace(/_(?:baseline|restricted)$/, "");

const IDS: readonly string[] = CHECKS.map(({ id }) => id);
const NAMES: readonly string[] = [...new Set([...IDS, ...IDS.map(unlevelled)])];
/** The shortest beginning of an ID that means the check. */
const SHORTEST_START = 4;
/** A word that means more checks than these means none of them. */
const MOST = 2;

/**
 * Returns the IDs of the checks that an unknown ID means: a misspelt one, a name that the checks of two levels have, as in the messages of the API
 * server, the beginning of an ID, or a field that the check restricts. Empty if there is none, and if there are more than two.
 */
export function meantChecks(name: string): readonly string[] {
  const near = nearestName(name, NAMES) ?? nearestName(unlevelled(name), NAMES);
  if (near !== undefined) return IDS.includes(near) ? [near] : IDS.filter((id) => unlevelled(id) === near);
  const text = name.toLowerCase();
  const found = CHECKS.filter(
    ({ id, restrictedFields }) =>
      (text.length >= SHORTEST_START && id.toLowerCase().startsWith(text)) ||
      restrictedFields.some((field) => field.toLowerCase().endsWith(`.${text}`)),
  );
  return found.length > MOST ? [] : found.map(({ id }) => id);
}
