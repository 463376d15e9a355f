import type { Report } from "../../report/report.ts";
import type { SearchOptions } from "../../sources/files/discover.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Finds the manifests of `--map`. Loaded late, since most runs map nothing.
 *
 * @returns the report as it is without a path
 * @throws UserError if there are no manifests
 */
export async function openMap(
  path: string | undefined,
  options: SearchOptions,
  terminal: Terminal,
): Promise<(report: Report) => Report> {
  if (path === undefined) return (report) => report;
  const { readMap } = await import("./map-manifests.ts");
  return readMap(path, options, terminal);
}
