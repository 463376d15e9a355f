import { HelmCharts } from "../../sources/rendering/helm-charts.ts";
import type { RenderingRequest } from "../../sources/rendering/options.ts";
import { Kustomizations } from "../../sources/rendering/kustomizations.ts";
import type { Changes } from "./changes.ts";

/** The options of a lint that the changes depend on. */
interface ChangingOptions {
  readonly changedSince?: string;
  readonly admissionConfig?: string;
  readonly rendering?: RenderingRequest;
}

/**
 * Finds the changed files. Loaded late, since most runs judge all files.
 *
 * @returns undefined without a revision
 * @throws UserError if they cannot be found
 */
export async function openChanges(
  { changedSince, admissionConfig, rendering }: ChangingOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Changes | undefined> {
  if (changedSince === undefined) return undefined;
  const { readChanges } = await import("./changed-since.ts");
  const values = rendering?.render?.values.flat() ?? [];
  const request = { revision: changedSince, values, ...(admissionConfig !== undefined && { admissionConfig }) };
  return readChanges(request, env, { charts: new HelmCharts(), kustomizations: new Kustomizations([]) });
}
