/** The years that a time in JSON may have, in seconds since 1970. */
const YEAR_0 = -62_167_219_200;
const YEAR_10000 = 253_402_300_800;

/**
 * Formats a Timestamp as metav1.Time and MicroTime of k8s.io/apimachinery v0.37.2 have it in JSON: in UTC.
 *
 * @param hasMicroseconds whether it is a MicroTime
 * @returns undefined for the zero time, and for a year that JSON cannot have
 */
export function formatTime(seconds: number, nanoseconds: number, hasMicroseconds: boolean): string | undefined {
  if ((seconds === 0 && nanoseconds === 0) || seconds < YEAR_0 || seconds >= YEAR_10000) return undefined;
  const text = new Date(seconds * 1000).toISOString().slice(0, "2006-01-02T15:04:05".length);
  return hasMicroseconds ? `${text}.${String(Math.floor(nanoseconds / 1000)).padStart(6, "0")}Z` : `${text}Z`;
}
