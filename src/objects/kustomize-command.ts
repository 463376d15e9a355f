import { shellPath } from "../api/words/shell-word.ts";

/**
 * The commands that lint the output of kustomize for a directory: one with kustomize, and one with kubectl, which
 * includes kustomize.
 *
 * @param directory the directory, relative to the working directory; undefined if it is not known
 * @param rendersCharts whether kustomize needs a flag that allows it to run Helm
 */
export function kustomizeCommand(directory: string | undefined, rendersCharts = false): string {
  const word = directory === undefined ? "DIR" : shellPath(directory);
  const built = `${rendersCharts ? "--enable-helm " : ""}${word} | kubectl pss lint -`;
  return `kustomize build ${built}, or kubectl kustomize ${built}`;
}
