/**
 * Everything that an audit or a dry run needs besides the command line and the printing: a file of its own in the bundle, so that lint does
 * not load it. Nothing but plain values crosses its border, both ways.
 */
import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import { BUILTIN_POLICY } from "../admission/labels.ts";
import { UserError } from "../api/user-error.ts";
import { Audit, type AuditOptions } from "../audit/audit.ts";
import { labelChanges, type PolicyChange } from "../audit/change.ts";
import type { Report } from "../audit/report.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator, type Evaluator } from "../policy/evaluator.ts";
import { connect, type Connected } from "../sources/cluster/connect.ts";
import type { ClusterFlags } from "../sources/cluster/endpoint.ts";
import { readNamespaces, readWorkloads, type ClusterItem, type Scope } from "../sources/cluster/read-cluster.ts";
import { readServerMinor } from "../sources/cluster/version.ts";
import { readAdmissionConfiguration } from "../sources/configuration-file.ts";
import { parseSelector } from "../workloads/selector.ts";
import { withClusterProgress } from "./cluster-progress.ts";
import type { AuditFlags } from "./commands/audit.ts";
import type { Io } from "./io.ts";
import { openManifests } from "./open-manifests.ts";

/** What is asked, as the flags have it. */
export interface AuditRequest extends AuditFlags {
  /** The labels to try; undefined for an audit. */
  readonly changes: PolicyChange | undefined;
  readonly asUser?: string;
}

/** Reads the cluster, or the dump in its place, and reports on it. */
export async function runAudit(asked: AuditRequest, io: Io): Promise<Report> {
  // As for kubectl, an empty -n is none, and -A beats it.
  const { namespace: named, ...others } = asked;
  const isNamed = named !== undefined && named !== "" && asked.allNamespaces !== true;
  const request: AuditRequest = isNamed ? asked : others;
  refuseContradictions(request);
  return request.filename === undefined ? auditCluster(request, io) : auditFiles(request, request.filename, io);
}

function refuseContradictions(request: AuditRequest): void {
  const { namespace, allNamespaces, selector, filename, changes } = request;
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
  const isScoped = namespace !== undefined || allNamespaces === true || selector !== undefined;
  if (changes !== undefined && filename !== undefined && !isScoped) {
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
};

async function auditFiles(request: AuditRequest, paths: readonly string[], io: Io): Promise<Report> {
  const evaluator = createEvaluator(CHECKS, request.serverVersion);
  const audit = new Audit({ ...optionsOf(request, evaluator), ...scopeOfFiles(request), cluster: undefined });
  noteNewerServer(audit, request.serverVersion, evaluator);
  const { read } = await openManifests(paths, io);
  // A pod may stand before its namespace and its owner.
  for (const item of read()) audit.learn(item);
  for (const item of read()) audit.take(item);
  noteNothingSelected(audit, request);
  const report = audit.report();
  const { namespace } = request;
  // What could not be read may be all that there is in it.
  const isNothing = report.namespaces.length === 0 && report.unreadable.length === 0;
  if (namespace !== undefined && isNothing) throw unknownNamespace(namespace);
  return report;
}

async function auditCluster(request: AuditRequest, io: Io): Promise<Report> {
  const connected = await connect(request, io.env, request.v, (line) => io.stderr.write(`${line}\n`));
  try {
    return await auditConnected(request, connected, io);
  } finally {
    connected.client.close();
  }
}

async function auditConnected(request: AuditRequest, connected: Connected, io: Io): Promise<Report> {
  const serverMinor = request.serverVersion ?? (await readServerMinor(connected.client));
  const evaluator = createEvaluator(CHECKS, serverMinor);
  const scope = scopeOfCluster(request, connected);
  const { context, server } = connected;
  /** The namespaces that the server gave; of a selector that it was asked by, no others are meant. */
  const given = new Set<string>();
  const isAsked = (name: string): boolean => {
    if (scope.type === "namespace") return name === scope.name;
    return scope.labelSelector === undefined || given.has(name);
  };
  const audit = new Audit({
    ...optionsOf(request, evaluator),
    isSelected: (name) => isAsked(name),
    cluster: { type: "cluster", context, server },
  });
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
  return audit.report();
}

function takeItem(audit: Audit, item: ClusterItem): void {
  if (item.type === "missing") {
    audit.miss(item.message, { resource: item.resource, namespace: item.namespace, rule: item.rule });
    return;
  }
  audit.learn(item);
  audit.take(item);
}

function optionsOf(request: AuditRequest, evaluator: Evaluator): Omit<AuditOptions, "cluster" | "isSelected"> {
  const configuration =
    request.admissionConfig === undefined ? undefined : readAdmissionConfiguration(request.admissionConfig);
  return {
    admission: {
      evaluator,
      exemptions: configuration?.exemptions ?? NO_EXEMPTIONS,
      defaults: configuration?.defaults ?? BUILTIN_POLICY,
    },
    changes: request.changes === undefined ? undefined : labelChanges(request.changes),
    user: request.asUser,
    failOn: request.failOn,
    strict: request.strict === true,
  };
}

function scopeOfFiles(request: AuditRequest): Pick<AuditOptions, "isSelected"> {
  const { namespace, selector } = request;
  if (selector !== undefined) {
    const isMatch = parseSelector(selector);
    return { isSelected: (_, labels) => labels !== undefined && isMatch(labels) };
  }
  if (namespace === undefined) return { isSelected: () => true };
  return { isSelected: (name) => name === namespace };
}

function scopeOfCluster(request: AuditRequest, connected: Connected): Scope {
  const { namespace, selector, changes, allNamespaces } = request;
  if (selector !== undefined) return { type: "all", labelSelector: selector };
  if (allNamespaces === true) return { type: "all" };
  if (namespace !== undefined) return { type: "namespace", name: namespace };
  // An audit looks at the cluster; a change is tried, as kubectl would make it, in the current namespace.
  return changes === undefined ? { type: "all" } : { type: "namespace", name: connected.namespace };
}

function noteNewerServer(audit: Audit, minor: number | undefined, { maxMinor }: Evaluator): void {
  if (minor === undefined || minor <= maxMinor) return;
  const message = `v1.${minor} is newer than v1.${maxMinor}, the newest known: judged as v1.${maxMinor}`;
  audit.note("warning", "newer-server", message);
}

/** A selector that selects nothing is more often a slip than a wish. */
function noteNothingSelected(audit: Audit, { selector }: AuditRequest): void {
  if (selector === undefined || audit.selected.size > 0) return;
  audit.note("warning", "unknown-namespace", `no namespace is selected by ${JSON.stringify(selector)}`);
}

function unknownNamespace(name: string): UserError {
  return new UserError(`there is no namespace "${name}", and nothing in it`, "Check the name given with -n.");
}
