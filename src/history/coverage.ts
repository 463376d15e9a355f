import type { AuditEvent, SkimmedEvent } from "../api/requests/audit-event.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import { utcText } from "../api/words/utc-time.ts";
import type { EventCount, HistoryCoverage, HistoryGap } from "../report/audit-history/history-report.ts";

const HOUR = 3_600_000;
/** 30 years of hours: a wrong clock must not fill the memory. */
const MAX_HOURS = 262_800;
const MAX_WORDS = 16;
const SHOWN_GAPS = 3;
const OTHER = "other";

/** The records of the log that are no events, as the reader counts them. */
export type RecordCounts = Pick<HistoryCoverage, "cut" | "bad" | "firstBad" | "other" | "repeated">;

type Counts = Map<string, { events: number }>;

/** How much of the time the log covers. */
export class Coverage {
  events = 0;
  dryRuns = 0;
  pods = 0;
  nameless = 0;
  truncated = 0;
  failedOpen = 0;
  invalidAnnotations = 0;
  /** The first and the last event of each hour. */
  readonly #hours = new Map<number, { first: number; last: number }>();
  /** The hour of the last event, since most events follow each other. */
  #number = NaN;
  #hour: { first: number; last: number } | undefined;
  readonly #stages: Counts = new Map();
  readonly #levels: Counts = new Map();

  add({ time, stage, level }: SkimmedEvent | AuditEvent): void {
    this.events++;
    increase(this.#stages, stage);
    increase(this.#levels, level);
    const number = Math.floor(time / HOUR);
    if (number !== this.#number) [this.#number, this.#hour] = [number, this.#hourAt(number)];
    if (this.#hour === undefined) return;
    if (time < this.#hour.first) this.#hour.first = time;
    if (time > this.#hour.last) this.#hour.last = time;
  }

  /** @returns undefined if there is no place for another hour */
  #hourAt(number: number): { first: number; last: number } | undefined {
    const known = this.#hours.get(number);
    if (known !== undefined || this.#hours.size >= MAX_HOURS) return known;
    const hour = { first: Infinity, last: -Infinity };
    this.#hours.set(number, hour);
    return hour;
  }

  /** The coverage of the window from `since` to `until`, in milliseconds since 1970. */
  report(since: number | undefined, until: number | undefined, records: RecordCounts): HistoryCoverage {
    const hours = [...this.#hours.values()].toSorted((a, b) => a.first - b.first);
    const gaps = hours.slice(1).flatMap(({ first }, index) => {
      const from = hours[index]?.last ?? first;
      return first - from > HOUR ? [{ from, to: first }] : [];
    });
    const [first, last] = [hours[0]?.first, hours.at(-1)?.last];
    return {
      since: textOf(since),
      until: textOf(until),
      first: textOf(first),
      last: textOf(last),
      gaps: longest(gaps),
      allGaps: gaps.length,
      events: this.events,
      stages: sorted(this.#stages),
      levels: sorted(this.#levels),
      dryRuns: this.dryRuns,
      pods: this.pods,
      nameless: this.nameless,
      truncated: this.truncated,
      ...records,
      failedOpen: this.failedOpen,
      invalidAnnotations: this.invalidAnnotations,
    };
  }
}

function textOf(time: number | undefined): string | null {
  return time === undefined ? null : utcText(time);
}

/** The longest gaps, in the order of time. */
function longest(gaps: readonly { readonly from: number; readonly to: number }[]): readonly HistoryGap[] {
  const shown = gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from).slice(0, SHOWN_GAPS);
  return shown.toSorted((a, b) => a.from - b.from).map(({ from, to }) => ({ from: utcText(from), to: utcText(to) }));
}

/** Counts a word. Hostile logs have any number of them, so after some they count as `other`. */
function increase(counts: Counts, word: string): void {
  const known = counts.get(word);
  if (known !== undefined) {
    known.events++;
    return;
  }
  const key = counts.size < MAX_WORDS && /^[A-Za-z]{1,32}$/.test(word) ? word : OTHER;
  const count = counts.get(key);
  if (count === undefined) counts.set(key, { events: 1 });
  else count.events++;
}

function sorted(counts: Counts): readonly EventCount[] {
  const all = [...counts].map(([name, { events }]) => ({ name, events }));
  return all.toSorted((a, b) => compareBytes(a.name, b.name));
}
