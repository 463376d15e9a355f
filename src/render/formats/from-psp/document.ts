/**
 * Version 1 of a migration from PodSecurityPolicy for machines (docs/output.md). Each field is named here, independently of internal types; fields may
 * be added, but never renamed or removed.
 */
import type {
  ChangedWorkload,
  Grant,
  MigratedNamespace,
  PolicyReport,
  PspMigration,
  RbacRef,
} from "../../../report/psp/psp-report.ts";
import {
  noteDocument,
  reportSource,
  scopeDocument,
  text,
  unreadableDocument,
} from "../../../report/document/document-parts.ts";
import { jsonPieces } from "../../words/documents/json-pieces.ts";
import { escapeUnits } from "../../words/escape.ts";

/** Renders the migration as a JSON document of version 1, indented by two spaces. Unprintable characters are escaped. */
export function* renderFromPspJson(migration: PspMigration): Generator<string, undefined> {
  yield* jsonPieces(migrationDocument(migration), "", escapeUnits);
  yield "\n";
}

/** Converts a migration to the value that `-o json` prints. */
export function migrationDocument(migration: PspMigration) {
  const { kind, source, generatedAt, scope, versions, policies, namespaces, steps, notes, unreadable } = migration;
  return {
    apiVersion: "kubectl-pss/v1",
    kind,
    source: reportSource(source),
    scope: scopeDocument(scope),
    ...(generatedAt !== undefined && { generatedAt }),
    versions,
    policies: policies.map(policyDocument),
    namespaces: namespaces.map(namespaceDocument),
    steps: steps.map(({ number, title, why, commands }) => ({ number, title, why, commands: commands.map(text) })),
    notes: notes.map(noteDocument),
    unreadable: unreadable.map(unreadableDocument),
  };
}

function policyDocument({ name, letter, spirit, limits, fault, mutations, gaps, pods, grants }: PolicyReport) {
  return {
    name: text(name),
    letter,
    spirit,
    limits: limits.map((limit) => ({
      field: limit.field,
      values: limit.values.map(text),
      letter: limit.letter,
      spirit: limit.spirit,
    })),
    fault: fault === null ? null : text(fault),
    mutations: mutations.map(({ field, sets }) => ({ field, sets: text(sets) })),
    gaps: gaps.map((gap) => ({ code: gap.code, checks: gap.checks, text: gap.text })),
    pods,
    grants: grants.map(grantDocument),
  };
}

function grantDocument({ binding, role, subjects, everyPolicy }: Grant) {
  return { binding: refDocument(binding), role: refDocument(role), subjects: subjects.map(text), everyPolicy };
}

function refDocument({ kind, namespace, name }: RbacRef) {
  return { kind: text(kind), namespace: namespace === null ? null : text(namespace), name: text(name) };
}

function namespaceDocument(namespace: MigratedNamespace) {
  const { name, pods, used, meets, recommended, unknown, enforced, changed } = namespace;
  return {
    name: text(name),
    pods,
    used: used.map(({ policy, pods: count, spirit }) => ({ policy: text(policy), pods: count, spirit })),
    meets,
    recommended,
    unknown,
    enforced,
    changed: changed.map(workloadDocument),
  };
}

function workloadDocument({ apiVersion, kind, name, pods, changes, patch }: ChangedWorkload) {
  return {
    kind: text(kind),
    apiVersion: text(apiVersion),
    name: text(name),
    pods,
    changes: changes.map(({ container, field, value, by }) => ({
      container: container === null ? null : text(container),
      field: text(field),
      value: value === null ? null : text(value),
      by: by && { policy: text(by.policy), field: by.field },
    })),
    patch: patch === null ? null : text(patch),
  };
}
