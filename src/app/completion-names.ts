/** Names in the kubeconfig and the cluster that are candidates of the completion. */
import { isUserError } from "../api/user-error.ts";
import { readKubeconfigFiles } from "../sources/cluster/kubeconfig/kubeconfig-files.ts";

export { kubectlNamespaces } from "../sources/kubectl-namespaces.ts";

/** The names in the kubeconfig of a user, sorted. */
export interface KubeconfigNames {
  readonly contexts: readonly string[];
  readonly clusters: readonly string[];
  readonly users: readonly string[];
}

const NONE: KubeconfigNames = { contexts: [], clusters: [], users: [] };

/**
 * Reads the names in the kubeconfig of a user. It sends no request to a cluster. A kubeconfig that cannot be read has no names.
 *
 * @param kubeconfig the file of `--kubeconfig`; empty for the default files of the environment
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
