import { shellPath } from "../api/words/shell-word.ts";

/** The parts of a kustomization that kustomize refuses without a flag. */
export interface KustomizeNeeds {
  /** Whether it runs Helm. */
  readonly rendersCharts: boolean;
  /** Whether it, or one that it builds on, loads files that are not in or below its own directory. */
  readonly loadsOutside: boolean;
}

/**
 * The commands that lint the output of kustomize for a directory: one with kustomize, and one with kubectl, which
 * includes kustomize.
 *
 * @param directory the directory, relative to the working directory; undefined if it is not known
 * @param needs the flags of kustomize that it needs
 */
export function kustomizeCommand(directory: string | undefined, needs: Partial<KustomizeNeeds> = {}): string {
  const flags = [
    ...(needs.rendersCharts === true ? ["--enable-helm"] : []),
    ...(needs.loadsOutside === true ? ["--load-restrictor LoadRestrictionsNone"] : []),
  ];
  const word = directory === undefined ? "DIR" : shellPath(directory);
  const built = `${[...flags, word].join(" ")} | kubectl pss lint -`;
  return `kustomize build ${built}, or kubectl kustomize ${built}`;
}
