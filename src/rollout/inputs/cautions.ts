import { compareBytes } from "../../api/words/byte-order.ts";
import type { InventoryEntry } from "../../audit/inventory/consumer.ts";
import { CAUTIONS, type Caution, type CautionCode, type CautiousWorkload } from "../../report/plan/caution.ts";
import { groupKindOf, isMirrorPod, type WorkloadRef } from "../../workloads/identity.ts";
import type { CronPeriods } from "./cron-period.ts";

/** The owners of pods whose templates are judged. The next pods of any other owner are not known. */
const JUDGED_OWNERS: ReadonlySet<string> = new Set([
  "/ReplicationController",
  "apps/DaemonSet",
  "apps/Deployment",
  "apps/ReplicaSet",
  "apps/StatefulSet",
  "batch/CronJob",
  "batch/Job",
]);

/** A week has a run of most things that happen from time to time. */
const LEAST_DAYS = 7;

/**
 * Collects the workloads of a namespace whose next pods may differ from those that were read: the template is unknown, or somebody will create other
 * pods. Finished pods and Jobs count too: they show that such pods come here.
 */
export class NamespaceCautions {
  readonly #found = new Map<CautionCode, Map<string, CautiousWorkload>>();
  /** The group, kind and name of each owner of an object that is judged here. Finished objects are not judged. */
  readonly #owners = new Set<string>();
  /** The custom resources whose templates are judged as a whole, so that their next pods are known. */
  readonly #judged = new Set<string>();
  readonly #periods: CronPeriods;
  #longestPeriod = 0;
  #slowest: string | null = null;

  constructor(periods: CronPeriods) {
    this.#periods = periods;
  }

  /** Adds an object. It never fails. */
  add({ object, workload, owner, isFinished }: InventoryEntry): void {
    if (!isFinished) this.#addOwners(object, owner);
    if (object.custom?.isPartial === false) this.#judged.add(keyOf(workload));
    if (object.schedule !== undefined) {
      const period = this.#periods.of(object.schedule) ?? 0;
      if (period > this.#longestPeriod) {
        this.#longestPeriod = period;
        this.#slowest = workload.name;
      }
    }
    const code = cautionFor({ object, workload, owner });
    if (code === undefined) return;
    const { apiVersion, kind, name } = workload;
    const some = this.#found.get(code) ?? new Map<string, CautiousWorkload>();
    this.#found.set(code, some.set(keyOf(workload), { apiVersion, kind, name, checks: [] }));
  }

  #addOwners({ metadata }: InventoryEntry["object"], owner: WorkloadRef | undefined): void {
    for (const { apiVersion = "", kind = "", name = "" } of metadata.ownerReferences ?? []) {
      this.#owners.add(keyOf({ apiVersion, kind, name }));
    }
    if (owner !== undefined) this.#owners.add(keyOf(owner));
  }

  /** Whether an object owns something in the namespace, so that some of its pods were judged. */
  isOwner(ref: WorkloadRef): boolean {
    return this.#owners.has(keyOf(ref));
  }

  /** In the order of CAUTIONS. */
  get cautions(): readonly Caution[] {
    return CAUTIONS.flatMap((code) => {
      const found = this.#found.get(code);
      const workloads = [...(found ?? [])].flatMap(([key, one]) => (this.#isKnown(code, key) ? [] : [one]));
      return workloads.length === 0 ? [] : [{ code, workloads: sorted(workloads) }];
    });
  }

  #isKnown(code: CautionCode, key: string): boolean {
    return code === "custom-owner" && this.#judged.has(key);
  }

  /** The days to observe the namespace if there is a reason: a week, or the longest time between two runs of its CronJobs, suspended ones too. */
  get observeDays(): number {
    return Math.max(LEAST_DAYS, this.#longestPeriod);
  }

  /** The CronJob whose period makes `observeDays` longer than a week; null if none does. */
  get slowestCronJob(): string | null {
    return this.#longestPeriod > LEAST_DAYS ? this.#slowest : null;
  }
}

/**
 * Adds the finished workloads that a new policy would have rejected. They are the strongest reason, so no other caution names them.
 *
 * @param finished those workloads
 */
export function withFinished(cautions: readonly Caution[], finished: readonly CautiousWorkload[]): readonly Caution[] {
  if (finished.length === 0) return cautions;
  const keys = new Set(finished.map(keyOf));
  const others = cautions.flatMap(({ code, workloads }) => {
    const left = workloads.filter((workload) => !keys.has(keyOf(workload)));
    return left.length === 0 ? [] : [{ code, workloads: left }];
  });
  return [{ code: "finished", workloads: sorted(finished) }, ...others];
}

function sorted(workloads: readonly CautiousWorkload[]): readonly CautiousWorkload[] {
  return workloads.toSorted(
    (a, b) => compareBytes(a.kind, b.kind) || compareBytes(a.name, b.name) || compareBytes(a.apiVersion, b.apiVersion),
  );
}

function cautionFor({
  object,
  workload,
  owner,
}: Pick<InventoryEntry, "object" | "workload" | "owner">): CautionCode | undefined {
  if (owner !== undefined && !JUDGED_OWNERS.has(groupKindOf(owner))) return "custom-owner";
  if (groupKindOf(workload) === "batch/Job") return "job";
  return object.kind === "Pod" && owner === undefined && !isMirrorPod(object) ? "bare-pod" : undefined;
}

function keyOf(ref: WorkloadRef): string {
  return `${groupKindOf(ref)}/${ref.name}`;
}
