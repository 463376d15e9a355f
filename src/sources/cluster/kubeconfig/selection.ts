import { listNames, quote } from "../../../api/words/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import type { ClusterFlags } from "../endpoint.ts";
import { NO_CLUSTER, NO_USER, type Cluster, type Kubeconfig, type Pem, type User } from "./kubeconfig.ts";

/** The context, cluster and user that the flags select, with the values that flags override. */
export interface Selection {
  /** Null if there is none. */
  readonly context: string | null;
  /** Empty if the context names none. */
  readonly namespace: string;
  readonly clusterName: string;
  /** Its server is empty if nothing names one. */
  readonly cluster: Cluster;
  readonly userName: string;
  readonly user: User;
}

/**
 * Selects context, cluster and user, and applies the flags that override their values, as client-go v0.37.2 does (tools/clientcmd/client_config.go,
 * getContext, getCluster and getAuthInfo). One difference: a context that names an undefined cluster or user is an error. kubectl would use
 * localhost:8080, or no credentials.
 *
 * @throws UserError if a name is not defined
 */
export function select(config: Kubeconfig, flags: ClusterFlags): Selection {
  const contextName = flags.context || config.currentContext;
  const context = config.contexts.get(contextName);
  if (context === undefined && contextName !== "") {
    const by = flags.context ? "" : " (it is the current-context)";
    throw new UserError(
      `context ${quote(contextName)} does not exist${by}`,
      choice("context", "contexts", config.contexts),
    );
  }
  const clusterName = flags.cluster || (context?.cluster ?? "");
  const userName = flags.user || (context?.user ?? "");
  const cluster = config.clusters.get(clusterName);
  const user = config.users.get(userName);
  if (cluster === undefined && clusterName !== "" && (flags.cluster || !flags.server)) {
    const by = flags.cluster ? "" : `; context ${quote(contextName)} names it (${context?.origin})`;
    throw new UserError(
      `cluster ${quote(clusterName)} does not exist${by}`,
      choice("cluster", "clusters", config.clusters),
    );
  }
  if (user === undefined && userName !== "" && (flags.user || !hasCredentials(flags))) {
    const by = flags.user ? "" : `; context ${quote(contextName)} names it (${context?.origin})`;
    throw new UserError(`user ${quote(userName)} does not exist${by}`, choice("user", "users", config.users));
  }
  return {
    context: context === undefined ? null : contextName,
    namespace: context?.namespace ?? "",
    clusterName,
    cluster: overrideCluster(cluster ?? NO_CLUSTER, flags),
    userName,
    user: overrideUser(user ?? NO_USER, flags),
  };
}

function hasCredentials({ token, clientCertificate }: ClusterFlags): boolean {
  return Boolean(token) || Boolean(clientCertificate);
}

function choice(flag: string, plural: string, named: ReadonlyMap<string, unknown>): string {
  if (named.size === 0) {
    return `No ${plural} are defined; check KUBECONFIG, or name a kubeconfig with --kubeconfig.`;
  }
  const names = listNames([...named.keys()].toSorted(), MAX_NAMES);
  return `Choose one with --${flag}: ${names}. kubectl config get-${plural} lists them.`;
}

const MAX_NAMES = 20;

/** Applies the flags about the server to a cluster. Some of them also remove values that they contradict. */
export function overrideCluster(cluster: Cluster, flags: ClusterFlags): Cluster {
  const { server = "", certificateAuthority = "", insecureSkipTlsVerify = false, tlsServerName = "" } = flags;
  const isVerifiedByFlags = insecureSkipTlsVerify || certificateAuthority !== "";
  return {
    ...cluster,
    server: server || cluster.server,
    ...(isVerifiedByFlags ? { insecureSkipTlsVerify, certificateAuthority: pemFile(certificateAuthority) } : {}),
    // The name of the kubeconfig's server does not fit another server.
    ...(tlsServerName !== "" || server !== "" ? { tlsServerName } : {}),
  };
}

/** Applies the flags about the user to a user. */
export function overrideUser(user: User, flags: ClusterFlags): User {
  const { clientCertificate = "", clientKey = "", token = "", as = "", asUid = "", asGroup = [] } = flags;
  const { impersonate } = user;
  return {
    ...user,
    ...(clientCertificate === "" ? {} : { clientCertificate: pemFile(clientCertificate) }),
    ...(clientKey === "" ? {} : { clientKey: pemFile(clientKey) }),
    ...(token === "" ? {} : { token }),
    impersonate: {
      user: as || impersonate.user,
      uid: asUid || impersonate.uid,
      groups: asGroup.length > 0 ? asGroup : impersonate.groups,
      extra: impersonate.extra,
    },
  };
}

function pemFile(file: string): Pem {
  return { data: "", file };
}
