/** The words that all formats of a plan share about an upgrade of the cluster. */
import type { Upgrade } from "../../../report/plan/rollout-upgrade.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeName } from "../escape.ts";
import { nameSome } from "../lines.ts";

/** The line of an upgrade that changes no verdict. */
export const UNCHANGED = "No verdict changes under the current labels.";
/** The words before the command that lists them. */
export const OTHER_CHANGES = "The changes of the API server itself:";

/**
 * The namespaces where warn follows enforce after an upgrade; undefined if there are none.
 *
 * @param format escapes the name of a namespace
 */
export function impliedWarnText({ namespaces }: Upgrade, format = escapeName): string | undefined {
  const raised = namespaces.flatMap(({ name, warn }) => (warn === null ? [] : [`${format(name)} (${warn.after})`]));
  if (raised.length === 0) return undefined;
  return `After the upgrade, warn follows enforce in ${count(raised.length, "namespace")}: ${nameSome(raised)}. Users get warnings, and nothing is rejected.`;
}

/** The command that lists the other changes of an upgrade. */
export function explainUpgrade({ from, to }: Upgrade): string {
  return `kubectl pss explain ${from}..${to}`;
}
