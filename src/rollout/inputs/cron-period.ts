/**
 * The longest time between two runs of a CronJob. Its schedule is that of robfig/cron v3.0.1 (ParseStandard), which k8s.io/kubernetes v1.37.2 uses
 * (pkg/apis/batch/validation, pkg/controller/cronjob).
 */

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names: readonly string[];
}

/** The values that a field allows, and whether it restricts nothing. */
interface Field {
  readonly values: ReadonlySet<number>;
  readonly isStar: boolean;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Minute, hour, day of the month, month, day of the week. Names count from `min`. */
const FIELDS: readonly Bounds[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: MONTHS },
  { min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS: ReadonlyMap<string, string> = new Map([
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
  ["@monthly", "0 0 1 * *"],
  ["@weekly", "0 0 * * 0"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@hourly", "0 * * * *"],
]);

const TIME_ZONE = /^(?:CRON_)?TZ=\S*\s+/;
const EVERY = "@every ";
const DURATION = /^(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00B5s|ms|s|m|h)/;
const SECONDS: ReadonlyMap<string, number> = new Map([
  ["ns", 1e-9],
  ["us", 1e-6],
  ["µs", 1e-6],
  ["ms", 1e-3],
  ["s", 1],
  ["m", 60],
  ["h", 3600],
]);
const DAY = 24 * 3600;
/** The longest period of five fields is four years: February 29th. A longer observation makes no sense. */
const MAX_DAYS = 366 * 4;

/** The calendar repeats after this number of years, as long as each fourth year is a leap year: from 1901 to 2099. */
const CYCLE = 28;
/** January 1st of this year is a Saturday. */
const FIRST_YEAR = 2000;
const FIRST_WEEKDAY = 6;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The periods of the schedules of a cluster. Many CronJobs have the same schedule, and a period is expensive. */
export class CronPeriods {
  readonly #periods = new Map<string, number | undefined>();

  /**
   * The longest time between two runs of a schedule, in whole days, rounded up: each period of this length contains a run, whatever the time zone.
   *
   * @returns undefined for a schedule that never runs, that no API server accepts, or with more than four years between two runs
   */
  of(schedule: string): number | undefined {
    if (!this.#periods.has(schedule)) this.#periods.set(schedule, longestPeriod(schedule));
    return this.#periods.get(schedule);
  }
}

/** The same for one schedule. */
function longestPeriod(schedule: string): number | undefined {
  const text = schedule.replace(TIME_ZONE, "").trim();
  if (text.startsWith(EVERY)) return daysOfDuration(text.slice(EVERY.length).trim());
  const words = (DESCRIPTORS.get(text) ?? text).split(/\s+/);
  if (words.length !== FIELDS.length) return undefined;
  const [minute, hour, dayOfMonth, month, dayOfWeek] = FIELDS.map((bounds, index) =>
    readField(words[index] ?? "", bounds),
  );
  if (!minute || !hour || !dayOfMonth || !month || !dayOfWeek) return undefined;
  return longestGap(dayOfMonth, month, dayOfWeek);
}

/** The longest distance of two days with a run. On each such day, the first run has the same time. */
function longestGap(dayOfMonth: Field, month: Field, dayOfWeek: Field): number | undefined {
  const isEither = !dayOfMonth.isStar && !dayOfWeek.isStar;
  let first: number | undefined;
  let last: number | undefined;
  let longest = 0;
  let day = 0;
  for (let year = FIRST_YEAR; year < FIRST_YEAR + CYCLE; year++) {
    for (const [index, length] of LENGTHS.entries()) {
      const days = index === 1 && year % 4 === 0 ? length + 1 : length;
      for (let date = 1; date <= days; date++, day++) {
        if (!month.values.has(index + 1)) continue;
        const hasDate = dayOfMonth.values.has(date);
        const hasWeekday = dayOfWeek.values.has((FIRST_WEEKDAY + day) % DAYS.length);
        if (isEither ? !hasDate && !hasWeekday : !hasDate || !hasWeekday) continue;
        if (last !== undefined) longest = Math.max(longest, day - last);
        first ??= day;
        last = day;
      }
    }
  }
  if (first === undefined || last === undefined) return undefined;
  return Math.max(longest, first + day - last);
}

/** @returns undefined if the field is invalid */
function readField(text: string, bounds: Bounds): Field | undefined {
  const values = new Set<number>();
  let isStar = false;
  for (const part of text.split(",").filter((one) => one !== "")) {
    const range = readRange(part, bounds);
    if (range === undefined) return undefined;
    isStar ||= range.isStar;
    for (let value = range.start; value <= range.end; value += range.step) values.add(value);
  }
  return values.size === 0 ? undefined : { values, isStar };
}

/** Reads `*`, `?`, `N`, `N-M`, each with or without `/STEP`. `N/STEP` ends at the largest value. */
function readRange(text: string, { min, max, names }: Bounds) {
  const [range = "", stepText, ...tooMany] = text.split("/");
  const [low = "", high, ...others] = range.split("-");
  if (tooMany.length + others.length > 0) return undefined;
  const isAny = low === "*" || low === "?";
  const step = stepText === undefined ? 1 : readNumber(stepText);
  const start = isAny ? min : readValue(low, min, names);
  const single = stepText === undefined ? start : max;
  const end = isAny ? max : high === undefined ? single : readValue(high, min, names);
  if (step === undefined || step === 0 || start === undefined || end === undefined) return undefined;
  if (start < min || end > max || start > end) return undefined;
  return { start, end, step, isStar: isAny && step === 1 };
}

function readValue(text: string, min: number, names: readonly string[]): number | undefined {
  const index = names.indexOf(text.toLowerCase());
  return index === -1 ? readNumber(text) : index + min;
}

function readNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Reads a duration of Go, in whole days: `1h30m`. */
function daysOfDuration(text: string): number | undefined {
  let rest = text.replace(/^\+/, "");
  let seconds = 0;
  if (rest === "") return undefined;
  while (rest !== "") {
    const [word] = DURATION.exec(rest) ?? [];
    if (word === undefined) return undefined;
    const unit = /[^\d.]+$/.exec(word)?.[0] ?? "";
    seconds += Number.parseFloat(word) * (SECONDS.get(unit) ?? 0);
    rest = rest.slice(word.length);
  }
  const days = Math.max(1, Math.ceil(seconds / DAY));
  return days > MAX_DAYS ? undefined : days;
}
