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

/** Names every chart that lacks dependencies, and the commands that fetch all of them. The innermost ones come first, since a chart packs its subcharts. */
function refusalOfChart({ directory, shown }: RenderingSource): string | undefined {
  const charts = findIncomplete(directory).map(({ directory: found, missing }) => {
    const inner = relative(directory, found);
    return { chart: inner === "" ? shown : `${shown}/${inner}`, missing };
  });
  const [first] = charts;
  if (first === undefined) return undefined;
  const all = charts.slice(0, MOST).map(({ chart, missing }) => `${chart} lacks ${listNames(missing, MOST)}`);
  const more = charts.length > MOST ? `, and ${charts.length - MOST} more charts lack some` : "";
  const fault =
    charts.length === 1
      ? `${first.chart} is a Helm chart without its dependencies in charts/: ${listNames(first.missing, MOST)}`
      : `${shown} is a Helm chart without all dependencies in charts/: ${all.join(", and ")}${more}`;
  const builds = charts.toReversed().map(({ chart }) => `helm dependency build ${shellPath(chart)}`);
  return `${fault}. Nothing is downloaded; fetch them, and lint again: ${[...builds, `kubectl pss lint --render ${shellPath(shown)}`].join(" && ")}`;
}

/** An entry of a kustomization that keeps it from being rendered. */
interface Obstacle {
  readonly part: Kustomization;
  readonly type: "missing" | "remote" | "outside";
  /** The entry in words: `resources: ./base`. */
  readonly entry: string;
}

const OBSTACLES = {
  missing: "with paths that do not exist",
  remote: "with parts that are not on this disk",
  outside: "with files from outside of its directory",
} as const;

/** Names everything that is in the way, so that one correction suffices. */
function refusalOfKustomization(source: RenderingSource): string | undefined {
  const obstacles = source.parts.flatMap(obstaclesIn);
  const types = (["missing", "remote", "outside"] as const).filter((one) => obstacles.some(({ type }) => type === one));
  const [first] = obstacles;
  if (first === undefined) return undefined;
  const isOnePart = obstacles.every(({ part }) => part === first.part);
  const nameIn = ({ part, entry }: Obstacle): string =>
    isOnePart || part.directory === source.directory ? entry : `${entry} (in ${directoryOf(part)})`;
  const faults = types.map((one) => {
    const names = obstacles.filter(({ type }) => type === one).map(nameIn);
    return `${OBSTACLES[one]}: ${listNames(names, MOST)}`;
  });
  const subject = isOnePart ? nameOf(first.part, source) : source.shown;
  return `${subject} is a kustomization ${faults.join(", and ")}. ${adviceOn(source, new Set(types))}`;
}

function adviceOn({ shown, parts }: RenderingSource, types: ReadonlySet<Obstacle["type"]>): string {
  const [downloads, loadsOutside] = [types.has("remote"), types.has("outside")];
  if (!downloads && !loadsOutside) return "Correct them, and lint again";
  const needs = {
    rendersCharts: downloads && parts.some(({ rendersCharts }) => rendersCharts),
    downloads,
    loadsOutside,
  };
  const reasons = [
    ...(types.has("missing") ? ["Correct the paths that do not exist"] : []),
    ...(loadsOutside ? ["kustomize reads files from outside only with a flag"] : []),
    ...(downloads ? ["Nothing is downloaded, and no Helm runs in it"] : []),
  ];
  return `${reasons.join(". ")}; build it yourself: ${kustomizeCommand(shown, needs)}`;
}

function obstaclesIn(part: Kustomization): readonly Obstacle[] {
  const outside = part.references.filter((path) => isFileOutside(path, part.directory));
  const of = (type: Obstacle["type"], entries: readonly string[]): readonly Obstacle[] =>
    entries.map((entry) => ({ part, type, entry }));
  return [
    ...of("missing", missingReferences(part.directory, part.fields)),
    ...of("remote", remoteReferences(part.directory, part.fields)),
    ...of(
      "outside",
      outside.map((path) => relative(part.directory, path)),
    ),
  ];
}

function directoryOf({ directory }: Kustomization): string {
  return relative("", directory) || ".";
}

/** The name of a part of a kustomization: `overlays/prod`, or `overlays/prod, by base,`. */
function nameOf(part: Kustomization, source: RenderingSource): string {
  return part.directory === source.directory ? source.shown : `${source.shown}, by ${directoryOf(part)},`;
}

function isFileOutside(path: string, directory: string): boolean {
  const isOutside = relative(directory, path).split(sep)[0] === "..";
  return isOutside && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
