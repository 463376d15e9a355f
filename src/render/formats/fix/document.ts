/**
 * Version 1 of a fix for machines (docs/output.md). Each field is named here, independently of internal types; fields may be added, but never renamed or
 * removed.
 */
import type { EvidenceSource, FixReport, FixedFile, FixedWorkload } from "../../../report/fix/fix-report.ts";
import { noteDocument, sourceDocument, text, unreadableDocument } from "../../../report/document/document-parts.ts";
import { jsonPieces } from "../../words/documents/json-pieces.ts";
import { escapeUnits } from "../../words/escape.ts";

/** Renders the fix as a JSON document of version 1, indented by two spaces. Unprintable characters are escaped. */
export function* renderFixJson(report: FixReport): Generator<string, undefined> {
  yield* jsonPieces(fixDocument(report), "", escapeUnits);
  yield "\n";
}

/** Converts a fix to the value that `-o json` prints. */
export function fixDocument({
  kind,
  serverVersion,
  files,
  workloads,
  evidence,
  notes,
  unreadable,
  summary,
}: FixReport) {
  return {
    apiVersion: "kubectl-pss/v1",
    kind,
    serverVersion,
    files: files.map(fileDocument),
    workloads: workloads.map(workloadDocument),
    ...(evidence !== undefined && { evidence: evidenceDocument(evidence) }),
    notes: notes.map(noteDocument),
    unreadable: unreadable.map(unreadableDocument),
    summary: {
      workloads: summary.workloads,
      violating: summary.violating,
      fixed: summary.fixed,
      improved: summary.improved,
      violations: summary.violations,
      remaining: summary.remaining,
      edits: summary.edits,
      accepted: summary.accepted,
      unreadable: summary.unreadable,
    },
  };
}

function fileDocument({ file, edits, failure }: FixedFile) {
  return {
    file: text(file),
    edits: edits.map(({ line, column, endLine, endColumn, text: inserted }) => ({
      line,
      column,
      endLine,
      endColumn,
      text: text(inserted),
    })),
    failure: failure === null ? null : text(failure),
  };
}

function evidenceDocument({ cluster, namespaces, files, pods, isWhole }: EvidenceSource) {
  return {
    cluster:
      cluster === null
        ? null
        : { context: cluster.context === null ? null : text(cluster.context), server: text(cluster.server) },
    namespaces: namespaces === null ? null : namespaces.map(text),
    files: files.map(text),
    pods,
    complete: isWhole,
  };
}

function workloadDocument(workload: FixedWorkload) {
  const {
    apiVersion,
    kind,
    namespace,
    name,
    source,
    levels,
    state,
    violations,
    remaining,
    edits,
    left,
    patch,
    operations,
  } = workload;
  return {
    apiVersion: text(apiVersion),
    kind: text(kind),
    namespace: text(namespace),
    name: text(name),
    source: sourceDocument(source),
    levels,
    state,
    violations,
    remaining,
    edits: edits.map(({ check, kind: kindOfEdit, risk, evidence, because, path, value }) => ({
      check,
      kind: kindOfEdit,
      risk,
      evidence,
      because: because.map(text),
      path: text(path),
      value,
    })),
    left: left.map((one) => ({
      check: one.check,
      reason: one.reason,
      message: text(one.message),
      fields: one.fields.map(text),
      line: one.line,
      options: one.options.map(({ when, change }) => ({ when, change })),
    })),
    patch: patch === null ? null : text(JSON.stringify(patch)),
    jsonPatch: operations.length === 0 ? null : text(JSON.stringify(operations)),
  };
}
