import { listNames, quote } from "../../../api/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import type { ClusterFlags } from "../endpoint.ts";
import { NO_CLUSTER, NO_USER, type Cluster, type Kubeconfig, type Pem, type User } from "./kubeconfig.ts";

/** What is left of the kubeconfigs once the flags have said which context, cluster and user are meant, and what is different in them. */
export interface Selection {
  /** null where there is none. */
  readonly context: string | null;
  /** Empty where the context names none. */
  readonly namespace: string;
  readonly clusterName: string;
  /** Its server is empty where nothing names one. */
  readonly cluster: Cluster;
  readonly userName: string;
  readonly user: User;
}

/**
 * Chooses context, cluster and user, and lets the flags override what stands there, as client-go v0.37.2 does (tools/clientcmd/client_config.go,
 * getContext, getCluster and getAuthInfo). Other than there, a context that names a cluster or user which is nowhere defined is an error: kubectl
 * would turn to localhost:8080, or ask as nobody.
 *
 * @throws UserError where a name is not defined
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
  return `Name one with --${flag}; there ${named.size === 1 ? "is" : "are"}: ${names}.`;
}

const MAX_NAMES = 20;

/** Lets the flags about the server override a cluster: some of them also take back what they would contradict. */
export function overrideCluster(cluster: Cluster, flags: ClusterFlags): Cluster {
  const { server = "", certificateAuthority = "", insecureSkipTlsVerify = false, tlsServerName = "" } = flags;
  const isVerifiedByFlags = insecureSkipTlsVerify || certificateAuthority !== "";
  return {
    ...cluster,
    server: server || cluster.server,
    ...(isVerifiedByFlags ? { insecureSkipTlsVerify, certificateAuthority: pemFile(certificateAuthority) } : {}),
    // A name that belongs to the kubeconfig's server is not that of another.
    ...(tlsServerName !== "" || server !== "" ? { tlsServerName } : {}),
  };
}

/** Lets the flags about who asks override a user. */
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
