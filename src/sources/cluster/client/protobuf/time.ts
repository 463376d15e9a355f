/** The years that a time in JSON may have, in seconds since 1970. */
const YEAR_0 = -62_167_219_200;
const YEAR_10000 = 253_402_300_800;

/** The last time that was formatted, without its fraction: the pods of a controller are created at the same time. It only saves time. */
let last = { seconds: 0, text: "1970-01-01T00:00:00" };

/**
 * Formats a Timestamp as metav1.Time and MicroTime of k8s.io/apimachinery v0.37.2 have it in JSON: in UTC.
 *
 * @param hasMicroseconds whether it is a MicroTime
 * @returns undefined for the zero time, and for a year that JSON cannot have
 */
export function formatTime(seconds: number, nanoseconds: number, hasMicroseconds: boolean): string | undefined {
  if ((seconds === 0 && nanoseconds === 0) || seconds < YEAR_0 || seconds >= YEAR_10000) return undefined;
  if (last.seconds !== seconds) {
    last = { seconds, text: new Date(seconds * 1000).toISOString().slice(0, "2006-01-02T15:04:05".length) };
  }
  return hasMicroseconds ? `${last.text}.${String(Math.floor(nanoseconds / 1000)).padStart(6, "0")}Z` : `${last.text}Z`;
}
