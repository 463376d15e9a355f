import { shellPath } from "../api/shell-word.ts";

/**
 * The commands that judge what kustomize builds of a directory: those of kustomize, and of kubectl, which has kustomize in it.
 *
 * @param directory as a shell in the working directory is to name it; undefined where it is not known
 * @param rendersCharts whether kustomize has to be told that it may run Helm
 */
export function kustomizeCommand(directory: string | undefined, rendersCharts = false): string {
  const word = directory === undefined ? "DIR" : shellPath(directory);
  const built = `${rendersCharts ? "--enable-helm " : ""}${word} | kubectl pss lint -`;
  return `kustomize build ${built}, or kubectl kustomize ${built}`;
}
