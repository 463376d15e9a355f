import type { AuditEvent } from "../../api/requests/audit-event.ts";
import type { ResolvedPolicy } from "../../admission/labels.ts";
import { formatLevelVersion, type LevelVersion } from "../../policy/evaluator.ts";
import { DayCounts } from "./day-counts.ts";
import type { EventFacts } from "../events/event-facts.ts";
import { PolicyChanges } from "./policy-changes.ts";
import type { WorkloadHistory } from "../sightings/workload-history.ts";

/** A namespace has few audit policies in its life. */
const MAX_POLICIES = 64;

/** A policy with the time of the event that names it. */
interface TimedPolicy {
  readonly policy: LevelVersion;
  readonly time: number;
}

/** The facts about a namespace, added up in any order. */
export class NamespaceHistory {
  readonly days = new DayCounts();
  readonly changes: PolicyChanges;
  /** The workloads with violations or rejections, by the keys of History. */
  readonly workloads = new Map<string, WorkloadHistory>();
  violations = 0;
  denied = 0;
  exempt = 0;
  isExempt = false;
  errors = 0;
  /** Pods that were created and not judged, other than exempt ones. */
  notJudged = 0;
  /** Violations and rejections of workloads for which there was no place. */
  folded = 0;
  first = Infinity;
  last = -Infinity;
  #enforce: TimedPolicy | undefined;
  #audit: TimedPolicy | undefined;
  /** The last violation of each audit policy. */
  readonly #auditTimes = new Map<string, number>();

  constructor(defaults: ResolvedPolicy) {
    this.changes = new PolicyChanges(defaults);
  }

  /** The enforced policy at the time of the last judged pod; undefined without one. */
  get enforce(): LevelVersion | undefined {
    return this.#enforce?.policy;
  }

  /** The audit policy at the time of the last violation; undefined without one. */
  get audit(): LevelVersion | undefined {
    return this.#audit?.policy;
  }

  /** The last time at which the audit policy was another one than `policy`, by a violation of it; -Infinity if it never was. */
  lastOtherAudit(policy: LevelVersion): number {
    const others = [...this.#auditTimes].filter(([text]) => text !== formatLevelVersion(policy));
    return Math.max(-Infinity, ...others.map(([, time]) => time));
  }

  /** Adds the policies that an event names. */
  addPolicies({ time }: AuditEvent, { enforce, violations }: EventFacts): void {
    if (enforce !== undefined) this.#enforce = later(this.#enforce, { policy: enforce, time });
    for (const { policy } of violations) {
      this.#audit = later(this.#audit, { policy, time });
      const text = formatLevelVersion(policy);
      const known = this.#auditTimes.get(text);
      if (known !== undefined || this.#auditTimes.size < MAX_POLICIES)
        this.#auditTimes.set(text, Math.max(known ?? -Infinity, time));
    }
  }

  /** Adds a pod that was created. */
  addPod({ time }: AuditEvent, { enforce, violations, isExempt, hasError }: EventFacts): void {
    if (isExempt || hasError) return;
    if (enforce === undefined && violations.length === 0) this.notJudged++;
    else this.days.addPod(time);
  }

  addViolation(time: number): void {
    this.violations++;
    this.days.addViolation(time);
    this.#mark(time);
  }

  addDenial(time: number): void {
    this.denied++;
    this.days.addDenial(time);
    this.#mark(time);
  }

  #mark(time: number): void {
    this.first = Math.min(this.first, time);
    this.last = Math.max(this.last, time);
  }
}

/** The later policy; of two at the same time the one with the smaller text, so that the order of reading does not matter. */
function later(a: TimedPolicy | undefined, b: TimedPolicy): TimedPolicy {
  if (a === undefined || b.time > a.time) return b;
  const text = ({ policy }: TimedPolicy): string => formatLevelVersion(policy);
  return b.time === a.time && text(b) < text(a) ? b : a;
}
