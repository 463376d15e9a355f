/**
 * Version 1 of the machine-readable report, on which scripts and dashboards rely (docs/output.md). Each field is named here, independently of the
 * internal types, so that a renamed field of a type does not change the document. Fields may be added, never renamed or removed.
 */
import type { Acceptance } from "../acceptance.ts";
import type {
  Blocks,
  FieldReport,
  Finding,
  NamespaceChange,
  NamespaceReport,
  PolicyPart,
  Report,
  Result,
  ViolationReport,
  WorkloadReport,
} from "../report.ts";
import type { Mode } from "../../api/mode.ts";
import { levelLabel } from "../../api/policies/policy-labels.ts";
import { auditComparisonDocument } from "./compared-document.ts";
import { policyVerdictDocument } from "./policy-document.ts";
import {
  noteDocument,
  renderedDocument,
  reportSource,
  scopeDocument,
  sourceDocument,
  text,
  unreadableDocument,
} from "./document-parts.ts";

/** A value as JSON has it. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The document of a whole report, as `-o json` prints it. */
export function reportDocument(report: Report) {
  const { kind } = report;
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespaceHead(namespace, kind),
    workloads: namespace.workloads.map((workload) => workloadDocument(workload, kind)),
  }));
  return { ...documentHead(report), namespaces, ...documentTail(report) };
}

/** The fields before the list of namespaces. */
export function documentHead(report: Report) {
  const { kind, source, covered, serverVersion, generatedAt, failOn, levels, configuration, only, manifests } = report;
  return {
    apiVersion: "kubectl-pss/v1",
    kind,
    source: reportSource(source),
    ...(covered !== undefined && { scope: scopeDocument(covered) }),
    serverVersion,
    ...(generatedAt !== undefined && { generatedAt }),
    failOn,
    ...(kind !== "DryRunReport" && { levels: [...levels] }),
    ...(configuration !== undefined && { configuration: text(configuration) }),
    ...(kind === "AuditReport" && { only }),
    ...(manifests !== undefined && { manifests: text(manifests) }),
  };
}

/** The fields after the list of namespaces. */
export function documentTail({ kind, policies, notes, unreadable, compared, summary }: Report) {
  return {
    ...(policies !== undefined && { policies: policies.map(policyVerdictDocument) }),
    notes: notes.map(noteDocument),
    unreadable: unreadable.map(unreadableDocument),
    ...(compared !== undefined && { compared: auditComparisonDocument(compared) }),
    summary: {
      namespaces: summary.namespaces,
      objects: summary.objects,
      workloads: summary.workloads,
      pods: summary.pods,
      violations: summary.violations,
      ...(kind !== "DryRunReport" && { accepted: summary.accepted, partlyAccepted: summary.partlyAccepted }),
      failing: summary.failing,
      unreadable: summary.unreadable,
    },
  };
}

/** The fields of a namespace before the list of its workloads, which is the last field. */
export function namespaceHead(namespace: NamespaceReport, kind: Report["kind"]) {
  return {
    name: text(namespace.name),
    labelled: namespace.labelled,
    ...(kind !== "LintReport" && { labelsKnown: namespace.labelsKnown }),
    labelErrors: namespace.labelErrors.map(({ message }) => text(message)),
    exempt: namespace.exempt,
    policy: knownPolicyDocument(namespace),
    assumedPolicy: namespace.assumedPolicy,
    readyFor: namespace.readyFor,
    ...(namespace.readyForReason !== null && { readyForReason: namespace.readyForReason }),
    blocks: {
      baseline: blocksDocument(namespace.blocks.baseline),
      restricted: blocksDocument(namespace.blocks.restricted),
    },
    rejectedNow: namespace.rejectedNow,
    ...(kind === "AuditReport" && { findings: namespace.findings.map(findingDocument) }),
    ...(namespace.change !== null && changeDocument(namespace.change)),
  };
}

/** A workload with all its fields. */
export function workloadDocument(workload: WorkloadReport, kind: Report["kind"]) {
  const { exempt } = workload;
  return {
    kind: text(workload.kind),
    apiVersion: text(workload.apiVersion),
    namespace: text(workload.namespace),
    name: text(workload.name),
    stableName: text(workload.stableName),
    pods: workload.pods,
    ...(kind !== "LintReport" && { replicas: workload.replicas, static: workload.static, finished: workload.finished }),
    ...(workload.source !== null && { source: sourceDocument(workload.source) }),
    exempt: exempt === null ? null : { by: exempt.by, value: text(exempt.value) },
    ...(kind !== "LintReport" && { rejection: rejectionDocument(workload.rejection) }),
    ...(kind === "DryRunReport" && { noLongerRejected: workload.noLongerRejected === true }),
    ...(workload.unjudged !== undefined && { unjudged: workload.unjudged.map(text) }),
    results: inOrder(workload).map((result) => resultDocument(result, kind)),
  };
}

/** All results of a workload: those of its template before those of its pods, and of each those that a mode or `--level` asks for first. */
function inOrder({ results, otherResults }: WorkloadReport): readonly Result[] {
  const isOf = (subject: Result["subject"]) => (result: Result) => result.subject === subject;
  const all = [...results, ...otherResults];
  return [...all.filter(isOf("template")), ...all.filter(isOf("pods"))];
}

function rejectionDocument(rejection: WorkloadReport["rejection"]) {
  if (rejection === null) return null;
  const { message, from, lastSeen } = rejection;
  return { message: text(message), from, ...(lastSeen !== undefined && { lastSeen: text(lastSeen) }) };
}

function resultDocument(result: Result, kind: Report["kind"]) {
  return {
    subject: result.subject,
    ...(result.template !== undefined && { template: text(result.template) }),
    pods: result.pods,
    pod: result.pod === null ? null : text(result.pod),
    level: result.level,
    version: result.version,
    modes: [...result.modes],
    requested: result.requested,
    ...(kind === "DryRunReport" && { newIn: [...result.newIn] }),
    allowed: result.allowed,
    message: text(result.message),
    ...(result.scc !== undefined && { scc: text(result.scc) }),
    violations: result.violations.map((violation) => violationDocument(violation, kind)),
  };
}

function violationDocument({ check, reason, detail, accepted, fields }: ViolationReport, kind: Report["kind"]) {
  return {
    check,
    reason: text(reason),
    detail: text(detail),
    ...(kind !== "DryRunReport" && { accepted: accepted === null ? null : acceptanceDocument(accepted) }),
    fields: fields.map(fieldDocument),
  };
}

function fieldDocument(field: FieldReport) {
  const { path, stablePath, value, line, column, endLine, endColumn, renderedLine, accepted } = field;
  return {
    ...{ path: text(path), stablePath: text(stablePath), value: jsonValue(value) },
    // The objects of a cluster, and those that a program passed, have no lines.
    ...(line > 0 && { line, column }),
    ...(line > 0 && endLine !== undefined && endColumn !== undefined && { endLine, endColumn }),
    ...(renderedLine !== undefined && { renderedLine }),
    ...(accepted !== undefined && { accepted: acceptanceDocument(accepted) }),
  };
}

function acceptanceDocument({ reason, until, by, file, line, rendered }: Acceptance) {
  return {
    ...{ reason: text(reason), until, by, file: text(file), line },
    ...(rendered !== undefined && { rendered: renderedDocument(rendered) }),
  };
}

function findingDocument({ severity, code, message }: Finding) {
  return { severity, code, message: text(message) };
}

function changeDocument({ from, labels, serverWarnings, denied }: NamespaceChange) {
  return {
    currentPolicy: policyDocument(from),
    labels: jsonValue(labels),
    serverWarnings: serverWarnings.map(text),
    denied: denied === null ? null : text(denied),
  };
}

function blocksDocument({ workloads, checks }: Blocks) {
  return { workloads, checks: checks.map(({ check, workloads: number }) => ({ check, workloads: number })) };
}

/**
 * The policy of a namespace. A dry run without the labels of a namespace knows only the modes whose labels it sets; the others are null. A change that
 * the API server rejects sets none.
 */
function knownPolicyDocument({ policy, labelsKnown, change }: NamespaceReport) {
  const known = policyDocument(policy);
  if (known === null || labelsKnown || change === null) return known;
  const isKnown = (mode: Mode): boolean => change.denied === null && levelLabel(mode) in change.labels;
  const { enforce, audit, warn } = known;
  return {
    enforce: isKnown("enforce") ? enforce : null,
    audit: isKnown("audit") ? audit : null,
    warn: isKnown("warn") ? warn : null,
  };
}

function policyDocument(policy: NamespaceReport["policy"]) {
  if (policy === null) return null;
  const { enforce, audit, warn } = policy;
  return { enforce: partDocument(enforce), audit: partDocument(audit), warn: partDocument(warn) };
}

function partDocument({ level, version, from }: PolicyPart) {
  return { level, version, from };
}

/**
 * The value of a manifest's field, for JSON. An integer that a JSON reader may not read exactly becomes a string of its digits. NaN and Infinity
 * become null, as with JSON.stringify.
 */
function jsonValue(value: unknown): Json {
  if (typeof value === "string") return text(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value !== "object" || value === null) return null;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [text(name), jsonValue(field)]));
}
