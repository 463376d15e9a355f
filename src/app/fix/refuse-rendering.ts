/** Answers a fix of charts and kustomizations. The bundle has it in a separate file, since most runs render nothing. */
import { UserError } from "../../api/user-error.ts";
import { shellPath, shellWord } from "../../api/words/shell-word.ts";
import { discoverManifests, type SearchOptions } from "../../sources/files/discover.ts";
import type { RenderingOptions, RenderingRequest } from "../../sources/rendering/options.ts";
import { findCharts, findKustomizations } from "../../sources/rendering/run/find-renderings.ts";

/** The most commands that an error names. */
const MAX_COMMANDS = 5;

/**
 * Describes why rendered output is not edited, with the commands that do it: a filter for each chart and kustomization.
 *
 * @param words the words of this run that the filter needs, too: `--level restricted`
 */
export function refusedRendering(
  paths: readonly string[],
  search: SearchOptions,
  { render, kustomization }: RenderingRequest,
  words: readonly string[],
): UserError {
  const inputs = render === undefined ? [] : discoverManifests(paths, search);
  const filter = ["kubectl", "pss", "fix", ...words, "-"].map(shellWord).join(" ");
  const named = kustomization === undefined ? [] : [`kubectl kustomize ${shellPath(kustomization)}`];
  const charts = render === undefined ? [] : findCharts(inputs).flatMap(({ shown }) => helmCommands(shown, render));
  const others = render === undefined ? [] : findKustomizations(paths, inputs);
  const commands = [...named, ...charts, ...others.map(({ shown }) => `kubectl kustomize ${shellPath(shown)}`)];
  const shown = commands.slice(0, MAX_COMMANDS).map((command) => `  ${command} | ${filter}`);
  const more = commands.length > MAX_COMMANDS ? [`  and ${commands.length - MAX_COMMANDS} more`] : [];
  const message = "fix edits files, and rendered output is in no file";
  if (commands.length === 0) {
    return new UserError(message, "There is no chart and no kustomization among the inputs: leave --render out.");
  }
  return new UserError(message, ["Print the output with the edits:", ...shown, ...more]);
}

/** The commands that render a chart: one for each set of values. */
function helmCommands(chart: string, options: RenderingOptions): readonly string[] {
  const { values, set, setString, kubeVersion, apiVersions, releaseName, namespace } = options;
  const flags = [
    ...(namespace === undefined || namespace === "" ? [] : [`--namespace=${namespace}`]),
    ...set.map((assignment) => `--set=${assignment}`),
    ...setString.map((assignment) => `--set-string=${assignment}`),
    ...(kubeVersion === undefined ? [] : [`--kube-version=${kubeVersion}`]),
    ...apiVersions.map((version) => `--api-versions=${version}`),
    ...(releaseName === undefined ? [] : [releaseName]),
  ];
  const sets = values.length === 0 ? [[]] : values;
  return sets.map((files) => {
    const words = [...flags, ...files.map((file) => `--values=${file}`)];
    return ["helm template", ...words.map(shellWord), shellPath(chart)].join(" ");
  });
}
