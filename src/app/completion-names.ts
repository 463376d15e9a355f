/** The names that the completion of words offers, besides those of this program. */
import { isUserError } from "../api/user-error.ts";
import { readKubeconfigFiles } from "../sources/cluster/kubeconfig/kubeconfig-files.ts";

export { kubectlNamespaces } from "../sources/kubectl-namespaces.ts";

/** The names that the kubeconfig of a user defines, sorted. */
export interface KubeconfigNames {
  readonly contexts: readonly string[];
  readonly clusters: readonly string[];
  readonly users: readonly string[];
}

const NONE: KubeconfigNames = { contexts: [], clusters: [], users: [] };

/**
 * Reads the names that the kubeconfig of a user defines, for the completion of words. It asks no cluster, and a kubeconfig that cannot be read has no
 * names.
 *
 * @param kubeconfig the file of `--kubeconfig`; empty for the files that the environment names
 */
export function kubeconfigNames(
  kubeconfig: string,
  env: Readonly<Record<string, string | undefined>>,
): KubeconfigNames {
  try {
    const { contexts, clusters, users } = readKubeconfigFiles(kubeconfig, env, process.platform).config;
    return { contexts: namesOf(contexts), clusters: namesOf(clusters), users: namesOf(users) };
  } catch (error) {
    if (isUserError(error)) return NONE;
    throw error;
  }
}

function namesOf(entries: ReadonlyMap<string, unknown>): readonly string[] {
  return [...entries.keys()].filter((name) => name !== "").toSorted();
}
