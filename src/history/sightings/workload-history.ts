import type { AuditEvent } from "../../api/requests/audit-event.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { dayNumber } from "../../api/words/utc-time.ts";
import { formatLevelVersion } from "../../policy/evaluator.ts";
import { compareLevels, type Level } from "../../api/level.ts";
import type { HistoryCheck, Requester } from "../../report/audit-history/history-report.ts";
import type { Target } from "../../report/plan/target.ts";
import { UNKNOWN_CHECK, type ReadViolation } from "../events/violation-text.ts";

/** A workload has few users. Others are counted together. */
const MAX_REQUESTERS = 16;
const MAX_POLICIES = 16;
const SHOWN_REQUESTERS = 3;
const SEPARATOR = "\u0000";

/** A violation of the audit policy, or a rejection by enforce. */
export type Sighting = ReadViolation & { readonly isDenied: boolean };

/** The violations of a workload, added up in any order. */
export class WorkloadHistory {
  violations = 0;
  denied = 0;
  first = Infinity;
  last = -Infinity;
  message = "";
  readonly #days = new Set<number>();
  readonly #policies = new Set<string>();
  readonly #checks = new Map<string, number>();
  readonly #requesters = new Map<string, number>();
  #otherRequesters = 0;
  /** The lowest level of a violation: restricted violations alone leave a pod baseline. */
  #lowest: Level = "privileged";

  add(event: Pick<AuditEvent, "time" | "user" | "userAgent">, { isDenied, policy, checks, text }: Sighting): void {
    const { time, user, userAgent } = event;
    if (isDenied) this.denied++;
    else this.violations++;
    this.#mark(time, text);
    this.#days.add(dayNumber(time));
    if (this.#policies.size < MAX_POLICIES) this.#policies.add(formatLevelVersion(policy));
    for (const { check, isBaseline } of checks) {
      increase(this.#checks, check, 1);
      const level = policy.level === "baseline" || isBaseline ? "baseline" : "restricted";
      if (this.#lowest === "privileged" || compareLevels(level, this.#lowest) < 0) this.#lowest = level;
    }
    this.#addRequester(`${user}${SEPARATOR}${userAgent}`, 1);
  }

  /** Adds the history of the same workload under another name, such as that of its ReplicaSet. */
  merge(other: WorkloadHistory): void {
    this.violations += other.violations;
    this.denied += other.denied;
    this.first = Math.min(this.first, other.first);
    this.#mark(other.last, other.message);
    for (const day of other.#days) this.#days.add(day);
    for (const policy of other.#policies) this.#policies.add(policy);
    for (const [check, times] of other.#checks) increase(this.#checks, check, times);
    for (const [requester, times] of other.#requesters) this.#addRequester(requester, times);
    this.#otherRequesters += other.#otherRequesters;
    if (other.#lowest !== "privileged" && (this.#lowest === "privileged" || other.#lowest === "baseline"))
      this.#lowest = other.#lowest;
  }

  /** The loosest level that it violates. */
  get violated(): Target {
    return this.#lowest === "restricted" ? "restricted" : "baseline";
  }

  /** The strictest level of the policies that it violates. */
  get strictest(): Target {
    return [...this.#policies].some((policy) => policy.startsWith("restricted:")) ? "restricted" : "baseline";
  }

  /** Whether it violates a level. */
  violates(level: Level): boolean {
    return this.#lowest !== "privileged" && compareLevels(this.#lowest, level) <= 0;
  }

  get days(): number {
    return this.#days.size;
  }

  get policies(): readonly string[] {
    return [...this.#policies].toSorted(compareBytes);
  }

  /** The checks, the most frequent first. */
  get checks(): readonly HistoryCheck[] {
    const checks = [...this.#checks].map(([check, times]) => ({ check, times }));
    const isUnknown = ({ check }: HistoryCheck): number => (check === UNKNOWN_CHECK ? 1 : 0);
    return checks.toSorted(
      (a, b) => isUnknown(a) - isUnknown(b) || b.times - a.times || compareBytes(a.check, b.check),
    );
  }

  get #sortedRequesters(): readonly Requester[] {
    const all = [...this.#requesters].map(([key, times]) => {
      const [user = "", agent = ""] = key.split(SEPARATOR);
      return { user, agent, times };
    });
    return all.toSorted((a, b) => b.times - a.times || compareBytes(a.user, b.user) || compareBytes(a.agent, b.agent));
  }

  /** The most frequent requesters, and the number of requests of the others. */
  get requesters(): { readonly requesters: readonly Requester[]; readonly otherRequesters: number } {
    const sorted = this.#sortedRequesters;
    const others = sorted.slice(SHOWN_REQUESTERS).reduce((sum, { times }) => sum + times, this.#otherRequesters);
    return { requesters: sorted.slice(0, SHOWN_REQUESTERS), otherRequesters: others };
  }

  /** The last message counts; of several at the same time, the last one in byte order, so that the order of reading does not matter. */
  #mark(time: number, text: string): void {
    this.first = Math.min(this.first, time);
    if (time > this.last || (time === this.last && compareBytes(text, this.message) > 0)) this.message = text;
    this.last = Math.max(this.last, time);
  }

  #addRequester(key: string, times: number): void {
    if (this.#requesters.size >= MAX_REQUESTERS && !this.#requesters.has(key)) this.#otherRequesters += times;
    else increase(this.#requesters, key, times);
  }
}

function increase(map: Map<string, number>, key: string, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}
