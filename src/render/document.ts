/**
 * Version 1 of the machine-readable report: what scripts and dashboards rely on (docs/output.md). Each field is named here, whatever the
 * types inside are called, so that renaming one of them cannot change the document. Fields may be added, never renamed or removed.
 */
import type {
  FieldReport,
  NamespaceReport,
  Note,
  PolicyPart,
  Report,
  Result,
  Source,
  Unreadable,
  ViolationReport,
  WorkloadReport,
} from "../audit/report.ts";

/** A value as JSON has it. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The fields that stand before the list of namespaces. */
export function documentHead({ kind, source, serverVersion }: Report) {
  return {
    apiVersion: "kubectl-pss/v1",
    kind,
    source: { type: source.type, files: source.files },
    serverVersion,
  };
}

/** The fields that stand behind the list of namespaces. */
export function documentTail({ notes, unreadable, summary }: Report) {
  return {
    notes: notes.map(noteDocument),
    unreadable: unreadable.map(unreadableDocument),
    summary: {
      namespaces: summary.namespaces,
      objects: summary.objects,
      workloads: summary.workloads,
      pods: summary.pods,
      violations: summary.violations,
      failing: summary.failing,
      unreadable: summary.unreadable,
    },
  };
}

/** The fields of a namespace that stand before the list of its workloads, which is the last one. */
export function namespaceHead(namespace: NamespaceReport) {
  const { enforce, audit, warn } = namespace.policy;
  return {
    name: text(namespace.name),
    labelled: namespace.labelled,
    labelErrors: namespace.labelErrors.map(text),
    exempt: namespace.exempt,
    policy: { enforce: policyDocument(enforce), audit: policyDocument(audit), warn: policyDocument(warn) },
    assumedPolicy: namespace.assumedPolicy,
    strictest: namespace.strictest,
  };
}

/** A workload, whole. */
export function workloadDocument(workload: WorkloadReport) {
  const { exempt } = workload;
  return {
    kind: text(workload.kind),
    apiVersion: text(workload.apiVersion),
    namespace: text(workload.namespace),
    name: text(workload.name),
    pods: workload.pods,
    source: sourceDocument(workload.source),
    exempt: exempt === null ? null : { by: exempt.by, value: text(exempt.value) },
    results: workload.results.map(resultDocument),
  };
}

function resultDocument(result: Result) {
  return {
    subject: result.subject,
    pods: result.pods,
    pod: result.pod === null ? null : text(result.pod),
    level: result.level,
    version: result.version,
    modes: result.modes,
    allowed: result.allowed,
    message: text(result.message),
    violations: result.violations.map(violationDocument),
  };
}

function violationDocument({ check, reason, detail, fields }: ViolationReport) {
  return { check, reason: text(reason), detail: text(detail), fields: fields.map(fieldDocument) };
}

function fieldDocument({ path, value, line, column }: FieldReport) {
  return { path: text(path), value: jsonValue(value), line, column };
}

function policyDocument({ level, version, from }: PolicyPart) {
  return { level, version, from };
}

function sourceDocument({ file, document, line }: Source) {
  return { file: text(file), document, line };
}

function noteDocument({ severity, code, message, file, document, line }: Note) {
  return { severity, code, message: text(message), file: text(file), document, line };
}

function unreadableDocument({ file, document, line, message }: Unreadable) {
  return { file: text(file), document, line, message: text(message) };
}

/** Half a character is what Go makes of it, U+FFFD: not every reader takes a document that has one. */
function text(value: string): string {
  return value.toWellFormed();
}

/**
 * What a manifest holds in a field, as far as JSON can say it: an integer that a JSON reader may not hold exactly is the text of its
 * digits, and a number that is none is null, as for JSON.stringify.
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
