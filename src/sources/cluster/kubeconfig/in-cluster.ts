import { statSync } from "node:fs";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import { NO_CLUSTER, NO_USER, type Cluster, type User } from "./kubeconfig.ts";
import type { Environment } from "./kubeconfig-files.ts";
import { readCredentialFile } from "./credential-file.ts";

/** The directory of a pod's service account. */
export const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

/** How a pod connects to the API server of its own cluster. */
export interface InCluster {
  readonly cluster: Cluster;
  readonly user: User;
  readonly namespace: string;
}

/**
 * Finds the API server and the service account of the pod that this runs in, as client-go v0.37.2 does (rest/config.go InClusterConfig,
 * tools/clientcmd/client_config.go inClusterClientConfig); undefined outside a cluster.
 *
 * @param directory the directory of the service account
 */
export function readInCluster(env: Environment, directory: string): InCluster | undefined {
  const host = env["KUBERNETES_SERVICE_HOST"] ?? "";
  const port = env["KUBERNETES_SERVICE_PORT"] ?? "";
  const tokenFile = join(directory, "token");
  if (host === "" || port === "" || !isFile(tokenFile)) return undefined;
  const origin = `the service account in ${directory}`;
  const authority = join(directory, "ca.crt");
  return {
    cluster: {
      ...NO_CLUSTER,
      origin,
      server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
      // Without this file, the system's authorities are trusted.
      certificateAuthority: { data: "", file: isFile(authority) ? authority : "" },
    },
    user: { ...NO_USER, origin, tokenFile },
    namespace: env["POD_NAMESPACE"] || readName(join(directory, "namespace")) || "default",
  };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function readName(path: string): string {
  return readCredentialFile(path).bytes?.toString("utf8").trim() ?? "";
}
