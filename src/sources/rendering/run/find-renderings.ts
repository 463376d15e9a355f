import { isAbsolute, join, relative, resolve } from "node:path";
import type { Discovered } from "../../files/discover.ts";
import { HelmCharts, isLibraryChart } from "../helm-charts.ts";
import { Kustomizations } from "../kustomizations.ts";
import type { Kustomization } from "../kustomization.ts";

/** A chart or a kustomization to render. */
export interface RenderingSource {
  readonly tool: "helm" | "kustomize";
  /** An absolute path. */
  readonly directory: string;
  /** The directory as the user would write it. */
  readonly shown: string;
  /** Its file, as the user would write it. */
  readonly file: string;
  /** The kustomization and all that it builds on; empty for a chart. */
  readonly parts: readonly Kustomization[];
}

/** The charts among the input files, except library charts, which no tool renders alone. */
export function findCharts(inputs: readonly Discovered[]): readonly RenderingSource[] {
  const charts = new HelmCharts();
  const found = new Map<string, RenderingSource>();
  for (const path of filesOf(inputs)) {
    const directory = charts.chartOfTemplate(path) ?? charts.chartOfFile(path);
    if (directory === undefined || found.has(directory) || isLibraryChart(directory)) continue;
    const shown = shownPath(directory, path);
    found.set(directory, { tool: "helm", directory, shown, file: join(shown, "Chart.yaml"), parts: [] });
  }
  return [...found.values()];
}

/**
 * The kustomizations among the input files that no other one of them builds on, and those that an argument names. A component is only rendered with
 * the kustomizations that use it.
 *
 * @param paths the arguments that the inputs come from
 */
export function findKustomizations(
  paths: readonly string[],
  inputs: readonly Discovered[],
): readonly RenderingSource[] {
  const files = filesOf(inputs);
  const kustomizations = new Kustomizations(files);
  const all = kustomizations.inputs().filter(({ isComponent }) => !isComponent);
  const named = new Set(paths.map((path) => resolve(path)));
  const seen = new Set<string>();
  const parts = all.flatMap(({ directory }) => (seen.has(directory) ? [] : kustomizations.closureOf(directory, seen)));
  const inner = new Set(parts.flatMap(({ directory, references }) => references.filter((path) => path !== directory)));
  const isNamed = ({ directory, fileName }: Kustomization): boolean =>
    named.has(directory) || named.has(join(directory, fileName));
  const roots = all.filter((each) => isNamed(each) || !inner.has(each.directory));
  const closures = new Map(roots.map(({ directory }) => [directory, kustomizations.closureOf(directory)]));
  const covered = new Set([...closures.values()].flatMap((closure) => closure.map(({ directory }) => directory)));
  // Those that build on each other in a circle have no root: kustomize reports the circle.
  const circles = all.filter(({ directory }) => !covered.has(directory)).slice(0, 1);
  return [...roots, ...circles].map((each) => {
    const isAbsolutePath = files.some((path) => isAbsolute(path) && resolve(path).startsWith(each.directory));
    const shown = isAbsolutePath ? each.directory : relativePath(each.directory);
    return sourceOf(each, shown, closures.get(each.directory) ?? kustomizations.closureOf(each.directory));
  });
}

/** The kustomization in a directory; undefined if there is none. */
export function kustomizationIn(path: string): RenderingSource | undefined {
  const parts = new Kustomizations([]).closureOf(resolve(path));
  const [first] = parts;
  return first === undefined ? undefined : sourceOf(first, path, parts);
}

function sourceOf(
  { directory, fileName }: Kustomization,
  shown: string,
  parts: readonly Kustomization[],
): RenderingSource {
  return { tool: "kustomize", directory, shown, file: join(shown, fileName), parts };
}

function filesOf(inputs: readonly Discovered[]): readonly string[] {
  return inputs.flatMap((input) => (input.type === "file" ? input.path : []));
}

function shownPath(directory: string, file: string): string {
  return isAbsolute(file) ? directory : relativePath(directory);
}

function relativePath(directory: string): string {
  return relative("", directory) || ".";
}
