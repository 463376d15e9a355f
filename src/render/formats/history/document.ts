import type { HistoryNamespace, HistoryReport, HistoryWorkload } from "../../../report/audit-history/history-report.ts";
import { noteDocument, reportSource, text, unreadableDocument } from "../../../report/document/document-parts.ts";
import { jsonPieces } from "../../words/documents/json-pieces.ts";
import { escapeUnits } from "../../words/escape.ts";

/** Renders a history as a JSON document of version 1, indented by two spaces. Unprintable characters are escaped. */
export function* renderHistoryJson(report: HistoryReport): Generator<string, undefined> {
  yield* jsonPieces(historyDocument(report), "", escapeUnits);
  yield "\n";
}

/** Converts a history to the value that `-o json` prints. */
export function historyDocument(report: HistoryReport) {
  const { kind, files, labels, generatedAt, names, selector, failOn, namespaces, days, notes, unreadable } = report;
  const { coverage, clusterUid } = report;
  return {
    apiVersion: "kubectl-pss/v1",
    kind,
    files,
    labels: labels && reportSource(labels),
    clusterUid,
    ...(generatedAt !== undefined && { generatedAt }),
    names: names && names.map(text),
    selector: selector === null ? null : text(selector),
    failOn,
    namespaces: namespaces.map(namespaceDocument),
    days,
    coverage: { ...coverage, firstBad: coverage.firstBad.map((bad) => ({ ...bad, file: text(bad.file) })) },
    notes: notes.map(noteDocument),
    unreadable: unreadable.map(unreadableDocument),
  };
}

function namespaceDocument(namespace: HistoryNamespace) {
  const { name, enforce, audit, auditSince, verdict, evidence, violations, denied, exempt, errors } = namespace;
  const { first, last, workloads, folded, days } = namespace;
  return {
    name: text(name),
    enforce,
    audit,
    auditSince,
    verdict,
    evidence,
    violations,
    denied,
    exempt,
    errors,
    first,
    last,
    workloads: workloads.map(workloadDocument),
    folded,
    days,
  };
}

function workloadDocument(workload: HistoryWorkload) {
  const { kind, name, requesters, message, policies, checks, ...rest } = workload;
  const { state, quietSince, now, rejected, blocks, violates, violations, denied, first, last, days, otherRequesters } =
    rest;
  return {
    kind: text(kind),
    name: name === null ? null : text(name),
    state,
    quietSince,
    now,
    rejected: rejected === null ? null : text(rejected),
    blocks,
    violates,
    violations,
    denied,
    first,
    last,
    days,
    policies,
    checks,
    requesters: requesters.map(({ user, agent, times }) => ({ user: text(user), agent: text(agent), times })),
    otherRequesters,
    message: text(message),
  };
}
