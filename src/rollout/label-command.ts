import { shellWord } from "../api/shell-word.ts";
import type { LabelChanges } from "../audit/change.ts";
import { POLICY_LABELS } from "../admission/labels.ts";
import type { PolicyLabels } from "../report/rollout-plan.ts";

/** A namespace and the labels that it is to get; null takes one away. */
export interface LabelTask {
  readonly namespace: string;
  readonly changes: LabelChanges;
}

/** Shorter than any shell's limit: that of cmd.exe is 8,191 characters, and a longer line is nothing to read. */
const MAX_COMMAND = 4000;

/** What has to change for pod-security labels to become others, in their order. */
export function changesBetween(from: PolicyLabels, to: PolicyLabels): LabelChanges {
  const names = POLICY_LABELS.filter((name) => from[name] !== to[name]);
  return Object.fromEntries(names.map((name) => [name, to[name] ?? null]));
}

/**
 * The commands that set some labels: one for all namespaces that get the same ones, or several where one would be too long.
 *
 * @param kubectl how kubectl is called for this cluster: `kubectl`, and flags that say which one
 */
export function labelCommands(tasks: readonly LabelTask[], kubectl: readonly string[] = ["kubectl"]): string[] {
  const groups = new Map<string, string[]>();
  for (const { namespace, changes } of tasks) {
    const words = Object.entries(changes).map(([name, value]) => (value === null ? `${name}-` : `${name}=${value}`));
    if (words.length === 0) continue;
    const labels = words.map(shellWord).join(" ");
    const names = groups.get(labels);
    if (names === undefined) groups.set(labels, [namespace]);
    else names.push(namespace);
  }
  const start = [...kubectl.map(shellWord), "label --overwrite ns"].join(" ");
  return [...groups].flatMap(([labels, names]) =>
    chunk(names.map(shellWord), MAX_COMMAND - start.length - labels.length).map((some) => `${start} ${some} ${labels}`),
  );
}

/** Words, as many in a line as there is room for. */
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
