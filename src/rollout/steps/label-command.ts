import { shellWord } from "../../api/words/shell-word.ts";
import type { LabelChanges } from "../../audit/dry-run/change.ts";
import { POLICY_LABELS } from "../../api/policies/policy-labels.ts";
import type { PolicyLabels } from "../../report/plan/rollout-plan.ts";

/** A namespace and the labels to set on it; null removes a label. */
export interface LabelTask {
  readonly namespace: string;
  readonly changes: LabelChanges;
}

/** Below the limit of every shell (cmd.exe: 8,191 characters), and short enough to read. */
const MAX_COMMAND = 4000;

/** The labels to set or remove to get from one set of pod-security labels to another, in their order. */
export function changesBetween(from: PolicyLabels, to: PolicyLabels): LabelChanges {
  const names = POLICY_LABELS.filter((name) => from[name] !== to[name]);
  return Object.fromEntries(names.map((name) => [name, to[name] ?? null]));
}

/**
 * Returns the commands that set these labels: one for all namespaces with the same labels, or several if one would be
 * too long. A command that only removes labels has no `--overwrite`: with it, some versions of kubectl print "labeled" in place of "unlabeled".
 *
 * @param kubectl the kubectl call for this cluster: `kubectl`, and flags that select the cluster
 * @param isDryRun whether the API server only answers, and stores nothing
 */
export function labelCommands(
  tasks: readonly LabelTask[],
  kubectl: readonly string[] = ["kubectl"],
  isDryRun = false,
): string[] {
  const groups = new Map<string, { readonly flags: readonly string[]; readonly names: string[] }>();
  for (const { namespace, changes } of tasks) {
    const words = Object.entries(changes).map(([name, value]) => (value === null ? `${name}-` : `${name}=${value}`));
    if (words.length === 0) continue;
    const isRemoval = Object.values(changes).every((value) => value === null);
    const labels = words.map(shellWord).join(" ");
    const group = groups.get(labels) ?? { flags: isRemoval ? [] : ["--overwrite"], names: [] };
    group.names.push(shellWord(namespace));
    groups.set(labels, group);
  }
  return [...groups].flatMap(([labels, { flags, names }]) => {
    const start = [...kubectl.map(shellWord), "label", ...(isDryRun ? ["--dry-run=server"] : []), ...flags, "ns"].join(
      " ",
    );
    const room = MAX_COMMAND - start.length - labels.length;
    return chunk(names, room).map((some) => `${start} ${some} ${labels}`);
  });
}

/** Joins words to lines, with as many words in a line as fit. */
function chunk(words: readonly string[], room: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}
