/** Times in UTC as text, for rooms without a clock. */

const DAY_MS = 86_400_000;

/** The number of the UTC day of a time, counted from 1970. */
export function dayNumber(milliseconds: number): number {
  return Math.floor(milliseconds / DAY_MS);
}

/** Formats the number of a day: `2026-11-30`. */
export function dayText(day: number): string {
  // Days in the Gregorian calendar, by Howard Hinnant's civil_from_days; years begin in March, and eras have 400 years.
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const date = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(date)}`;
}

/** Formats a time in RFC 3339, to the second: `2026-11-30T12:00:00Z`. */
export function utcText(milliseconds: number): string {
  const day = dayNumber(milliseconds);
  const seconds = Math.floor((milliseconds - day * DAY_MS) / 1000);
  return `${dayText(day)}T${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}Z`;
}

/** Reads a day, or a time as {@link utcText} writes it, in milliseconds since 1970; NaN for another text. */
export function timeOfUtc(text: string): number {
  const [, ...parts] = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)Z)?$/.exec(text) ?? [];
  const [year = NaN, month = NaN, date = NaN, hours = 0, minutes = 0, seconds = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  // The inverse of civil_from_days: days_from_civil.
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  const ofEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear;
  const day = era * 146_097 + ofEra - 719_468;
  return day * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
