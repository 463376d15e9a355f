import type { NamespaceState } from "../../../report/comparison/namespace-states.ts";

/** The names of the columns of a plan's board. */
export const STATE_TITLES: Readonly<Record<NamespaceState, string>> = {
  unlabelled: "Unlabelled",
  observed: "Observed",
  ready: "Ready",
  enforced: "Enforced",
  kept: "Kept as it is",
};
