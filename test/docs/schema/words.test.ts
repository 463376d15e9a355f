/** The words that a schema accepts are the words of the report types. */
import assert from "node:assert/strict";
import { SHAPE_NAMES } from "../../../src/workloads/custom/template-path.ts";
import { describe, it } from "node:test";
import type { FixEvidence, FixRisk } from "../../../src/api/checks/fix-declaration.ts";
import type { FixedField, FixedWorkload, LeftViolation } from "../../../src/report/fix/fix-report.ts";
import { ACCEPTED_BY } from "../../../src/report/acceptance.ts";
import type { CheckDeclaration, RevisionDeclaration } from "../../../src/api/checks/check-declaration.ts";
import { isRecord } from "../../../src/api/record.ts";
import { LEVELS } from "../../../src/api/level.ts";
import { MODES } from "../../../src/api/mode.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import type { NamespaceState } from "../../../src/report/comparison/namespace-states.ts";
import type { PlanOption } from "../../../src/report/comparison/comparison.ts";
import type { ExplainedMessage } from "../../../src/report/explanation.ts";
import type {
  HistoryFailOn,
  HistoryPolicy,
  HistoryVerdict,
  UnknownReason,
  WorkloadNow,
  WorkloadState,
} from "../../../src/report/audit-history/history-report.ts";
import { GAP_CODES } from "../../../src/report/psp/psp-report.ts";
import type { PolicyVerdict } from "../../../src/report/policies/policy-verdict.ts";
import type {
  FailOn,
  Finding,
  FindingCode,
  Note,
  NoteCode,
  PolicyPart,
  Report,
  ReportSource,
  Result,
  OnlyNamespaces,
  ReadyForReason,
  WorkloadReport,
} from "../../../src/report/report.ts";
import type { RegistrationChange, SetupPart, SetupState } from "../../../src/api/webhook/setup.ts";
import type { CautionCode } from "../../../src/report/plan/caution.ts";
import type { KeptReason, RolloutPlan, StepId, Target } from "../../../src/report/plan/rollout-plan.ts";
import { FINDINGS, NOTES } from "../output-document.ts";
import { KINDS, SCHEMAS } from "./schemas.ts";

/** Every word of a type. The compiler requires each of them, and rejects all others. */
type Words<T extends string> = Readonly<Record<T, true>>;

const REPORT_KIND: Words<Report["kind"]> = { LintReport: true, AuditReport: true, DryRunReport: true };
const PLAN_KIND: Words<RolloutPlan["kind"]> = { RolloutPlan: true };
const SOURCE: Words<ReportSource["type"]> = { files: true, cluster: true };
const FAIL_ON: Words<FailOn> = { enforce: true, audit: true, warn: true, any: true, none: true };
const ONLY: Words<OnlyNamespaces> = { blocked: true, ready: true, unlabelled: true };
const NOT_READY: Words<ReadyForReason> = { empty: true, exempt: true, unknown: true };
const FROM: Words<PolicyPart["from"]> = { label: true, configuration: true, builtin: true, implied: true };
const SUBJECT: Words<Result["subject"]> = { template: true, pods: true };
const POLICY_SUBJECT: Words<PolicyVerdict["subject"]> = { object: true, pods: true };
const EXEMPT_BY: Words<NonNullable<WorkloadReport["exempt"]>["by"]> = {
  namespace: true,
  user: true,
  runtimeClass: true,
};
const REJECTION_FROM: Words<NonNullable<WorkloadReport["rejection"]>["from"]> = { condition: true, event: true };
const NOTE_SEVERITY: Words<Note["severity"]> = { error: true, warning: true, info: true };
const FINDING_SEVERITY: Words<Finding["severity"]> = { warning: true, info: true };
const TARGET: Words<Target> = { baseline: true, restricted: true };
const CHECK_LEVEL: Words<CheckDeclaration["level"]> = { baseline: true, restricted: true };
const STEP: Words<StepId> = { "close-the-gap": true, observe: true, enforce: true, fix: true };
const KEPT: Words<KeptReason> = {
  empty: true,
  exempt: true,
  managed: true,
  privileged: true,
  skipped: true,
  system: true,
  terminating: true,
  unread: true,
};
const STATE: Words<NamespaceState> = { unlabelled: true, observed: true, ready: true, enforced: true, kept: true };
const PLAN_OPTION: Words<PlanOption> = {
  maxStep: true,
  pin: true,
  skip: true,
  skipManaged: true,
  keepPrivileged: true,
  includeEmpty: true,
  history: true,
};
const CAUTION: Words<CautionCode> = { "bare-pod": true, "custom-owner": true, finished: true, job: true };
const EFFECT: Words<NonNullable<RevisionDeclaration["effect"]>> = { relaxes: true, tightens: true };
const MESSAGE: Words<ExplainedMessage["type"]> = { rejected: true, warned: true, existing: true, bare: true };
const FIX_STATE: Words<FixedWorkload["state"]> = {
  fixed: true,
  improved: true,
  left: true,
  failed: true,
  accepted: true,
};
const FIX_KIND: Words<FixedField["kind"]> = { add: true, "take away": true };
const FIX_RISK: Words<FixRisk> = { low: true, medium: true, high: true };
const FIX_EVIDENCE: Words<FixEvidence> = { safe: true, likely: true, unknown: true, breaks: true };
const LEFT: Words<LeftViolation["reason"]> = {
  decide: true,
  "take away": true,
  breaks: true,
  incomplete: true,
  text: true,
  "not asked": true,
  accepted: true,
};
const FINDING_CODE: Words<FindingCode> = {
  "audit-not-stricter": true,
  "exempt-labels": true,
  "exempt-violations": true,
  "invalid-labels": true,
  "no-labels": true,
  "pinned-version": true,
  privileged: true,
};
const HISTORY_FAIL_ON: Words<HistoryFailOn> = { enforce: true, audit: true, any: true, none: true };
const HISTORY_FROM: Words<HistoryPolicy["from"]> = { labels: true, log: true };
const OTHER_VERDICT = { blocked: true, unknown: true } as const;
const EVIDENT: Words<Exclude<HistoryVerdict["type"], keyof typeof OTHER_VERDICT>> = {
  "could-enforce": true,
  enforced: true,
  "not-seen": true,
};
const UNKNOWN_REASON: Words<UnknownReason> = {
  "no-labels": true,
  "not-audited": true,
  "policy-changed": true,
  exempt: true,
  "not-judged": true,
  errors: true,
  "rejected-now": true,
  gone: true,
};
const WORKLOAD_NOW: Words<WorkloadNow> = { violating: true, fixed: true, gone: true };
const WORKLOAD_STATE: Words<WorkloadState> = { violating: true, quiet: true, deleted: true };
const NOTE_CODE: Words<NoteCode> = {
  "accepted-list": true,
  "admission-configuration": true,
  "admission-policy": true,
  "assumed-defaults": true,
  "assumed-version": true,
  "changed-by-scc": true,
  "terminating-namespace": true,
  "changed-since": true,
  "cluster-scoped": true,
  "current-namespace": true,
  "duplicate-key": true,
  "duplicate-namespace": true,
  "duplicate-object": true,
  "empty-file": true,
  "empty-input": true,
  "empty-list": true,
  "endless-acceptance": true,
  "excluded-files": true,
  "expired-acceptance": true,
  "embedded-workload": true,
  "foreign-kind": true,
  "found-by-shape": true,
  "helm-chart": true,
  "hidden-credentials": true,
  "hidden-files": true,
  "invalid-acceptance": true,
  "invalid-label": true,
  "items-in-custom-resource": true,
  "items-in-object": true,
  kustomization: true,
  "lost-document": true,
  "misplaced-acceptance": true,
  "managed-namespace": true,
  "misplaced-label": true,
  "missing-kind": true,
  "missing-namespace": true,
  "misspelt-label": true,
  "misspelt-value": true,
  "mixed-clusters": true,
  "nested-list": true,
  "newer-server": true,
  "newer-version": true,
  "older-server": true,
  "dropped-field": true,
  "no-cluster-uid": true,
  "no-containers": true,
  "no-events": true,
  "no-pod-template": true,
  "no-security-context": true,
  "no-workloads": true,
  "not-an-object": true,
  "old-api-version": true,
  "old-history": true,
  "other-cluster": true,
  "other-configuration": true,
  "partial-history": true,
  patch: true,
  "pod-spec-patch": true,
  "pod-security-policy": true,
  "repeated-object": true,
  "replaced-bytes": true,
  "shared-uid": true,
  "skipped-file": true,
  "unknown-field": true,
  "unknown-kind": true,
  "unknown-namespace": true,
  "unread-controller": true,
  "unread-custom-resources": true,
  "unread-policies": true,
  "unused-acceptance": true,
  "unused-setting": true,
  "unmatched-pod-template": true,
  "unset-variable": true,
  "variable-default": true,
  "without-template": true,
};

const SETUP_PART: Words<SetupPart> = {
  configuration: true,
  certificate: true,
  registration: true,
  caBundle: true,
  service: true,
  rights: true,
};
const SETUP_STATE: Words<SetupState> = { problem: true, unknown: true, notice: true, ok: true, skipped: true };
const CHANGE: Words<RegistrationChange["op"]> = { add: true, remove: true };

/** The words of each enumeration, by its place: the file, the definition and the field. Constants of one field belong together. */
const ENUMERATIONS: Readonly<Record<string, readonly (string | null)[]>> = {
  "report kind": Object.keys(REPORT_KIND),
  "report type": Object.keys(SOURCE),
  "report apiVersion": ["kubectl-pss/v1"],
  "report level": LEVELS,
  "report mode": MODES,
  "report report.failOn": Object.keys(FAIL_ON),
  "report auditReport.only": [...Object.keys(ONLY), null],
  "report modeMove.mode": MODES.filter((mode) => mode !== "enforce"),
  "report namespace.readyForReason": Object.keys(NOT_READY),
  "report policyPart.from": Object.keys(FROM),
  "report result.subject": Object.keys(SUBJECT),
  "report policyVerdict.subject": Object.keys(POLICY_SUBJECT),
  "report rejection.from": Object.keys(REJECTION_FROM),
  "report acceptance.by": ACCEPTED_BY,
  "report exemption.by": Object.keys(EXEMPT_BY),
  "report note.severity": Object.keys(NOTE_SEVERITY),
  "report noteCode": Object.keys(NOTE_CODE),
  "report finding.severity": Object.keys(FINDING_SEVERITY),
  "report finding.code": Object.keys(FINDING_CODE),
  "rollout-plan kind": Object.keys(PLAN_KIND),
  "rollout-plan target": Object.keys(TARGET),
  "rollout-plan planOption": Object.keys(PLAN_OPTION),
  "rollout-plan step.id": Object.keys(STEP),
  "rollout-plan keptReason": Object.keys(KEPT),
  "rollout-plan state": Object.keys(STATE),
  "rollout-plan caution.code": Object.keys(CAUTION),
  "check-list kind": ["CheckList"],
  "check-list level": [...LEVELS, null],
  "check-list explainedCheck.level": Object.keys(CHECK_LEVEL),
  "check-list revision.effect": [...Object.keys(EFFECT), null],
  "check-change-list kind": ["CheckChangeList"],
  "check-change-list levelChanges.level": Object.keys(CHECK_LEVEL),
  "check-change-list change.effect": [...Object.keys(EFFECT), "changes", "replaces"],
  "custom-kind-list kind": ["CustomKindList"],
  "custom-kind-list customKind.source": ["code", "documentation"],
  "custom-kind-list customPlace.shape": Object.values(SHAPE_NAMES),
  "pod-security-policy-mapping kind": ["PodSecurityPolicyMapping"],
  "pod-security-policy-mapping gap.code": GAP_CODES,
  "pod-security-policy-migration kind": ["PodSecurityPolicyMigration"],
  "pod-security-policy-migration migratedNamespace.unknown": ["unread", "empty", null],
  "fix-report kind": ["FixReport"],
  "fix-report fixedWorkload.state": Object.keys(FIX_STATE),
  "fix-report fixedField.kind": Object.keys(FIX_KIND),
  "fix-report fixedField.risk": Object.keys(FIX_RISK),
  "fix-report fixedField.evidence": Object.keys(FIX_EVIDENCE),
  "fix-report leftViolation.reason": Object.keys(LEFT),
  "history kind": ["HistoryReport"],
  "history failOn": Object.keys(HISTORY_FAIL_ON),
  "history historyPolicy.from": Object.keys(HISTORY_FROM),
  "history evidentVerdict.type": Object.keys(EVIDENT),
  "history type": Object.keys(OTHER_VERDICT),
  "history unknownVerdict.reason": Object.keys(UNKNOWN_REASON),
  "history historyWorkload.state": Object.keys(WORKLOAD_STATE),
  "history historyWorkload.now": [...Object.keys(WORKLOAD_NOW), null],
  "history historyWorkload.violates": Object.keys(TARGET),
  "rollout-plan planEvidence.against": [...Object.keys(TARGET), null],
  "webhook-check kind": ["WebhookCheck"],
  "webhook-check source": Object.keys(SOURCE),
  "webhook-check setupResult.part": Object.keys(SETUP_PART),
  "webhook-check setupResult.state": Object.keys(SETUP_STATE),
  "webhook-check setupChange.op": Object.keys(CHANGE),
  "message-list kind": ["MessageList"],
  "message-list message.type": Object.keys(MESSAGE),
  "message-list message.level": [...Object.keys(CHECK_LEVEL), null],
  "message-list readViolation.level": Object.keys(CHECK_LEVEL),
};

/** The enumerations and constants of all schemas. Definitions that several files have are those of the first one. */
function enumerations(): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, unknown[]>();
  const seen = new Set<string>();
  const visit = (schema: unknown, file: string, place: string): void => {
    if (!isRecord(schema)) return;
    const { enum: words, const: constant, properties, $defs: definitions } = schema;
    if (Array.isArray(words)) found.set(`${file} ${place}`, words);
    const field = `${file} ${place.slice(place.lastIndexOf(".") + 1)}`;
    if (constant !== undefined) found.set(field, [...(found.get(field) ?? []), constant]);
    for (const [name, part] of Object.entries(properties ?? {}))
      visit(part, file, place === "" ? name : `${place}.${name}`);
    for (const [name, part] of Object.entries(definitions ?? {})) {
      const text = JSON.stringify([name, part]);
      if (!seen.has(text)) visit(part, file, name);
      seen.add(text);
    }
  };
  const files = [...SCHEMAS.keys()].toSorted((a, b) => Number(b.startsWith("report")) - Number(a.startsWith("report")));
  for (const file of files) visit(SCHEMAS.get(file), file.replace(".schema.json", ""), "");
  return found;
}

const sorted = (words: readonly unknown[] = []): readonly string[] => words.map(String).toSorted();

describe("the words of the schemas", () => {
  const found = enumerations();

  it("are in these places", () => {
    assert.deepEqual([...found.keys()].toSorted(), Object.keys(ENUMERATIONS).toSorted());
  });

  for (const [place, words] of Object.entries(ENUMERATIONS)) {
    it(`${place}: those of the type`, () => assert.deepEqual(sorted(found.get(place)), sorted(words)));
  }

  it("are in each kind of document", () => {
    const kinds = [...found].flatMap(([place, words]) => (place.endsWith(" kind") ? words : []));
    assert.deepEqual(sorted(kinds), sorted(Object.keys(KINDS)));
  });
});

describe("docs/output.md names", () => {
  it("each code of a note", () => {
    assert.deepEqual(sorted(NOTES.map(([code]) => code)), sorted(Object.keys(NOTE_CODE)));
  });

  it("each code of a finding, with existing severities", () => {
    assert.deepEqual(sorted(FINDINGS.map(([code]) => code)), sorted(Object.keys(FINDING_CODE)));
    const severities = FINDINGS.flatMap(([, , severity = ""]) => severity.match(/\b(?:warning|info)\b/g) ?? []);
    assert.deepEqual(sorted([...new Set(severities)]), sorted(Object.keys(FINDING_SEVERITY)));
  });
});

it("a schema accepts the ID of each check", () => {
  const patterns = [...SCHEMAS.values()].flatMap(
    ({ $defs }) => /"check":\{"type":"string","pattern":"([^"]*)"/.exec(JSON.stringify($defs))?.[1] ?? [],
  );
  // The list of kinds and the check of a webhook name no check.
  assert.equal(patterns.length, SCHEMAS.size - 2);
  for (const { id } of CHECKS) for (const pattern of patterns) assert.match(id, new RegExp(pattern, "u"));
});
