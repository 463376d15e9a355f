import { earlierObjects, hasLostObjects } from "../../sources/git/earlier-objects.ts";
import { sourcesOfChart } from "../../sources/rendering/chart-dependencies.ts";
import { HelmCharts } from "../../sources/rendering/helm-charts.ts";
import { Kustomizations } from "../../sources/rendering/kustomizations.ts";
import type { Changes, ChangesRequest } from "./changes.ts";

/**
 * Finds the changed files. Loaded late, since most runs judge all files.
 *
 * @param request undefined for a run over all files
 * @returns undefined for such a run
 * @throws UserError if they cannot be found
 */
export async function openChanges(
  request: ChangesRequest | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Changes | undefined> {
  if (request === undefined) return undefined;
  const { readChanges } = await import("./changed-since.ts");
  return readChanges(request, env, {
    charts: new HelmCharts(),
    sourcesOfChart,
    kustomizations: new Kustomizations([]),
    earlier: { earlierObjects, hasLostObjects },
  });
}
