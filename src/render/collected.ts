/**
 * Whether Prometheus' textfile collector reads the file of a format, as another user. It ignores names that do not end in `.prom`. Apart from
 * format.ts, so that a command with other formats does not load those of reports.
 */
export function isCollected(format: string): boolean {
  return format === "prometheus";
}
