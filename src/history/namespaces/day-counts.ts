import { dayNumber, dayText } from "../../api/words/utc-time.ts";
import type { HistoryDay } from "../../report/audit-history/history-report.ts";

/** More days than any log has. A wrong clock must not fill the memory. */
const MAX_DAYS = 4000;

interface Day {
  pods: number;
  /** The times of the first and the last pod. */
  first: number;
  last: number;
  violations: number;
  denied: number;
}

/** The numbers of each day, in UTC. */
export class DayCounts {
  readonly #days = new Map<number, Day>();

  addPod(time: number): void {
    const day = this.#at(time);
    day.pods++;
    day.first = Math.min(day.first, time);
    day.last = Math.max(day.last, time);
  }

  addViolation(time: number): void {
    this.#at(time).violations++;
  }

  addDenial(time: number): void {
    this.#at(time).denied++;
  }

  get days(): readonly HistoryDay[] {
    return [...this.#days]
      .toSorted(([a], [b]) => a - b)
      .map(([day, { pods, violations, denied }]) => ({ day: dayText(day), pods, violations, denied }));
  }

  /** The pods since a time. Of the day of that time, only one pod is known to be later; so the number is a lower bound. */
  podsSince(since: number): {
    readonly pods: number;
    readonly days: number;
    readonly first: number;
    readonly last: number;
  } {
    let [pods, days, first, last] = [0, 0, Infinity, -Infinity];
    for (const day of this.#days.values()) {
      if (day.pods === 0 || day.last < since) continue;
      pods += day.first >= since ? day.pods : 1;
      days++;
      first = Math.min(first, day.first >= since ? day.first : day.last);
      last = Math.max(last, day.last);
    }
    return { pods, days, first, last };
  }

  #at(time: number): Day {
    const number = dayNumber(time);
    const known = this.#days.get(number);
    if (known !== undefined) return known;
    const day: Day = { pods: 0, first: Infinity, last: -Infinity, violations: 0, denied: 0 };
    if (this.#days.size < MAX_DAYS) this.#days.set(number, day);
    return day;
  }
}
