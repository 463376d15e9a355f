/** The public type of a lint's report has the fields that the JSON Schema has. */
import assert from "node:assert/strict";
import { it } from "node:test";
import type {
  LintAcceptance,
  LintBlocks,
  LintField,
  LintNamespace,
  LintPolicyAnswer,
  LintReport,
  LintResult,
  LintSummary,
  LintViolation,
  LintWorkload,
  Mode,
  Note,
  Place,
  PolicyPart,
  RenderedPlace,
  UnreadableInput,
} from "../../src/index.ts";
import { schemaFields } from "../docs/schema/field-names.ts";

/** Every field of a type, with the fields below it. The compiler requires each of them, and rejects all others. */
type Fields<T> = Readonly<Record<keyof T, object | null>>;

const RENDERED: Fields<RenderedPlace> = { line: null, values: null };
const PLACE: Fields<Place> = { file: null, document: null, line: null, rendered: RENDERED };
const ACCEPTANCE: Fields<LintAcceptance> = {
  ...{ reason: null, until: null, by: null, file: null, line: null },
  rendered: RENDERED,
};
const FIELD: Fields<LintField> = {
  path: null,
  stablePath: null,
  value: null,
  line: null,
  column: null,
  endLine: null,
  endColumn: null,
  renderedLine: null,
  accepted: ACCEPTANCE,
};
const VIOLATION: Fields<LintViolation> = {
  ...{ check: null, reason: null, detail: null },
  accepted: ACCEPTANCE,
  fields: [FIELD],
};
const RESULT: Fields<LintResult> = {
  ...{
    subject: null,
    template: null,
    pods: null,
    pod: null,
    level: null,
    version: null,
    modes: null,
    requested: null,
    allowed: null,
    message: null,
  },
  violations: [VIOLATION],
};
const EXEMPT: Fields<NonNullable<LintWorkload["exempt"]>> = { by: null, value: null };
const WORKLOAD: Fields<LintWorkload> = {
  ...{ kind: null, apiVersion: null, namespace: null, name: null, stableName: null, pods: null, unjudged: null },
  source: PLACE,
  exempt: EXEMPT,
  results: [RESULT],
};
const PART: Fields<PolicyPart> = { level: null, version: null, from: null };
const POLICY: Fields<Record<Mode, PolicyPart>> = { enforce: PART, audit: PART, warn: PART };
const BLOCKS: Fields<LintBlocks> = { workloads: null, checks: [{ check: null, workloads: null }] };
const NAMESPACE: Fields<LintNamespace> = {
  ...{ name: null, labelled: null, labelErrors: null, exempt: null, assumedPolicy: null, readyFor: null },
  ...{ readyForReason: null, rejectedNow: null },
  blocks: { baseline: BLOCKS, restricted: BLOCKS },
  policy: POLICY,
  workloads: [WORKLOAD],
};
const POLICY_ANSWER: Fields<LintPolicyAnswer> = {
  ...{ policy: null, binding: null, actions: null, kind: null, apiVersion: null, namespace: null, name: null },
  ...{ subject: null, messages: null, sentences: null, rejectedByLabels: null },
  source: PLACE,
};
const NOTE: Fields<Note> = { severity: null, code: null, message: null };
const UNREADABLE: Fields<UnreadableInput> = { ...PLACE, message: null };
const SUMMARY: Fields<LintSummary> = {
  ...{
    namespaces: null,
    objects: null,
    workloads: null,
    pods: null,
    violations: null,
    accepted: null,
    partlyAccepted: null,
  },
  ...{ failing: null, unreadable: null },
};
const SOURCE: Fields<LintReport["source"]> = { type: null, files: null };
const REPORT: Fields<LintReport> = {
  ...{
    apiVersion: null,
    kind: null,
    serverVersion: null,
    generatedAt: null,
    failOn: null,
    levels: null,
    configuration: null,
  },
  source: SOURCE,
  namespaces: [NAMESPACE],
  policies: [POLICY_ANSWER],
  notes: [{ ...NOTE, ...PLACE }],
  unreadable: [UNREADABLE],
  summary: SUMMARY,
};

function pathsOf(fields: object | null, path: string): readonly string[] {
  if (fields === null) return [];
  if (Array.isArray(fields)) return fields.flatMap((item: object) => pathsOf(item, `${path}[]`));
  return Object.entries(fields).flatMap(([name, below]: [string, object | null]) => {
    const fieldPath = path === "" ? name : `${path}.${name}`;
    return [fieldPath, ...pathsOf(below, fieldPath)];
  });
}

it("the type LintReport has the fields of docs/schema/report.schema.json", () => {
  assert.deepEqual(pathsOf(REPORT, "").toSorted(), [...schemaFields("LintReport")].toSorted());
});
