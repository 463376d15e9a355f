import { MODES } from "../../api/mode.ts";
import type { ModeResult } from "../../admission/judge.ts";
import type { Result } from "../../report/report.ts";
import { messageOf } from "./texts.ts";

/** The messages of results. It is one for the process, since it only saves time: the pods of a controller share their results. */
const messages = new WeakMap<ModeResult, string>();

/** The API server's message of a result that pods may share. */
export function sharedMessageOf(result: ModeResult): string {
  const message = messages.get(result) ?? messageOf(result);
  messages.set(result, message);
  return message;
}

/** Pods of a workload with the same verdict. */
export interface PodGroup {
  /** The verdict, with the fields of the first pod. */
  result: Result;
  pods: number;
  /** The first of their names in byte order. */
  first: string;
}

/** The verdict on a template. */
export interface TemplateResult {
  result: Result;
  /** The results are sorted by rank, then by index: by the name of their template, then in its order. */
  rank: string;
  index: number;
}

/** Templates sort before pods, and objects that are not judged come last. */
export const TEMPLATE_RANK = "0";
export const POD_RANK = "1";
export const FINISHED_RANK = "2";

/** The facts that make two verdicts different. */
interface VerdictKey extends Pick<Result, "level" | "version" | "message"> {
  readonly template?: string | undefined;
  /** Absent if it makes no difference. */
  readonly newIn?: Result["newIn"];
}

/** The number of verdicts that are compared one by one. More of them have an index. */
const FEW = 8;

/**
 * The distinct verdicts of a workload. Nearly all workloads have a few, and a cluster can have 100,000 workloads: so there is no index at first, and no
 * key repeats a message.
 */
export class DistinctVerdicts<Group extends { result: Result }> {
  #all: Group[] = [];
  /** By message, and then by template: a custom resource may have thousands of templates with one message. */
  #index: Map<string, Map<string, Group[]>> | undefined;

  get all(): readonly Group[] {
    return this.#all;
  }

  find(key: VerdictKey): Group | undefined {
    const candidates = this.#index === undefined ? this.#all : this.#index.get(key.message)?.get(key.template ?? "");
    return candidates?.find(({ result }) => isSameVerdict(result, key));
  }

  /** Adds a verdict that `find` does not find. */
  add(group: Group): void {
    // A list that grows by push has 17 places.
    if (this.#all.length < FEW) this.#all = [...this.#all, group];
    else this.#all.push(group);
    if (this.#index !== undefined) this.#addToIndex(this.#index, group);
    else if (this.#all.length > FEW) {
      this.#index = new Map();
      for (const one of this.#all) this.#addToIndex(this.#index, one);
    }
  }

  #addToIndex(index: Map<string, Map<string, Group[]>>, group: Group): void {
    const { message, template = "" } = group.result;
    const byTemplate = index.get(message) ?? new Map<string, Group[]>();
    index.set(message, byTemplate);
    const known = byTemplate.get(template);
    if (known === undefined) byTemplate.set(template, [group]);
    else known.push(group);
  }
}

function isSameVerdict(result: Result, { level, version, message, template, newIn }: VerdictKey): boolean {
  return (
    result.message === message &&
    result.level === level &&
    result.version === version &&
    result.template === template &&
    (newIn === undefined || result.newIn.join() === newIn.join())
  );
}

/** The position of the first mode of a result; after all modes if it has none. */
export function firstMode({ modes: [mode] }: Result): number {
  return mode === undefined ? MODES.length : MODES.indexOf(mode);
}
