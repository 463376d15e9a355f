import { quote } from "../api/quoted.ts";
import { UserError } from "../api/user-error.ts";
import type { Audit, AuditOptions } from "../audit/audit.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator, type Evaluator } from "../policy/evaluator.ts";
import { connect, type Connected } from "../sources/cluster/connect.ts";
import type { ClusterFlags } from "../sources/cluster/endpoint.ts";
import { readNamespaces, readWorkloads, type ClusterItem, type Scope } from "../sources/cluster/lists/read-cluster.ts";
import { readServerMinor } from "../sources/cluster/version.ts";
import { parseSelector } from "../workloads/selector.ts";
import type { ClusterOptions } from "../cli/options/cluster-options.ts";
import { withClusterProgress } from "../cli/terminal/cluster-progress.ts";
import { say, type Io } from "../cli/terminal/io.ts";
import { openManifests } from "./open-manifests.ts";

/** What is to be read. */
export interface FillRequest extends ClusterOptions {
  readonly v: number;
  readonly serverVersion?: number;
}

/** How much of it. */
interface Scoped extends FillRequest {
  /** Whether, where no namespace is named, the current one is meant, and not all. */
  readonly isCurrent: boolean;
  /** Whether the cluster's own version is needed besides one that is given. */
  readonly isVersionNeeded: boolean;
}

/** Makes the audit that is to be filled, once it is known what of. `clusterMinor` is the cluster's own, where it was asked for. */
export type MakeAudit = (
  source: Pick<AuditOptions, "cluster" | "isSelected"> & { readonly evaluator: Evaluator },
  clusterMinor: number | undefined,
) => Audit;

/** An audit that has seen everything. */
interface Filled {
  readonly audit: Audit;
  readonly evaluator: Evaluator;
}

/**
 * Reads the cluster, or the dump in its place, into an audit.
 *
 * @throws UserError where the flags contradict each other, or nothing can be read
 */
export async function fillAudit(
  asked: FillRequest,
  wants: Pick<Scoped, "isCurrent" | "isVersionNeeded">,
  make: MakeAudit,
  io: Io,
): Promise<Filled> {
  // As for kubectl, an empty -n is none, and -A beats it.
  const { namespace: named, ...others } = asked;
  const isNamed = named !== undefined && named !== "" && asked.allNamespaces !== true;
  const request: Scoped = { ...(isNamed ? asked : others), ...wants };
  refuseContradictions(request);
  const { filename } = request;
  const filled = await (filename === undefined
    ? fillFromCluster(request, make, io)
    : fillFromFiles(request, filename, make, io));
  if (filename !== undefined) refuseUnknownNamespace(request, filled.audit);
  return filled;
}

function refuseContradictions(request: Scoped): void {
  const { namespace, allNamespaces, selector, filename, includeHidden, isCurrent } = request;
  if (selector !== undefined) parseSelector(selector);
  if (namespace !== undefined && selector !== undefined) {
    throw new UserError(
      "-n and -l contradict each other",
      "A selector chooses among all namespaces; leave one of them out.",
    );
  }
  const clusterFlags = Object.entries(CLUSTER_FLAGS)
    .filter(([flag]) => request[flag as keyof ClusterFlags] !== undefined)
    .map(([, name]) => name);
  if (filename !== undefined && clusterFlags.length > 0) {
    throw new UserError(
      `${clusterFlags.join(", ")} and -f contradict each other`,
      "A dump is read in place of a cluster; leave one of them out.",
    );
  }
  if (filename === undefined && includeHidden === true) {
    throw new UserError("--include-hidden reads no cluster", "Add -f PATH, or leave it out.");
  }
  const isScoped = namespace !== undefined || allNamespaces === true || selector !== undefined;
  if (isCurrent && filename !== undefined && !isScoped) {
    throw new UserError("which namespaces? A dump has no current one", "Add -n NAME, -l SELECTOR or -A.");
  }
}

/** The flags that say which cluster is meant, and who asks. */
const CLUSTER_FLAGS: Readonly<Record<keyof ClusterFlags, string>> = {
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

async function fillFromFiles(request: Scoped, paths: readonly string[], make: MakeAudit, io: Io): Promise<Filled> {
  const evaluator = createEvaluator(CHECKS, request.serverVersion);
  const audit = make({ evaluator, ...scopeOfFiles(request), cluster: undefined }, undefined);
  noteNewerServer(audit, request.serverVersion, evaluator);
  const { read } = await openManifests(paths, request, io);
  // A pod may stand before its namespace and its owner.
  for (const item of read()) audit.learn(item);
  for (const item of read()) audit.take(item);
  noteNothingSelected(audit, request);
  return { audit, evaluator };
}

async function fillFromCluster(request: Scoped, make: MakeAudit, io: Io): Promise<Filled> {
  const connected = await connect(request, io.env, request.v, (line) => say(io.stderr, line));
  try {
    return await fillConnected(request, connected, make, io);
  } finally {
    connected.client.close();
  }
}

async function fillConnected(request: Scoped, connected: Connected, make: MakeAudit, io: Io): Promise<Filled> {
  const { serverVersion, isVersionNeeded } = request;
  const isAskedFor = serverVersion === undefined || isVersionNeeded;
  const clusterMinor = isAskedFor ? await readServerMinor(connected.client) : undefined;
  const serverMinor = serverVersion ?? clusterMinor;
  const evaluator = createEvaluator(CHECKS, serverMinor);
  const scope = scopeOfCluster(request, connected);
  const { context, server } = connected;
  /** The namespaces that the server gave; of a selector that it was asked by, no others are meant. */
  const given = new Set<string>();
  const isAsked = (name: string): boolean => {
    if (scope.type === "namespace") return name === scope.name;
    return scope.labelSelector === undefined || given.has(name);
  };
  const cluster = { type: "cluster", context, server } as const;
  const audit = make({ evaluator, isSelected: (name) => isAsked(name), cluster }, clusterMinor);
  noteNewerServer(audit, serverMinor, evaluator);
  await withClusterProgress(io, async (progress) => {
    for await (const item of readNamespaces(connected.client, scope)) {
      if (item.type === "namespace") given.add(item.name);
      takeItem(audit, item);
    }
    for await (const page of readWorkloads(connected.client, scope, audit.selected, progress)) {
      for (const item of page) takeItem(audit, item);
    }
  });
  noteNothingSelected(audit, request);
  return { audit, evaluator };
}

function takeItem(audit: Audit, item: ClusterItem): void {
  if (item.type === "missing") {
    audit.miss(item.message, { resource: item.resource, namespace: item.namespace, rule: item.rule });
    return;
  }
  audit.learn(item);
  audit.take(item);
}

function scopeOfFiles(request: Scoped): Pick<AuditOptions, "isSelected"> {
  const { namespace, selector } = request;
  if (selector !== undefined) {
    const isMatch = parseSelector(selector);
    return { isSelected: (_, labels) => (labels === undefined ? undefined : isMatch(labels)) };
  }
  if (namespace === undefined) return { isSelected: () => true };
  return { isSelected: (name) => name === namespace };
}

function scopeOfCluster(request: Scoped, connected: Connected): Scope {
  const { namespace, selector, isCurrent, allNamespaces } = request;
  if (selector !== undefined) return { type: "all", labelSelector: selector };
  if (allNamespaces === true) return { type: "all" };
  if (namespace !== undefined) return { type: "namespace", name: namespace };
  // An audit looks at the cluster; a change is tried, as kubectl would make it, in the current namespace.
  return isCurrent ? { type: "namespace", name: connected.namespace } : { type: "all" };
}

function noteNewerServer(audit: Audit, minor: number | undefined, { maxMinor }: Evaluator): void {
  if (minor === undefined || minor <= maxMinor) return;
  const message = `v1.${minor} is newer than v1.${maxMinor}, the newest known: judged as v1.${maxMinor}`;
  audit.note("warning", "newer-server", message);
}

/** A selector that selects nothing is more often a slip than a wish. */
function noteNothingSelected(audit: Audit, { selector }: Scoped): void {
  if (selector === undefined || audit.selected.size > 0) return;
  audit.note("warning", "unknown-namespace", `no namespace is selected by ${quote(selector)}`);
}

function refuseUnknownNamespace({ namespace }: Scoped, audit: Audit): void {
  // What could not be read may be all that there is in it.
  if (namespace === undefined || !audit.isEmpty) return;
  throw new UserError(`there is no namespace ${quote(namespace)}, and nothing in it`, "Check the name given with -n.");
}
