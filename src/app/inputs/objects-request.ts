import { UserError } from "../../api/user-error.ts";
import type { ClusterFlags } from "../../sources/cluster/endpoint.ts";
import { parseSelector } from "../../workloads/selector.ts";

/** The cluster to read, or the dump to read instead, and the namespaces. */
export interface ObjectsRequest extends ClusterFlags {
  /** The names of `-n`. */
  readonly namespace?: readonly string[];
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  /** The files of a dump. */
  readonly filename?: readonly string[];
  readonly includeHidden?: boolean;
  /** Files that are not part of a dump, even if they are in a directory of it. */
  readonly notInputs?: readonly string[];
  /** The file of `--admission-config`. */
  readonly admissionConfig?: string;
  /** kubectl's `-R`. Directories are always read recursively, so it only requires files. */
  readonly recursive?: boolean;
  /** The minor version of the API server to judge as; absent for the cluster's own. */
  readonly serverVersion?: number;
  /** The places of pods in custom resources: `GROUP/KIND=PATH`. */
  readonly podTemplate?: readonly string[];
  /** kubectl's `-v`. */
  readonly verbosity: number;
}

/** The needs of a use case, in addition to the request of the user. */
export interface ObjectsNeeds {
  /** Whether the current namespace is the default, and not all namespaces. */
  readonly isCurrentDefault: boolean;
  /** Whether the cluster's own version is needed even if `serverVersion` is given. */
  readonly isVersionNeeded: boolean;
  /** Whether the Events of a cluster are read, if the user may list them. */
  readonly hasEvents: boolean;
  /** Whether the uid of the cluster is read, if the user may. */
  readonly isUidNeeded: boolean;
  /** Whether the ValidatingAdmissionPolicies of a cluster and their bindings are read, if the user may list them. */
  readonly hasPolicies?: boolean;
  /** Whether PodSecurityPolicies, roles and bindings of a cluster are read, too. */
  readonly hasAccess?: boolean;
}

/**
 * Removes an unused or repeated namespace from a request: as for kubectl, an empty -n counts as absent, and -A overrides it.
 *
 * @throws UserError if one of several names is empty
 */
export function withoutUnusedNamespaces(request: ObjectsRequest): ObjectsRequest {
  const { namespace = [], ...others } = request;
  if (request.allNamespaces === true || namespace.every((name) => name === "")) return others;
  const empty = namespace.indexOf("") + 1;
  if (empty > 0) {
    throw new UserError(
      `name ${empty} of ${namespace.length} given with -n is empty`,
      "Leave it out; a variable of the shell may be empty.",
    );
  }
  return { ...others, namespace: [...new Set(namespace)] };
}

/** @throws UserError if flags contradict each other */
export function refuseContradictions(request: ObjectsRequest, { isCurrentDefault }: ObjectsNeeds): void {
  const { namespace, allNamespaces, selector, filename, includeHidden, recursive } = request;
  if (selector !== undefined) parseSelector(selector);
  if (namespace !== undefined && selector !== undefined) {
    throw new UserError(
      "-n and -l contradict each other",
      "A selector chooses among all namespaces; leave one of them out.",
    );
  }
  if (filename !== undefined) refuseClusterFlags(request, "-f");
  if (filename === undefined && includeHidden === true) {
    throw new UserError("--include-hidden reads no cluster", "Add -f PATH, or leave it out.");
  }
  if (filename === undefined && recursive === true) {
    throw new UserError("-R reads no cluster", "Add -f PATH, or leave it out.");
  }
  const isScoped = namespace !== undefined || allNamespaces === true || selector !== undefined;
  if (isCurrentDefault && filename !== undefined && !isScoped) {
    throw new UserError("which namespaces? A dump has no current one", "Add -n NAME, -l SELECTOR or -A.", {
      words: ["dry-run", "-A"],
      effect: "all namespaces",
    });
  }
}

/**
 * Refuses flags that select a cluster, where files are read in its place.
 *
 * @param files the flag of the files
 * @throws UserError if there are any
 */
export function refuseClusterFlags(flags: ClusterFlags, files: string): void {
  const names = Object.entries(CLUSTER_FLAGS)
    .filter(([flag]) => flags[flag as keyof ClusterFlags] !== undefined)
    .map(([, name]) => name);
  if (names.length === 0) return;
  throw new UserError(
    `${names.join(", ")} and ${files} contradict each other`,
    "A dump is read in place of a cluster; leave one of them out.",
  );
}

/** The flags that select the cluster and the user. */
export const CLUSTER_FLAGS: Readonly<Record<keyof ClusterFlags, string>> = {
  kubeconfig: "--kubeconfig",
  context: "--context",
  cluster: "--cluster",
  user: "--user",
  server: "--server",
  token: "--token",
  certificateAuthority: "--certificate-authority",
  clientCertificate: "--client-certificate",
  clientKey: "--client-key",
  insecureSkipTlsVerify: "--insecure-skip-tls-verify",
  tlsServerName: "--tls-server-name",
  as: "--as",
  asGroup: "--as-group",
  asUid: "--as-uid",
  requestTimeout: "--request-timeout",
  chunkSize: "--chunk-size",
};
