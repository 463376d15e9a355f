import { statSync } from "node:fs";
import { relative, sep } from "node:path";
import { listNames } from "../../../api/words/quoted.ts";
import { shellPath } from "../../../api/words/shell-word.ts";
import { kustomizeCommand } from "../../../objects/kustomize-command.ts";
import { findIncomplete } from "../chart-dependencies.ts";
import type { Kustomization } from "../kustomization.ts";
import { missingReferences, remoteReferences } from "../remote-references.ts";
import type { RenderingSource } from "./find-renderings.ts";

/** The most entries that a message names. */
const MOST = 5;

/**
 * Says why a chart or a kustomization is not rendered, before anything runs: it needs a download, or a flag of kustomize that reads any file. Undefined
 * if it needs neither.
 */
export function refusalOf(source: RenderingSource): string | undefined {
  return source.tool === "helm" ? refusalOfChart(source) : refusalOfKustomization(source);
}

function refusalOfChart({ directory, shown }: RenderingSource): string | undefined {
  const incomplete = findIncomplete(directory);
  if (incomplete === undefined) return undefined;
  const inner = relative(directory, incomplete.directory);
  const chart = inner === "" ? shown : `${shown}/${inner}`;
  return (
    `${chart} is a Helm chart without its dependencies in charts/: ${listNames(incomplete.missing, MOST)}. Nothing is downloaded; ` +
    `fetch them, and lint again: helm dependency build ${shellPath(chart)} && kubectl pss lint --render ${shellPath(shown)}`
  );
}

function refusalOfKustomization(source: RenderingSource): string | undefined {
  const { shown, parts } = source;
  for (const part of parts) {
    const missing = missingReferences(part.directory, part.fields);
    if (missing.length > 0) {
      return `${nameOf(part, source)} is a kustomization with paths that do not exist: ${listNames(missing, MOST)}. Correct them, and lint again`;
    }
    const remote = remoteReferences(part.directory, part.fields);
    if (remote.length > 0) {
      const needs = { rendersCharts: parts.some(({ rendersCharts }) => rendersCharts), downloads: true };
      return (
        `${nameOf(part, source)} is a kustomization that is not all on this disk: ${listNames(remote, MOST)}. Nothing is downloaded, and no Helm runs in it; ` +
        `build it yourself: ${kustomizeCommand(shown, needs)}`
      );
    }
    const outside = part.references.filter((path) => isFileOutside(path, part.directory));
    if (outside.length > 0) {
      const names = outside.map((path) => relative(part.directory, path));
      return (
        `${nameOf(part, source)} is a kustomization with files from outside of its directory: ${listNames(names, MOST)}. kustomize reads them only with a flag; ` +
        `build it yourself: ${kustomizeCommand(shown, { loadsOutside: true })}`
      );
    }
  }
  return undefined;
}

/** The name of a part of a kustomization: `overlays/prod`, or `overlays/prod, by base,`. */
function nameOf({ directory }: Kustomization, source: RenderingSource): string {
  return directory === source.directory ? source.shown : `${source.shown}, by ${relative("", directory) || "."},`;
}

function isFileOutside(path: string, directory: string): boolean {
  const isOutside = relative(directory, path).split(sep)[0] === "..";
  return isOutside && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
