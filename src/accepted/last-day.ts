const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a text is a day of the calendar: `2027-01-31`. */
export function isDay(text: string): boolean {
  const [, yearText = "", monthText = "", dayText = ""] = DAY.exec(text) ?? [];
  const [year, month, day] = [Number(yearText), Number(monthText), Number(dayText)];
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  return year > 0 && day >= 1 && day <= days;
}

/** Words that end something, and a day. As a part of a reason, the day has no effect. */
const DAY_IN_REASON = /\b(?:until|till|expires?|ends?|valid)(?:\s+(?:on|the|until|till))*\s+(\d{4}-\d{2}-\d{2})\b/i;

/** The last day that a reason names as a text: `2027-01-31` of `ok until 2027-01-31`; undefined if it names none. */
export function dayInReason(reason: string): string | undefined {
  return DAY_IN_REASON.exec(reason)?.[1];
}

/**
 * Whether a last day is over. The last day itself is not.
 *
 * @param today the day in UTC: `2026-12-01`
 */
export function isOver(until: string | null, today: string): boolean {
  return until !== null && until < today;
}
