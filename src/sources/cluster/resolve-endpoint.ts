import { isatty } from "node:tty";
import { listNames, quote } from "../../api/words/quoted.ts";
import { UserError } from "../../api/user-error.ts";
import { readPem, verifyAuthority } from "./auth/certificates.ts";
import { createAuthenticate } from "./auth/credentials.ts";
import type { ClusterFlags, Endpoint } from "./endpoint.ts";
import { SERVICE_ACCOUNT, readInCluster } from "./kubeconfig/in-cluster.ts";
import { readKubeconfigFiles, type Environment, type KubeconfigFiles } from "./kubeconfig/kubeconfig-files.ts";
import type { Cluster } from "./kubeconfig/kubeconfig.ts";
import { CHUNK_SIZE } from "./client/page-size.ts";
import { findProxy } from "./transport/proxy/proxy.ts";
import { overrideCluster, overrideUser, select, type Selection } from "./kubeconfig/selection.ts";
import { readSystemAuthorities } from "./transport/system-authorities.ts";
import { parseServerUrl } from "./server-url.ts";

/** The properties of this machine that matter here. */
export interface Machine {
  /** A value of process.platform. */
  readonly platform: string;
  /** The directory of a pod's service account. */
  readonly serviceAccount: string;
  /** Whether standard input is a terminal. */
  readonly isTerminal: boolean;
}

function thisMachine(): Machine {
  return { platform: process.platform, serviceAccount: SERVICE_ACCOUNT, isTerminal: isatty(0) };
}

/**
 * Finds the API server, and how to connect to it, as kubectl does (client-go v0.37.2 tools/clientcmd): by flags and kubeconfigs, else by the
 * service account of the pod that this runs in. Sends no request, and runs a credential plugin only when credentials are needed.
 *
 * @throws UserError if there is no server, or if its configuration cannot be read or contradicts itself. The message has no credential
 */
export async function resolveEndpoint(
  flags: ClusterFlags,
  env: Environment,
  machine: Machine = thisMachine(),
): Promise<Endpoint> {
  const files = readKubeconfigFiles(flags.kubeconfig ?? "", env, machine.platform);
  const { selection, podNamespace } = target(files, flags, env, machine);
  const { cluster, user } = selection;
  const origin = originOf("cluster", selection.clusterName, cluster.origin, flags.server ? "--server" : "the cluster");
  const { url: server, userInfo } = parseServerUrl(cluster.server, flags.server ? "--server" : origin);
  const ca = readAuthority(cluster, origin, server.protocol === "https:");
  const authenticate = createAuthenticate({
    user,
    server,
    userInfo,
    cluster,
    certificateAuthority: ca,
    env,
    isTerminal: machine.isTerminal,
    origin: originOf("user", selection.userName, user.origin, "the flags"),
  });
  return {
    server,
    context: selection.context,
    namespace: selection.namespace || podNamespace,
    tls: {
      ...(ca !== undefined && { ca }),
      authorities: once(() => readSystemAuthorities(env, machine.platform)),
      rejectUnauthorized: !cluster.insecureSkipTlsVerify,
      ...(cluster.tlsServerName !== "" && { servername: cluster.tlsServerName }),
    },
    proxy: findProxy(server, cluster.proxyUrl, origin, env),
    requestTimeout: flags.requestTimeout ?? 0,
    chunkSize: flags.chunkSize ?? CHUNK_SIZE,
    authenticate,
  };
}

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}

interface Target {
  readonly selection: Selection;
  /** The namespace to use if the context names none. */
  readonly podNamespace: string;
}

function target(files: KubeconfigFiles, flags: ClusterFlags, env: Environment, { serviceAccount }: Machine): Target {
  const selection = select(files.config, flags);
  const pod = readInCluster(env, serviceAccount);
  const podNamespace = pod?.namespace ?? "default";
  if (selection.cluster.server !== "") return { selection, podNamespace };
  if (selection.clusterName !== "") {
    const { clusterName, cluster } = selection;
    const message = `no server found for cluster ${quote(clusterName)} (${cluster.origin})`;
    throw new UserError(message, "Add the cluster's server to the kubeconfig, or name one with --server.");
  }
  if (selection.context === null && pod !== undefined) {
    const cluster = overrideCluster(pod.cluster, flags);
    const user = selection.userName === "" ? overrideUser(pod.user, flags) : selection.user;
    const token = flags.token ? { tokenFile: "" } : {};
    return { selection: { ...selection, cluster, user: { ...user, ...token } }, podNamespace };
  }
  const server = env["KUBERNETES_MASTER"] ?? "";
  if (server !== "") return { selection: { ...selection, cluster: { ...selection.cluster, server } }, podNamespace };
  throw nowhere(selection, files, env);
}

/** The error if nothing names a server. kubectl would use localhost:8080 instead. */
function nowhere({ context }: Selection, { config, missing }: KubeconfigFiles, env: Environment): UserError {
  const hint = "Name a kubeconfig with --kubeconfig or KUBECONFIG, or a server with --server.";
  if (context !== null) {
    const origin = config.contexts.get(context)?.origin;
    return new UserError(
      `context ${quote(context)} has no cluster (${origin})`,
      "Choose one with --cluster or --server.",
    );
  }
  if (config.contexts.size > 0) {
    const names = listNames([...config.contexts.keys()].toSorted(), 20);
    return new UserError(
      "no context chosen: current-context is not set",
      `Choose one with --context: ${names}. kubectl config get-contexts lists them.`,
    );
  }
  const where = env["KUBECONFIG"] ? " (KUBECONFIG)" : "";
  const sought = missing.length === 0 ? "" : `; not found: ${missing.join(", ")}${where}`;
  return new UserError(`no cluster is configured${sought}`, hint, {
    words: ["lint", "."],
    effect: "judges the manifests of this directory, without a cluster",
  });
}

function originOf(kind: string, name: string, origin: string, otherwise: string): string {
  if (name !== "" && origin !== "") return `${origin}: ${kind} ${quote(name)}`;
  return origin === "" ? otherwise : origin;
}

function readAuthority(cluster: Cluster, origin: string, isSecure: boolean): Buffer | undefined {
  const { certificateAuthority, insecureSkipTlsVerify } = cluster;
  const { data, file } = certificateAuthority;
  if (data !== "" && file !== "") {
    const message = `${origin}: certificate-authority-data and certificate-authority are both specified`;
    throw new UserError(message, "Keep one of them.");
  }
  const pem = readPem(certificateAuthority, "certificate authority", origin);
  if (pem === undefined || !isSecure) return undefined;
  if (insecureSkipTlsVerify) {
    const message = `${origin}: specifying a root certificates file with the insecure flag is not allowed`;
    throw new UserError(
      message,
      "Drop insecure-skip-tls-verify, so that the server is verified, or the certificate-authority.",
    );
  }
  return verifyAuthority(pem, origin);
}
