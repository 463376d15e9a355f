import { resolve } from "node:path";
import type { RenderingOptions } from "../options.ts";

/**
 * The arguments of `helm template` for a chart. Paths are absolute, so that Helm takes none of them for an address, a repository or a flag.
 *
 * @param chart the absolute directory
 * @param values the files of one set
 */
export function helmArguments(chart: string, values: readonly string[], options: RenderingOptions): readonly string[] {
  const { set, setString, kubeVersion, apiVersions, releaseName, namespace } = options;
  return [
    "template",
    // Without it, Helm takes the namespace of the current context.
    `--namespace=${namespace === undefined || namespace === "" ? "default" : namespace}`,
    ...values.map((file) => `--values=${csvField(resolve(file))}`),
    ...set.map((assignment) => `--set=${assignment}`),
    ...setString.map((assignment) => `--set-string=${assignment}`),
    ...(kubeVersion === undefined ? [] : [`--kube-version=${kubeVersion}`]),
    ...apiVersions.map((version) => `--api-versions=${version}`),
    "--",
    ...(releaseName === undefined ? [] : [releaseName]),
    chart,
  ];
}

/** Quotes a path for Helm, which splits the value of `--values` at commas as a line of CSV. */
function csvField(path: string): string {
  return /[",\r\n]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path;
}
