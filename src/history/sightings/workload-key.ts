import { possibleOwner, type Maker } from "../events/maker.ts";
import type { WorkloadLives } from "./workload-lives.ts";

const SEPARATOR = "\u0000";

/** The key of a workload among all of a log. */
export function keyOf(namespace: string, { kind, name }: Pick<Maker, "kind" | "name">): string {
  return [namespace, kind, ...(name === null ? [] : [name])].join(SEPARATOR);
}

/** The workload of a key. */
export function workloadOf(key: string): Pick<Maker, "kind" | "name"> {
  const [, kind = "", ...name] = key.split(SEPARATOR);
  return { kind, name: name.length === 0 ? null : name.join(SEPARATOR) };
}

/** The key of the workload that a workload belongs to, if that one is in the log; otherwise its own key. */
export function ownerKey(key: string, lives: WorkloadLives): string {
  const owner = possibleOwner(workloadOf(key));
  const found = owner && keyOf(key.slice(0, key.indexOf(SEPARATOR)), owner);
  return found !== undefined && lives.has(found) ? found : key;
}
