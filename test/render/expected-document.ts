import type { NamespaceReport, Report, Result, WorkloadReport } from "../../src/report/report.ts";

/** The expected document of a report in JSON (docs/output.md), with the fields of its kind. */
export function expectedDocument(report: Report): unknown {
  const {
    notes,
    unreadable,
    namespaces,
    byLevel: _byLevel,
    accepts: _accepts,
    summary,
    only,
    levels,
    scope: _scope,
    kind,
    source: origin,
    covered,
    ...head
  } = report;
  const { accepted, partlyAccepted, failing, unreadable: missing, ...counts } = summary;
  const hasAccepted = report.kind !== "DryRunReport";
  const document = {
    apiVersion: "kubectl-pss/v1",
    kind,
    source: origin,
    ...(covered !== undefined && { scope: covered }),
    ...head,
    ...(hasAccepted && { levels }),
    ...(report.kind === "AuditReport" && { only }),
    namespaces: namespaces.map((namespace) => expectedNamespace(namespace, report.kind)),
    notes: notes.map(({ source, ...note }) => ({ ...note, ...source })),
    unreadable: unreadable.map(({ source, list, message }) => ({ ...source, ...list, message })),
    summary: { ...counts, ...(hasAccepted && { accepted, partlyAccepted }), failing, unreadable: missing },
  };
  return JSON.parse(JSON.stringify(document, asJson));
}

function expectedNamespace(
  { name, labelled, labelsKnown, labelErrors, findings, change, workloads, ...others }: NamespaceReport,
  kind: Report["kind"],
) {
  const { from, to: _to, ...answer } = change ?? {};
  const { exempt, policy, assumedPolicy, readyFor, readyForReason, ...rest } = others;
  return {
    name,
    labelled,
    ...(kind !== "LintReport" && { labelsKnown }),
    labelErrors: labelErrors.map(({ message }) => message),
    ...{ exempt, policy, assumedPolicy, readyFor },
    ...(readyForReason !== null && { readyForReason }),
    ...rest,
    ...(kind === "AuditReport" && { findings }),
    ...(kind === "DryRunReport" && { currentPolicy: from, ...answer }),
    workloads: workloads.map((workload) => expectedWorkload(workload, kind)),
  };
}

function expectedWorkload(
  { replicas, static: isStatic, source, results, otherResults, ...others }: WorkloadReport,
  kind: Report["kind"],
) {
  const {
    exempt,
    finished,
    rejection,
    violations: _violations,
    newPart: _newPart,
    annotations: _annotations,
    noLongerRejected = false,
    ...names
  } = others;
  const all = [...results, ...otherResults];
  const [ofTemplate, ofPods] = (["template", "pods"] as const).map((one) =>
    all.filter(({ subject }) => subject === one),
  );
  return {
    ...names,
    ...(kind !== "LintReport" && { replicas, static: isStatic, finished }),
    ...(source !== null && { source }),
    exempt,
    ...(kind !== "LintReport" && { rejection }),
    ...(kind === "DryRunReport" && { noLongerRejected }),
    results: [...(ofTemplate ?? []), ...(ofPods ?? [])].map((result) => expectedResult(result, kind)),
  };
}

function expectedResult(
  { newIn, allowed, message, sentences: _sentences, violations, ...rest }: Result,
  kind: Report["kind"],
) {
  return {
    ...rest,
    ...(kind === "DryRunReport" && { newIn }),
    allowed,
    message,
    violations: violations.map(({ accepted, fields, ...words }) => ({
      ...words,
      ...(kind !== "DryRunReport" && { accepted }),
      fields: fields.map(({ line, column, endLine, endColumn, container: _container, ...field }) => ({
        ...field,
        ...(line > 0 && { line, column, endLine, endColumn }),
      })),
    })),
  };
}

/** Values that JSON does not have, as texts. */
function asJson(_key: string, field: unknown): unknown {
  if (typeof field === "string") return field.toWellFormed();
  if (typeof field === "bigint") return String(field);
  if (typeof field !== "object" || field === null || Array.isArray(field)) return field;
  return Object.fromEntries(Object.entries(field).map(([name, inner]) => [name.toWellFormed(), inner]));
}
