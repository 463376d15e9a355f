import { relative } from "node:path";
import { listNames } from "../../../api/words/quoted.ts";
import { shellPath } from "../../../api/words/shell-word.ts";
import { kustomizeCommand } from "../../../objects/kustomize-command.ts";
import { findIncomplete } from "../chart-dependencies.ts";
import { remoteReferences } from "../remote-references.ts";
import type { RenderingSource } from "./find-renderings.ts";

/** The most entries that a message names. */
const MOST = 5;

/** Says why a chart or a kustomization is not rendered before anything runs: it needs a download. Undefined if it does not. */
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

function refusalOfKustomization({ directory, shown, parts }: RenderingSource): string | undefined {
  for (const part of parts) {
    const remote = remoteReferences(part.directory, part.fields);
    if (remote.length === 0) continue;
    const inner = relative(directory, part.directory);
    const where = inner === "" ? shown : `${shown}, by ${relative("", part.directory) || "."},`;
    const needs = { rendersCharts: parts.some(({ rendersCharts }) => rendersCharts), downloads: true };
    return (
      `${where} is a kustomization that is not all on this disk: ${listNames(remote, MOST)}. Nothing is downloaded, and no Helm runs in it; ` +
      `build it yourself: ${kustomizeCommand(shown, needs)}`
    );
  }
  return undefined;
}
