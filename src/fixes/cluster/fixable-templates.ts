import type { ConfiguredAdmission } from "../../admission/response.ts";
import type { Commit, InventoryConsumer, InventoryEntry } from "../../audit/inventory/consumer.ts";
import { formatLevelVersion, type LevelVersion } from "../../policy/evaluator.ts";
import { groupKindOf, type WorkloadRef } from "../../workloads/identity.ts";
import { planObject } from "../fix-object.ts";
import type { FixOptions } from "../options.ts";
import { isUnchangeable, NO_TEXT } from "./cluster-object.ts";

const NOTHING: Commit = () => {};

/**
 * The most templates that are planned. One takes about as long as to judge it, and the number only adds to a plan: beyond the limit, the numbers of the
 * namespaces with further templates are unknown.
 */
const MOST_TEMPLATES = 2000;

/** Finds the workloads of a cluster that edits would let meet a level, without verifying the edits. */
export class FixableTemplates implements InventoryConsumer {
  readonly needsEveryPlace = false;
  readonly #options: FixOptions;
  readonly #levels: readonly LevelVersion[];
  /** The levels that each violating workload would meet after its edits. */
  readonly #fixable = new Map<string, readonly string[]>();
  /** The namespaces with templates beyond the limit. */
  readonly #unknown = new Set<string>();
  #planned = 0;

  /** @param levels the levels that are asked about later */
  constructor(admission: ConfiguredAdmission, kinds: FixOptions["kinds"], levels: readonly LevelVersion[]) {
    this.#levels = levels;
    this.#options = {
      ...{ admission, levels, kinds, defaults: undefined, namespace: undefined, only: [], names: [] },
      ...{ takesAway: false, isForced: false, isFilter: false, isPatch: true, isPartlyRead: true },
    };
  }

  addNamespace(): void {
    // Only templates count.
  }

  prepareEntry({ namespace, object, owner, position, isFinished, pod, workload }: InventoryEntry): Commit {
    if (owner !== undefined || position > 0 || isFinished || isUnchangeable(object)) return NOTHING;
    const violated = this.#levels.filter((level) => object.others !== undefined || pod.violations(level).length > 0);
    if (violated.length === 0) return NOTHING;
    const isOver = this.#planned >= MOST_TEMPLATES;
    const written = { text: NO_TEXT, value: object.value, path: [] };
    const fixable = isOver
      ? []
      : violated.filter((level) => {
          const fix = planObject(object, written, namespace, [level], this.#options);
          return fix !== undefined && fix.edits.length > 0;
        });
    return () => {
      if (isOver) this.#unknown.add(namespace);
      this.#planned++;
      this.#fixable.set(keyOf(namespace, workload), fixable.map(formatLevelVersion));
    };
  }

  /**
   * The number of some workloads that would meet a level.
   *
   * @returns undefined if it is not known
   */
  countIn(namespace: string, workloads: readonly WorkloadRef[], level: string): number | undefined {
    const isAsked = this.#levels.some((one) => formatLevelVersion(one) === level);
    if (!isAsked || this.#unknown.has(namespace)) return undefined;
    return workloads.filter((one) => this.#fixable.get(keyOf(namespace, one))?.includes(level)).length;
  }
}

function keyOf(namespace: string, ref: WorkloadRef): string {
  return JSON.stringify([namespace, groupKindOf(ref), ref.name]);
}
