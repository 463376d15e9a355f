import { HelmCharts } from "../../sources/rendering/helm-charts.ts";
import { Kustomizations } from "../../sources/rendering/kustomizations.ts";
import type { Changes } from "./changes.ts";

/**
 * Finds the changed files. Loaded late, since most runs judge all files.
 *
 * @param decisive the files that decide about all inputs
 * @returns undefined without a revision
 * @throws UserError if they cannot be found
 */
export async function openChanges(
  changedSince: string | undefined,
  decisive: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<Changes | undefined> {
  if (changedSince === undefined) return undefined;
  const { readChanges } = await import("./changed-since.ts");
  return readChanges({ revision: changedSince, decisive }, env, {
    charts: new HelmCharts(),
    kustomizations: new Kustomizations([]),
  });
}
