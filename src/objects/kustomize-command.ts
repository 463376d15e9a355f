import { shellPath } from "../api/words/shell-word.ts";

/** The parts of a kustomization that `kubectl pss lint -k` refuses, and kustomize too without a flag. */
export interface KustomizeNeeds {
  /** Whether it runs Helm. */
  readonly rendersCharts: boolean;
  /** Whether it, or one that it builds on, loads files that are not in or below its own directory. */
  readonly loadsOutside: boolean;
  /** Whether it, or one that it builds on, downloads something. */
  readonly downloads: boolean;
}

/**
 * The command that lints the output of kustomize for a directory. If that needs a flag of kustomize, or a download, these are two commands: one with
 * kustomize, and one with kubectl, which includes kustomize.
 *
 * @param directory the directory, relative to the working directory; undefined if it is not known
 */
export function kustomizeCommand(directory: string | undefined, needs: Partial<KustomizeNeeds> = {}): string {
  const word = directory === undefined ? "DIR" : shellPath(directory);
  if (!Object.values(needs).includes(true)) return `kubectl pss lint -k ${word}`;
  return kustomizePipes(word, needs);
}

/** The commands that build a directory without `-k`. */
function kustomizePipes(word: string, needs: Partial<KustomizeNeeds>): string {
  const flags = [
    ...(needs.rendersCharts === true ? ["--enable-helm"] : []),
    ...(needs.loadsOutside === true ? ["--load-restrictor LoadRestrictionsNone"] : []),
  ];
  const built = `${[...flags, word].join(" ")} | kubectl pss lint -`;
  return `kustomize build ${built}, or kubectl kustomize ${built}`;
}
