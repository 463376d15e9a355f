/** Makes the badges of the report. */
import { levelBadge, make } from "../../../../page/script/elements.js";
import { LEVELS, MODES } from "./data.js";

/**
 * Shows the level that a namespace is ready for, or the reason why there is none.
 * @param {string} readyFor
 */
export function readyBadge(readyFor) {
  if (LEVELS.includes(readyFor)) return levelBadge(readyFor, readyFor === "privileged" ? "privileged only" : readyFor);
  return make("span", "level none", readyFor === "-" ? "nothing runs" : readyFor);
}

/**
 * Returns the modes of a bit mask.
 * @param {number} mask
 */
export function modesIn(mask) {
  return MODES.filter((_mode, index) => (mask & (1 << index)) !== 0);
}
