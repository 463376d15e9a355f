import type { UsedFile } from "../../api/files.ts";
import { isUserError } from "../../api/user-error.ts";
import { SERVICE_ACCOUNT } from "../../sources/cluster/kubeconfig/in-cluster.ts";
import { readKubeconfigFiles, type Environment } from "../../sources/cluster/kubeconfig/kubeconfig-files.ts";

/**
 * Finds the files of a run that reads a cluster: its kubeconfigs, the certificates, keys and tokens that any of their entries names, and those of a pod's
 * service account. The files of a kubeconfig that cannot be read are not among them; connecting reports its fault.
 *
 * @param kubeconfig the file of `--kubeconfig`; empty for the default files of the environment
 * @param serviceAccount the directory of a pod's service account
 */
export function clusterFiles(
  kubeconfig: string,
  env: Environment,
  serviceAccount: string = SERVICE_ACCOUNT,
): readonly UsedFile[] {
  const account = { file: serviceAccount, role: "a file of the pod's service account", isDirectory: true } as const;
  return [account, ...kubeconfigFiles(kubeconfig, env)];
}

function kubeconfigFiles(kubeconfig: string, env: Environment): readonly UsedFile[] {
  try {
    const { files, config } = readKubeconfigFiles(kubeconfig, env, process.platform);
    const named = [
      ...[...config.clusters.values()].map(({ certificateAuthority }) => certificateAuthority.file),
      ...[...config.users.values()].flatMap(({ clientCertificate, clientKey, tokenFile }) => [
        clientCertificate.file,
        clientKey.file,
        tokenFile,
      ]),
    ].filter((file) => file !== "");
    return [
      ...files.map((file) => ({ file, role: "a kubeconfig" })),
      ...named.map((file) => ({ file, role: "a file of the kubeconfig" })),
    ];
  } catch (error) {
    if (isUserError(error)) return [];
    throw error;
  }
}
