import type { Labels } from "../../admission/labels.ts";
import { ClusterIdentity } from "../../audit/inventory/cluster-identity.ts";
import { quote } from "../../api/words/quoted.ts";
import { isUserError, UserError } from "../../api/user-error.ts";
import type { UnreadLabels } from "../../report/audit-history/unread-labels.ts";
import type { Note, ReportSource, Unreadable } from "../../report/report.ts";
import { connect } from "../../sources/cluster/connect.ts";
import { readNamespaces } from "../../sources/cluster/lists/read-namespaces.ts";
import type { Scope } from "../../sources/cluster/lists/scope.ts";
import { SYSTEM_NAMESPACE, type ClusterItem } from "../../workloads/cluster-item.ts";
import { openDump } from "../inputs/open-dump.ts";
import { takeInventory } from "../inputs/take-inventory.ts";
import type { Terminal } from "../terminal.ts";
import type { HistoryRequest } from "./history-request.ts";

/** The namespaces whose labels are known. */
export interface KnownNamespaces {
  readonly labels: ReadonlyMap<string, Labels>;
  /** Whether these are all namespaces that exist. */
  readonly hasAll: boolean;
  /** Null if no labels could be read. */
  readonly source: ReportSource | null;
  /** The labels that the cluster was asked for in vain; null if there are none. */
  readonly unread: UnreadLabels | null;
  /** The uid of namespace kube-system; null if it is not known. */
  readonly clusterUid: string | null;
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads the labels of namespaces: from the file of `--namespaces`, otherwise from the cluster. Without a cluster, the history has no labels and says so.
 *
 * @throws UserError if the file contains no Namespace, or a selector needs labels that are not known
 */
export async function readKnownNamespaces(request: HistoryRequest, terminal: Terminal): Promise<KnownNamespaces> {
  if (request.namespaces !== undefined) return await fromFile(request.namespaces, request, terminal);
  try {
    return await fromCluster(request, terminal);
  } catch (error) {
    if (!isUserError(error)) throw error;
    if (request.selector !== undefined) throw error;
    const notes = [unknownLabels(error.message)];
    const unread = { isForbidden: false, namespaces: null };
    return { labels: new Map(), hasAll: false, source: null, unread, clusterUid: null, notes, unreadable: [] };
  }
}

async function fromFile(file: string, request: HistoryRequest, terminal: Terminal): Promise<KnownNamespaces> {
  const { selector, verbosity } = request;
  const objects = await openDump([file], { verbosity, ...(selector !== undefined && { selector }) }, terminal);
  const inventory = await takeInventory(objects, [], { strict: false, areLabelsNeeded: true });
  const { namespaces, unreadable } = inventory;
  if (namespaces.length === 0 && unreadable.length === 0) throw withoutNamespaces(file, selector);
  return {
    labels: new Map(namespaces.map(({ name, labels }) => [name, labels])),
    // A file with some namespaces says nothing about the others. Every cluster has this one.
    hasAll:
      selector === undefined && unreadable.length === 0 && namespaces.some(({ name }) => name === SYSTEM_NAMESPACE),
    source: { type: "files", files: 1 },
    unread: null,
    clusterUid: inventory.identity.uid,
    notes: [],
    unreadable,
  };
}

function withoutNamespaces(file: string, selector: string | undefined): UserError {
  return new UserError(
    `${file} contains no Namespace${selector === undefined ? "" : " that the selector matches"}`,
    "Write it with: kubectl get namespaces -o yaml > namespaces.yaml",
  );
}

async function fromCluster(request: HistoryRequest, terminal: Terminal): Promise<KnownNamespaces> {
  const { client, context, server } = await connect(request, terminal.env, request.verbosity, terminal.say);
  try {
    const labels = new Map<string, Labels>();
    const identity = new ClusterIdentity();
    const missing: string[] = [];
    let isNarrowed = false;
    let isAnswered = false;
    let isForbidden = false;
    let unread = 0;
    for await (const item of readNamespaces(client, scopeOf(request))) {
      if (item.type === "namespace") {
        labels.set(item.name, item.labels);
        identity.learn(item);
      }
      isAnswered ||= item.type === "namespace" || item.type === "absent";
      if (item.type === "narrowed") isNarrowed = true;
      if (item.type === "missing" || item.type === "narrowed") unread++;
      isForbidden ||= item.type === "narrowed" || (item.type === "missing" && item.rule !== "");
      missing.push(...faultOf(item));
    }
    const source = isAnswered || missing.length === 0 ? ({ type: "cluster", context, server } as const) : null;
    if (source === null && request.selector !== undefined) throw unresolved(request.selector, missing);
    const isAll = request.namespace === undefined && request.selector === undefined;
    return {
      labels,
      hasAll: isAll && !isNarrowed && missing.length === 0,
      source,
      unread: unread === 0 ? null : { isForbidden, namespaces: request.namespace === undefined ? null : unread },
      clusterUid: identity.uid,
      notes: missing.map(unknownLabels),
      unreadable: [],
    };
  } finally {
    client.close();
  }
}

/** Without labels, a selector selects no namespace, and an empty history would look like success. */
function unresolved(selector: string, [reason = ""]: readonly string[]): UserError {
  return new UserError(`the namespaces with ${quote(selector)} are not known: ${reason}`, [
    "A user who may list them saves them with: kubectl get namespaces -o yaml > namespaces.yaml",
    "Then add --namespaces namespaces.yaml in place of the cluster.",
  ]);
}

function faultOf(item: ClusterItem): readonly string[] {
  switch (item.type) {
    case "missing":
    case "absent":
    case "unreadable":
      return [item.message];
    case "narrowed":
      return item.refused.slice(0, 1).map(({ message }) => message);
    default:
      return [];
  }
}

function scopeOf({ namespace, selector }: HistoryRequest): Scope {
  if (selector !== undefined) return { type: "all", labelSelector: selector };
  return namespace === undefined ? { type: "all" } : { type: "namespaces", names: namespace };
}

function unknownLabels(reason: string): Note {
  const message = `labels of namespaces are unknown: ${reason}; --namespaces FILE reads them from kubectl get namespaces -o yaml`;
  return { severity: "warning", code: "unknown-namespace", message, source: null };
}
