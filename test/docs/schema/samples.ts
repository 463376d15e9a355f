/** Documents of each kind that together have each field, with and without its optional parts. */
import assert from "node:assert/strict";
import { explain } from "../../../src/app/explain/explain.ts";
import { reportDocument } from "../../../src/report/document/document.ts";
import type { EarlierReport } from "../../../src/report/comparison/comparison.ts";
import type {
  Report,
  Result,
  Source,
  Unreadable,
  ViolationReport,
  WorkloadReport,
} from "../../../src/report/report.ts";
import type { Obstacle } from "../../../src/report/plan/obstacle.ts";
import type { RolloutPlan } from "../../../src/report/plan/rollout-plan.ts";
import { explanationData } from "../../../src/render/formats/explain/data.ts";
import { planDocument } from "../../../src/render/formats/plan/document.ts";
import { AUDIT, DUMP_AUDIT } from "../../fixtures/reports/audit-report.ts";
import { ACCEPT_AUDIT, ACCEPT_REPORT } from "../../fixtures/reports/accept-report.ts";
import { AUDIT_COMPARISON, PLAN_COMPARISON } from "../../fixtures/reports/comparisons.ts";
import { DRY_RUN } from "../../fixtures/reports/dry-run-report.ts";
import { DONE_PLAN, PINNED_PLAN, PLAN, UNKNOWN_PLAN } from "../../fixtures/reports/plan.ts";
import { EMPTY_REPORT, REPORT, REPORT_BY_LEVELS } from "../../fixtures/reports/report.ts";
import { HISTORY } from "../../fixtures/reports/history.ts";
import { MIGRATION } from "../../fixtures/reports/psp-migration.ts";
import { historyDocument } from "../../../src/render/formats/history/document.ts";
import { migrationDocument } from "../../../src/render/formats/from-psp/document.ts";
import { FIX_REPORT } from "../../fixtures/reports/fix-report.ts";
import { fixDocument } from "../../../src/render/formats/fix/document.ts";
import type { SetupCheck } from "../../../src/api/webhook/setup.ts";
import type { Suggestions } from "../../../src/render/terminal/style.ts";
import { renderSetupJson } from "../../../src/render/formats/webhook/setup-document.ts";
import type { Kind } from "./schemas.ts";

const NOWHERE: Report["notes"][number] = {
  severity: "info",
  code: "hidden-files",
  message: "2 files are hidden",
  source: null,
};
const PLACED: Report["notes"][number] = {
  ...NOWHERE,
  code: "empty-file",
  source: { file: "a.yaml", document: 0, line: 1 },
};
/** An object of a file; an object of a cluster, which has no place; a list of a cluster, and one of a namespace. */
const UNREADABLE: readonly Unreadable[] = [
  { message: "spec: expected an object, found a string", source: { file: "a.yaml", document: 1, line: 7 }, list: null },
  { message: "Pod web: spec: expected an object, found a string", source: null, list: null },
  { message: "forbidden", source: null, list: { resource: "pods", namespace: null, rule: "" } },
  { message: "forbidden", source: null, list: { resource: "pods", namespace: "shop", rule: "{…}" } },
];

const NOW = "2026-11-30T12:00:00Z";
/** An earlier report of files, which does not have the time. */
const EARLIER_DUMP: EarlierReport = {
  ...AUDIT_COMPARISON.earlier,
  scope: { names: null, selector: "team=a", skipped: [] },
  source: { type: "files", files: 1 },
  generatedAt: null,
};

/** An earlier report of a cluster that no kubeconfig names. */
const EARLIER_UNNAMED: EarlierReport = {
  ...AUDIT_COMPARISON.earlier,
  scope: { names: ["shop"], selector: null, skipped: [] },
  source: { type: "cluster", context: null, server: "https://10.0.0.1" },
};

/** A result with each type of step. */
const SETUP_RESULTS: SetupCheck["results"] = [
  { part: "configuration", state: "skipped", found: "not given: --config" },
  ...(
    [
      { type: "advice", sentence: "Run it as an administrator." },
      { type: "certificates", registration: "a", namespace: "b" },
      { type: "kubectl", words: ["get", "pods"], effect: "their state" },
      { type: "change", registration: "a", change: { op: "add", path: "/webhooks/0/timeoutSeconds", value: 5 } },
      { type: "change", registration: "a", change: { op: "remove", path: "/webhooks/0/objectSelector" } },
    ] as const
  ).map((next) => ({ part: "registration" as const, state: "problem" as const, found: "b", expected: "c", next })),
];
const PLAIN: Suggestions = {
  pss: (words) => ({ text: ["kubectl", "pss", ...words].join(" "), isWhole: true }),
  kubectl: (words) => ({ text: ["kubectl", ...words].join(" "), isWhole: true }),
};

const UNKNOWN = { readyFor: null, readyForReason: "unknown" } as const;
/** A report whose workloads have the templates of custom resources. */
function withTemplates<One extends Report>(report: One): One {
  const templated = (results: WorkloadReport["results"]): WorkloadReport["results"] =>
    results.map((result) => ({ ...result, template: "spec.headGroupSpec.template" }));
  return {
    ...report,
    namespaces: report.namespaces.map((namespace) => ({
      ...namespace,
      workloads: namespace.workloads.map((workload) => ({
        ...workload,
        unjudged: ["spec.podSpecPatch"],
        results: templated(workload.results),
      })),
    })),
  };
}

const DUMP_DRY_RUN: Report = {
  ...DRY_RUN,
  namespaces: DRY_RUN.namespaces.map((namespace) => ({
    ...namespace,
    workloads: DUMP_AUDIT.namespaces[0]?.workloads ?? [],
  })),
};
const EXEMPT_DRY_RUN: Report = {
  ...DRY_RUN,
  namespaces: DUMP_AUDIT.namespaces.map((namespace) => ({
    ...namespace,
    change: DRY_RUN.namespaces[0]?.change ?? null,
  })),
};

/** An audit and a dry run that could not read the labels; the audit lists only some namespaces. */
const UNKNOWN_AUDIT: Report = {
  ...AUDIT,
  covered: { names: ["shop"], selector: null, skipped: [] },
  only: "unlabelled",
  namespaces: AUDIT.namespaces.map((namespace) => ({ ...namespace, labelsKnown: false, policy: null, ...UNKNOWN })),
};
const UNKNOWN_DRY_RUN: Report = {
  ...DRY_RUN,
  namespaces: DRY_RUN.namespaces.map((namespace) => ({
    ...namespace,
    labelsKnown: false,
    ...UNKNOWN,
    change: namespace.change && { ...namespace.change, from: null },
  })),
};

/** Workloads with each kind of rejection. */
const REJECTED_AUDIT: Report = {
  ...AUDIT,
  covered: { names: null, selector: "team=a", skipped: ["attic"] },
  namespaces: (
    [
      { message: "m", from: "condition" },
      { message: "m", from: "event" },
      { message: "m", from: "event", lastSeen: "2026-01-01T00:00:00Z" },
    ] as const
  ).flatMap((rejection) =>
    AUDIT.namespaces.map((namespace) => ({
      ...namespace,
      workloads: namespace.workloads.map((workload) => ({ ...workload, rejection, finished: true })),
    })),
  ),
};
const REJECTED_DRY_RUN: Report = {
  ...DRY_RUN,
  namespaces: REJECTED_AUDIT.namespaces.map((namespace) => ({
    ...namespace,
    change: DRY_RUN.namespaces[0]?.change ?? null,
  })),
};

/** An audit and a dry run with templates that OpenShift changes. */
const SCC_AUDIT: Report = {
  ...AUDIT,
  namespaces: AUDIT.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      results: workload.results.map((result) => ({ ...result, scc: "restricted-v2" })),
    })),
  })),
};
const SCC_DRY_RUN: Report = {
  ...DRY_RUN,
  namespaces: SCC_AUDIT.namespaces.map((namespace) => ({
    ...namespace,
    change: DRY_RUN.namespaces[0]?.change ?? null,
  })),
};

/** The answers of admission policies to a workload of a cluster, of a file and of a rendered file. */
const POLICY_ANSWERS: NonNullable<Report["policies"]> = [
  null,
  { file: "a.yaml", document: 0, line: 3 },
  { file: "a.yaml", document: 0, line: 1, rendered: { line: 4, values: ["prod.yaml"] } },
].map((source, index) => ({
  ...{ namespace: "shop", kind: "Deployment", apiVersion: "apps/v1", name: "web", source },
  ...{ policy: "pss-baseline-latest", binding: "all", actions: ["Deny", "Warn", "Audit"] },
  subject: index === 0 ? "object" : "pods",
  messages: ["violates PodSecurity"],
  sentences: ["its pods are forbidden"],
  rejectedByLabels: index === 0,
  fails: index > 0,
}));
const withPolicies = (report: Report): Report => ({
  ...report,
  policies: report.kind === "AuditReport" ? POLICY_ANSWERS : POLICY_ANSWERS.slice(1),
});
const withoutPolicyLines = (report: Report): Report => ({
  ...report,
  policies: (report.policies ?? []).map((verdict) => ({
    ...verdict,
    source: verdict.source && { ...verdict.source, line: 0 },
  })),
});
/** A plan with namespaces in which policies deny pods. */
const DENIED_PLAN: RolloutPlan = {
  ...PLAN,
  namespaces: PLAN.namespaces.map((namespace) => ({
    ...namespace,
    deniedBy: [{ policy: "pss-baseline-latest", workloads: 2 }],
  })),
};

const EVIDENCE: NonNullable<RolloutPlan["namespaces"][number]["history"]> = {
  verdict: { type: "blocked", level: "restricted", version: "latest", workloads: 1 },
  pods: 4,
  days: 2,
  applies: true,
  against: "restricted",
  fixed: 1,
};

const UNKNOWN_EVIDENCE = {
  ...EVIDENCE,
  against: null,
  verdict: { type: "unknown" as const, reason: "no-labels" as const },
};
/** The evidence of a history about three namespaces after each other. */
const EVIDENCES = [null, EVIDENCE, UNKNOWN_EVIDENCE];

function seenOnly<T extends Obstacle>(obstacles: readonly T[]): readonly T[] {
  return obstacles.map((obstacle, index) => ({
    ...obstacle,
    seen: { times: 3, last: index === 0 ? null : NOW },
  }));
}

/** A plan with a history. */
const HISTORY_PLAN: RolloutPlan = {
  ...PLAN,
  history: { file: "history.json", generatedAt: NOW, first: NOW, last: NOW },
  options: { ...PLAN.options, history: true },
  namespaces: PLAN.namespaces.map((namespace, index) => ({ ...namespace, history: EVIDENCES[index % 3] ?? null })),
  steps: PLAN.steps.map((step) => ({
    ...step,
    namespaces: step.namespaces.map((namespace, index) => ({
      ...namespace,
      history: EVIDENCES[(index + step.number) % 3] ?? null,
      blockedBy: seenOnly(namespace.blockedBy),
    })),
  })),
  kept: PLAN.kept.map((kept) => ({ ...kept, needs: seenOnly([...kept.needs, ...kept.needs]) })),
  upgrade: PLAN.upgrade && {
    ...PLAN.upgrade,
    namespaces: PLAN.upgrade.namespaces.map((namespace) => ({
      ...namespace,
      violates: seenOnly([...namespace.violates, ...namespace.violates]),
      holds: seenOnly([...namespace.violates, ...namespace.violates]),
    })),
  },
};

/** A plan of an upgrade that allows workloads, too. */
const RELAXED_PLAN: RolloutPlan = {
  ...PLAN,
  scope: { names: null, selector: "team=a", skipped: [] },
  options: { ...PLAN.options, skip: ["attic"], keepPrivileged: ["cni"] },
  upgrade: PLAN.upgrade && {
    ...PLAN.upgrade,
    namespaces: PLAN.upgrade.namespaces.map((namespace) => ({
      ...namespace,
      violates: [],
      holds: namespace.violates,
      warn: { before: "privileged", after: "baseline" },
    })),
  },
};

/** A plan with a suggestion to lower enforce, and with finished work that would be rejected. */
const FINISHED_PLAN: RolloutPlan = {
  ...PLAN,
  steps: PLAN.steps.map((step) => ({
    ...step,
    namespaces: step.namespaces.map((namespace) => ({
      ...namespace,
      relax: { level: "baseline", command: "kubectl label" },
      cautions: [
        {
          code: "finished",
          workloads: [{ apiVersion: "batch/v1", kind: "Job", name: "migrate", checks: ["privileged"] }],
        },
      ],
    })),
  })),
};

const REJECTED = PLAN.steps.flatMap((step) =>
  step.namespaces.flatMap(({ blockedBy }) => blockedBy.filter(({ rejected }) => rejected !== null)),
);

/** The same, with a rejected workload in each place that may have one. */
const REJECTED_PLAN: RolloutPlan = {
  ...PLAN,
  scope: { names: ["shop"], selector: null, skipped: ["attic"] },
  kept: PLAN.kept.map((kept) => ({ ...kept, needs: REJECTED })),
  upgrade: PLAN.upgrade && {
    ...PLAN.upgrade,
    namespaces: PLAN.upgrade.namespaces.map((namespace) => ({
      ...namespace,
      violates: REJECTED.map((workload) => ({ ...workload, modes: ["enforce" as const] })),
      holds: REJECTED.map((workload) => ({ ...workload, modes: ["enforce" as const] })),
    })),
  },
};

/** A report with every kind of remark, of another source. */
function withRemarks<T extends Report | RolloutPlan>(report: T): T {
  const source = { type: "cluster", context: null, server: "https://10.0.0.1" } as const;
  return { ...report, source, notes: [NOWHERE, PLACED], unreadable: UNREADABLE };
}

/** The same, of files. */
function ofFiles<T extends Report | RolloutPlan>(report: T): T {
  return { ...report, source: { type: "files", files: 1 } };
}

/** A report of objects that a program passed: they have no lines. */
function withoutLines<T extends Report | RolloutPlan>(report: T): T {
  return inPlaces(report, (source) => ({ ...source, line: 0 }));
}

/** A report of objects that helm rendered. */
function ofRendered<T extends Report | RolloutPlan>(report: T): T {
  const placed = inPlaces(report, (source) => ({
    ...source,
    line: 1,
    rendered: { line: Math.max(1, source.line), values: ["a.yaml"] },
  }));
  if (placed.kind === "RolloutPlan") return placed;
  const namespaces = placed.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      results: workload.results.map(renderedResult),
      otherResults: workload.otherResults.map(renderedResult),
    })),
  }));
  return { ...placed, namespaces };
}

function partsOf({ notes, unreadable }: Report): Pick<Report, "notes" | "unreadable"> {
  return { notes, unreadable };
}

function renderedResult(result: Result): Result {
  const violations = result.violations.map((violation) => ({
    ...violation,
    fields: violation.fields.map(({ path, stablePath, value, line }) => ({
      ...{ path, stablePath, value, line: 0, column: 0 },
      renderedLine: Math.max(1, line),
    })),
  }));
  return { ...result, violations };
}

/** A report whose accepted violations are accepted by annotations of rendered objects. */
function acceptedInOutput(report: Report): Report {
  const rendered = { line: 18, values: ["a.yaml"] };
  const changed = ({ accepted, fields, ...violation }: ViolationReport): ViolationReport => ({
    ...violation,
    accepted: accepted && { ...accepted, rendered },
    fields: fields.map((field) =>
      field.accepted === undefined ? field : { ...field, accepted: { ...field.accepted, rendered } },
    ),
  });
  const results = (all: readonly Result[]) =>
    all.map((result) => ({ ...result, violations: result.violations.map(changed) }));
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({ ...workload, results: results(workload.results) })),
  }));
  return { ...report, namespaces };
}

function inPlaces<T extends Report | RolloutPlan>(report: T, change: (source: Source) => Source): T {
  const place = <P extends { readonly source: Source | null }>(item: P): P =>
    item.source === null ? item : { ...item, source: change(item.source) };
  const { notes, unreadable } = report;
  const namespaces = report.kind === "RolloutPlan" ? [] : report.namespaces;
  return {
    ...report,
    notes: notes.map(place),
    unreadable: unreadable.map(place),
    ...(namespaces.length > 0 && {
      namespaces: namespaces.map((namespace) => ({ ...namespace, workloads: namespace.workloads.map(place) })),
    }),
  };
}

/** Messages with and without a policy, a file, pods and an unknown end; with each kind of change. */
const MESSAGES_TEXT = [
  'error when creating "a.yaml": pods "web" is forbidden: violates PodSecurity "restricted:latest": ' +
    'unrestricted capabilities (container "a" must set securityContext.capabilities.drop=["ALL"]; ' +
    'container "a" must not include "X" in securityContext.capabilities.add), ' +
    'restricted volume types (volume "v" uses restricted volume type "nfs"), ' +
    'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true), new rule (x)',
  'Warning: would violate PodSecurity "strict": privileged (container "a" must not set securityContext.privileged=true)',
  "Warning: web (and 2 other pods): hostPath volumes",
  'runAsUser=0 (container "a" must not set runAsUser=0)',
].join("\n");

/** Each of these messages as one of each type. */
function messagesOfEachType(): object {
  const explanation = explain(MESSAGES_TEXT);
  assert.ok(explanation.topic === "messages");
  const types = ["rejected", "warned", "existing", "bare"] as const;
  const messages = explanation.messages.flatMap((message) => types.map((type) => ({ ...message, type })));
  return explanationData({ ...explanation, messages });
}

const DOCUMENTS: Readonly<Record<Kind, readonly object[]>> = {
  LintReport: [
    ...[
      REPORT,
      REPORT_BY_LEVELS,
      EMPTY_REPORT,
      ACCEPT_REPORT,
      acceptedInOutput(ACCEPT_REPORT),
      withTemplates(REPORT),
      withPolicies(REPORT),
      withoutPolicyLines(withPolicies(REPORT)),
    ].map(reportDocument),
    ...[withoutLines(REPORT), ofRendered(REPORT)].map(reportDocument),
    reportDocument({ ...REPORT, notes: [NOWHERE], generatedAt: NOW, configuration: ".kubectl-pss.yaml" }),
  ],
  AuditReport: [
    ...[
      AUDIT,
      DUMP_AUDIT,
      ...[ACCEPT_AUDIT, acceptedInOutput(ACCEPT_AUDIT)],
      UNKNOWN_AUDIT,
      REJECTED_AUDIT,
      SCC_AUDIT,
      withRemarks(AUDIT),
      withTemplates(AUDIT),
      withPolicies(AUDIT),
      withoutPolicyLines(withPolicies(AUDIT)),
    ],
    ...[withoutLines(DUMP_AUDIT), withoutLines(withRemarks(AUDIT))],
    ...[ofRendered(DUMP_AUDIT), ofRendered(withRemarks(AUDIT))],
    { ...AUDIT, generatedAt: NOW, compared: AUDIT_COMPARISON, manifests: "deploy" },
    { ...AUDIT, compared: { ...AUDIT_COMPARISON, earlier: EARLIER_DUMP } },
    { ...AUDIT, compared: { ...AUDIT_COMPARISON, earlier: EARLIER_UNNAMED } },
  ].map(reportDocument),
  DryRunReport: [
    ...[
      DRY_RUN,
      REJECTED_DRY_RUN,
      SCC_DRY_RUN,
      ofFiles(DUMP_DRY_RUN),
      ofFiles(EXEMPT_DRY_RUN),
      withRemarks(DRY_RUN),
      withTemplates(DRY_RUN),
      UNKNOWN_DRY_RUN,
      { ...DRY_RUN, generatedAt: NOW },
    ],
    ...[withoutLines(ofFiles(DUMP_DRY_RUN)), withoutLines(withRemarks(DRY_RUN))],
    ...[ofRendered(ofFiles(DUMP_DRY_RUN)), ofRendered(withRemarks(DRY_RUN))],
  ].map(reportDocument),
  RolloutPlan: [
    PLAN,
    RELAXED_PLAN,
    FINISHED_PLAN,
    DONE_PLAN,
    PINNED_PLAN,
    UNKNOWN_PLAN,
    REJECTED_PLAN,
    DENIED_PLAN,
    HISTORY_PLAN,
    { ...HISTORY_PLAN, history: { file: "history.json", generatedAt: null, first: null, last: null } },
    { ...ofFiles(PLAN), cluster: { uid: null, server: null } },
    withRemarks(PLAN),
    withoutLines(withRemarks(PLAN)),
    ofRendered(withRemarks(PLAN)),
    { ...PLAN, generatedAt: NOW, compared: PLAN_COMPARISON },
    { ...PLAN, compared: { ...PLAN_COMPARISON, earlier: EARLIER_DUMP } },
    { ...PLAN, compared: { ...PLAN_COMPARISON, earlier: EARLIER_UNNAMED } },
  ].map(planDocument),
  CheckList: [undefined, "runAsUser", "restricted:v1.30", "privileged:latest"].map((topic) =>
    explanationData(explain(topic)),
  ),
  CustomKindList: ["Rollout", "RayCluster", "Kafka", "AutoscalingRunnerSet", "Fleet", "JobSet"].map((topic) =>
    explanationData(explain(topic)),
  ),
  PodSecurityPolicyMapping: [explanationData(explain("PodSecurityPolicy"))],
  PodSecurityPolicyMigration: [
    MIGRATION,
    { ...MIGRATION, generatedAt: NOW },
    { ...MIGRATION, source: { type: "cluster" as const, context: null, server: "https://10.0.0.1" } },
    { ...MIGRATION, source: { type: "cluster" as const, context: "prod", server: "https://10.0.0.1" } },
    { ...MIGRATION, scope: { names: ["shop"], selector: "team=a", skipped: ["a"] } },
    { ...MIGRATION, notes: [NOWHERE, PLACED], unreadable: UNREADABLE },
    // The API server cannot use these policies, so they have no level.
    {
      ...MIGRATION,
      policies: MIGRATION.policies.map((policy) => ({ ...policy, letter: null, spirit: null })),
      namespaces: MIGRATION.namespaces.map((namespace) => ({
        ...namespace,
        used: namespace.used.map((used) => ({ ...used, spirit: null })),
      })),
    },
    {
      ...MIGRATION,
      notes: ofRendered({ ...REPORT, notes: [PLACED] }).notes,
      unreadable: ofRendered({ ...REPORT, unreadable: UNREADABLE }).unreadable,
    },
    { ...MIGRATION, notes: withoutLines({ ...REPORT, notes: [PLACED] }).notes },
    { ...MIGRATION, ...partsOf(ofRendered({ ...REPORT, notes: [PLACED], unreadable: UNREADABLE })) },
  ].map(migrationDocument),
  FixReport: [
    FIX_REPORT,
    { ...FIX_REPORT, notes: [NOWHERE, PLACED], unreadable: UNREADABLE },
    { ...FIX_REPORT, evidence: { cluster: null, namespaces: null, files: ["a.yaml"], pods: 3, isWhole: true } },
    ...[null, "prod"].map((context) => ({
      ...FIX_REPORT,
      evidence: {
        cluster: { context, server: "https://10.0.0.1" },
        namespaces: ["a"],
        files: [],
        pods: 0,
        isWhole: false,
      },
    })),
    { ...FIX_REPORT, ...partsOf(ofRendered({ ...REPORT, notes: [PLACED], unreadable: UNREADABLE })) },
    { ...FIX_REPORT, ...partsOf(withoutLines({ ...REPORT, notes: [PLACED] })) },
    {
      ...FIX_REPORT,
      workloads: FIX_REPORT.workloads.flatMap((one) => [
        { ...one, source: { ...one.source, line: 1, rendered: { line: 7, values: ["a.yaml"] } } },
        { ...one, source: { ...one.source, line: 0 } },
      ]),
    },
  ].map(fixDocument),
  HistoryReport: [
    HISTORY,
    { ...HISTORY, generatedAt: NOW, labels: null, names: ["shop"], clusterUid: "5c1b" },
    { ...HISTORY, selector: "team=a", labels: { type: "cluster" as const, context: null, server: "https://10.0.0.1" } },
    { ...HISTORY, labels: { type: "cluster" as const, context: "prod", server: "https://10.0.0.1" } },
    { ...HISTORY, coverage: { ...HISTORY.coverage, since: null, until: NOW, first: null, last: null } },
    { ...HISTORY, notes: [NOWHERE, PLACED], unreadable: UNREADABLE },
    { ...HISTORY, notes: withoutLines({ ...REPORT, notes: [PLACED] }).notes },
    { ...HISTORY, ...partsOf(ofRendered({ ...REPORT, notes: [PLACED], unreadable: UNREADABLE })) },
  ].map(historyDocument),
  WebhookCheck: [true, false].map((isFromFiles) =>
    JSON.parse([...renderSetupJson({ isFromFiles, results: SETUP_RESULTS }, PLAIN)].join("")),
  ),
  MessageList: [messagesOfEachType(), explanationData(explain("FailedCreate"))],
  CheckChangeList: ["v1.18..v1.37", "v1.30..v1.30"].map((topic) => explanationData(explain(topic))),
};

/** The parsed sample documents of a kind; the caller may change them. */
export function samplesOf(kind: Kind): unknown[] {
  return JSON.parse(JSON.stringify(DOCUMENTS[kind]));
}
