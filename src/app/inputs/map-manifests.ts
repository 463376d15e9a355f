import { UserError } from "../../api/user-error.ts";
import { count } from "../../api/words/plural.ts";
import { ManifestPlaces, type PlacedReport } from "../../audit/manifest-places.ts";
import type { Report } from "../../report/report.ts";
import { openManifests } from "./open-manifests.ts";
import type { SearchOptions } from "../../sources/files/discover.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Finds the manifests of `--map` before the cluster is read, so that a wrong path ends the run at once.
 *
 * @param path a directory, a file or a glob; undefined without the flag
 * @returns a function that gives the workloads of a report their places, and says how many have none
 * @throws UserError if there are no manifests
 */
export async function openMap(
  path: string | undefined,
  options: SearchOptions,
  terminal: Terminal,
): Promise<(report: Report) => Report> {
  if (path === undefined) return (report) => report;
  if (path === "" || path === "-") throw new UserError("--map needs a directory of manifests", "Write --map DIR.");
  const { read } = await openManifests([path], options, terminal);
  return (report) => {
    const places = new ManifestPlaces(report);
    let unreadable = 0;
    for (const item of read()) {
      if (item.type === "unreadable") unreadable++;
      places.add(item);
    }
    const placed = places.result();
    for (const line of gapLines(path, placed, unreadable)) terminal.say(line);
    return { ...placed.report, manifests: path };
  };
}

function gapLines(path: string, { violating, missing, ambiguous }: PlacedReport, unreadable: number): string[] {
  const gaps = [
    ...(missing === 0 ? [] : [`${missing} without a manifest`]),
    ...(ambiguous === 0 ? [] : [`${ambiguous} with several manifests`]),
  ];
  const workloads = `${violating - missing - ambiguous} of ${count(violating, "workload")} with violations`;
  return [
    ...(gaps.length === 0
      ? []
      : [`note: --map ${path}: ${workloads} ${violating === 1 ? "has" : "have"} a place in it; ${gaps.join(", ")}`]),
    ...(unreadable === 0 ? [] : [`warning: --map ${path}: ${count(unreadable, "document")} could not be read`]),
  ];
}
