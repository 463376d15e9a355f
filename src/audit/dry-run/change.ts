import { MODES, type Mode } from "../../api/mode.ts";
import { levelLabel, versionLabel } from "../../api/policies/policy-labels.ts";
import type { Labels } from "../../admission/labels.ts";

/** A change of the labels of a mode. `set` sets the level, and the version if there is one; `remove` removes both labels. */
export type ModeChange =
  | { readonly type: "set"; readonly level: string; readonly version: string | undefined }
  | { readonly type: "remove" };

/** The modes to change; the others stay as they are. */
export type PolicyChange = Readonly<Partial<Record<Mode, ModeChange>>>;

/** The labels to set and, with null, to remove. */
export type LabelChanges = Readonly<Record<string, string | null>>;

/**
 * The labels that a change sets and removes, as in `kubectl label --overwrite`. Without a version, the label of the version does not change: a
 * namespace keeps the version that it pins.
 */
export function labelChanges(change: PolicyChange): LabelChanges {
  const labels: Record<string, string | null> = {};
  for (const mode of MODES) {
    const wanted = change[mode];
    if (wanted === undefined) continue;
    if (wanted.type === "remove") {
      labels[levelLabel(mode)] = null;
      labels[versionLabel(mode)] = null;
    } else {
      labels[levelLabel(mode)] = wanted.level;
      if (wanted.version !== undefined) labels[versionLabel(mode)] = wanted.version;
    }
  }
  return labels;
}

/** The labels of a namespace after a change. */
export function applyChanges(labels: Labels, changes: LabelChanges): Labels {
  const changed = Object.entries({ ...labels, ...changes });
  return Object.fromEntries(changed.filter((entry): entry is [string, string] => entry[1] !== null));
}
