import type { Level } from "../../../src/api/level.ts";
import type {
  FailOn,
  FieldReport,
  NamespaceReport,
  PolicyPart,
  Report,
  Result,
  Summary,
  ViolationReport,
  WorkloadReport,
} from "../../../src/report/report.ts";
import { goQuote } from "../../../src/api/go-quote.ts";
import { createAddSentences } from "../../../src/audit/workload/sentences.ts";
import { distinctViolations, type WorkloadResults } from "../../../src/report/violations.ts";

/** The report that the golden files of every format are printed from: a bit of everything that a format has to cope with. */
export const REPORT: Report = reportOf({
  namespaces: [
    namespaceOf("shop", {
      labelled: true,
      policy: {
        enforce: part("baseline", "label"),
        audit: part("restricted", "label", "v1.30"),
        warn: part("baseline", "implied"),
      },
      strictest: "privileged",
      workloads: [
        workloadOf("Deployment", "apps/v1", "shop", "web", { file: "shop/overlays/production/web.yaml", line: 1 }, [
          resultOf("template", null, "baseline", "latest", ["enforce", "warn"], [privileged("web", 31)]),
          resultOf("template", null, "restricted", "v1.30", ["audit"], [
            privileged("web", 31),
            allowPrivilegeEscalation(["web", "sidecar"], 31),
            volumes(44),
          ]),
        ]),
        workloadOf("Deployment", "apps/v1", "shop", "worker", { file: "shop/worker.yaml", line: 12 }, [
          resultOf("template", null, "baseline", "latest", ["enforce", "warn"], []),
          resultOf("template", null, "restricted", "v1.30", ["audit"], []),
        ]),
        {
          ...workloadOf("Job", "batch/v1", "shop", "migrate-*", { file: "shop/migrate.yaml", line: 1 }, []),
          exempt: { by: "runtimeClass", value: "gvisor" },
        },
      ],
    }),
    namespaceOf("system", {
      labelled: true,
      exempt: true,
      labelErrors: [
        {
          label: "pod-security.kubernetes.io/audit",
          message:
            'metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "bogus": must be one of privileged, baseline, restricted',
        },
      ],
      policy: {
        enforce: part("restricted", "configuration"),
        audit: part("privileged", "label"),
        warn: part("privileged", "builtin"),
      },
      strictest: "restricted",
      workloads: [
        {
          ...workloadOf("DaemonSet", "apps/v1", "system", "node-agent", { file: "system.yaml", line: 3, document: 2 }, []),
          exempt: { by: "namespace", value: "system" },
        },
      ],
    }),
    namespaceOf("tools", {
      assumedPolicy: true,
      strictest: "baseline",
      workloads: [
        workloadOf("CronJob", "batch/v1beta1", "tools", "", { file: "tools.yaml", line: 1 }, [
          resultOf("template", null, "baseline", "latest", ["enforce"], []),
          resultOf("template", null, "restricted", "latest", ["audit", "warn"], [allowPrivilegeEscalation(["日本語"], 9)]),
        ]),
        workloadOf("Pod", "v1", "tools", "evil\u001b[31m\u202e\nname", { file: "evil\u001b]0;title\u0007.yaml", line: 7 }, [
          resultOf("pods", "evil\u001b[31m\u202e\nname", "baseline", "latest", ["enforce"], [privileged('a"\u200b', 8)]),
          resultOf("pods", "evil\u001b[31m\u202e\nname", "restricted", "latest", ["audit", "warn"], [
            privileged('a"\u200b', 8),
            volumes(20),
          ]),
        ]),
      ],
    }),
  ],
  notes: [
    note("info", "not-an-object", "no Kubernetes object but a list; skipped", "values.yaml", 1),
    note("info", "not-an-object", "no Kubernetes object but a string; skipped", "values.yaml", 9),
    note("info", "old-api-version", "batch/v1beta1 of CronJob is no longer served; judged as batch/v1", "tools.yaml", 1),
    note("error", "invalid-label", 'Namespace "system" is invalid: …', "system.yaml", 5),
    note("warning", "unknown-field", "spec.replica is no field of DeploymentSpec, so the API server drops it, or rejects it under strict validation (kubectl's default)", "a.yaml", 4),
    note("warning", "unknown-field", "spec.replica is no field of DeploymentSpec, so the API server drops it, or rejects it under strict validation (kubectl's default)", "b.yaml", 4),
    note("warning", "duplicate-key", "spec.\u009b31m is there twice; the last one counts, as for kubectl", "b.yaml", 8),
  ],
  unreadable: [
    {
      message: 'spec.hostNetwork: expected a boolean, found a string',
      source: { file: "bad.yaml", document: 2, line: 40 },
      list: null,
    },
  ],
  files: 9,
  objects: 14,
  failing: 2,
});

/** A report in which three levels were asked for and every object judged by each, whatever its namespace. */
export const REPORT_BY_LEVELS: Report = reportOf({
  failOn: "all",
  namespaces: [
    namespaceOf("default", {
      assumedPolicy: true,
      strictest: "privileged",
      workloads: [
        workloadOf("Pod", "v1", "default", "web", { file: "web.yaml", line: 1 }, [
          resultOf("pods", "web", "baseline", "latest", [], [privileged("web", 8)]),
          resultOf("pods", "web", "restricted", "latest", [], [privileged("web", 8), allowPrivilegeEscalation(["web"], 8)]),
        ]),
      ],
    }),
  ],
  files: 1,
  objects: 1,
});

/** A report of a run in which nothing violates anything. */
export const CLEAN_REPORT: Report = reportOf({
  namespaces: [
    namespaceOf("default", {
      assumedPolicy: true,
      workloads: [
        workloadOf("Deployment", "apps/v1", "default", "web", { file: "web.yaml", line: 1 }, [
          resultOf("template", null, "baseline", "latest", ["enforce"], []),
          resultOf("template", null, "restricted", "latest", ["audit", "warn"], []),
        ]),
      ],
    }),
  ],
  files: 2,
  objects: 3,
});

/** A report of inputs that hold no workload. */
export const EMPTY_REPORT: Report = reportOf({ namespaces: [], files: 1, objects: 2 });

interface ReportParts extends Partial<Pick<Report, "notes" | "unreadable">> {
  readonly namespaces: readonly NamespaceReport[];
  readonly files: number;
  readonly objects: number;
  readonly failing?: number;
  readonly failOn?: FailOn;
  /** What a baseline holds and is no longer there; undefined without a baseline. */
  readonly gone?: readonly string[];
}

/** A report of these namespaces, with the counts that belong to them. */
export function reportOf({
  namespaces,
  files,
  objects,
  failing,
  notes = [],
  unreadable = [],
  failOn = "enforce",
  gone,
}: ReportParts): Report {
  const completedNamespaces = namespaces.map((namespace) => withCompleted(namespace, failOn));
  const workloads = namespaces.flatMap((namespace) => namespace.workloads);
  const violations = workloads.reduce((total, { results }) => total + countDistinct(results), 0);
  const open = workloads.reduce((total, { results }) => total + countDistinct(results.map(withoutAccepted)), 0);
  const summary: Summary = {
    namespaces: namespaces.length,
    objects,
    workloads: workloads.length,
    pods: workloads.reduce((total, { pods }) => total + pods, 0),
    violations,
    accepted: violations - open,
    failing: failing ?? open,
    unreadable: unreadable.length,
  };
  return {
    kind: "LintReport",
    source: { type: "files", files },
    serverVersion: "v1.37",
    namespaces: completedNamespaces,
    notes,
    unreadable,
    failOn,
    byLevel: failOn === "all",
    baseline: gone === undefined ? null : { accepted: summary.accepted, gone },
    summary,
  };
}

/** A report with another `--fail-on`, or with results that were changed: its sentences and distinct violations are those of its results. */
export function completedReport(report: Report): Report {
  return { ...report, namespaces: report.namespaces.map((namespace) => withCompleted(namespace, report.failOn)) };
}

function withCompleted(namespace: NamespaceReport, failOn: FailOn): NamespaceReport {
  return { ...namespace, workloads: namespace.workloads.map((workload) => completed(workload, failOn)) };
}

/** A workload with the sentences and distinct violations of its results. */
export function completed(workload: WorkloadResults, failOn: FailOn = "enforce"): WorkloadReport {
  const results = createAddSentences()(workload.results.map((result) => ({ ...result, sentences: [] }))).map((result) =>
    result.violations.some(({ accepted }) => !accepted) ? result : { ...result, sentences: [] },
  );
  return { ...workload, results, violations: distinctViolations(results, workload.source, failOn) };
}

function withoutAccepted(result: Result): Result {
  return { ...result, violations: result.violations.filter(({ accepted }) => !accepted) };
}

function countDistinct(results: readonly Result[]): number {
  const texts = results.flatMap(({ violations }) => violations.map(({ check, detail }) => `${check} ${detail}`));
  return new Set(texts).size;
}

/** A namespace; without any parts one of which nothing is known, and in which there is nothing. */
export function namespaceOf(name: string, parts: Partial<NamespaceReport> = {}): NamespaceReport {
  return {
    name,
    labelled: false,
    labelsKnown: true,
    labelErrors: [],
    exempt: false,
    policy: {
      enforce: part("baseline", "builtin"),
      audit: part("restricted", "builtin"),
      warn: part("restricted", "builtin"),
    },
    assumedPolicy: false,
    strictest: "restricted",
    findings: [],
    change: null,
    workloads: [],
    ...parts,
  };
}

/** A workload; a Pod is one pod. */
export function workloadOf(
  kind: string,
  apiVersion: string,
  namespace: string,
  name: string,
  { file, line, document = 0 }: { readonly file: string; readonly line: number; readonly document?: number },
  results: readonly Result[],
): WorkloadReport {
  const pods = kind === "Pod" ? 1 : 0;
  const source = { file, document, line };
  return completed({
    kind,
    apiVersion,
    namespace,
    name,
    stableName: name,
    pods,
    replicas: null,
    static: false,
    source,
    exempt: null,
    results,
  });
}

/** What a level says; it allows where there are no violations. */
export function resultOf(
  subject: Result["subject"],
  pod: string | null,
  level: Level,
  version: string,
  modes: Result["modes"],
  violations: readonly ViolationReport[],
): Result {
  const message = violations.map(({ reason, detail }) => `${reason} (${detail})`).join(", ");
  const pods = subject === "pods" ? 1 : 0;
  return { subject, pods, pod, level, version, modes, newIn: [], allowed: violations.length === 0, message, sentences: [], violations };
}

/** A violation with one field at fault. */
export function violationOf(
  check: string,
  reason: string,
  detail: string,
  field: Partial<FieldReport> = {},
): ViolationReport {
  const unset = { path: "spec", stablePath: "spec", value: null, line: 1, column: 1 };
  return { check, reason, detail, accepted: false, fields: [{ ...unset, ...field }] };
}

/** One mode of a policy. */
export function part(level: Level, from: PolicyPart["from"], version = "latest"): PolicyPart {
  return { level, version, from };
}

function privileged(container: string, line: number): ViolationReport {
  return violationOf("privileged", "privileged", `container "${container}" must not set securityContext.privileged=true`, {
    path: "spec.template.spec.containers[0].securityContext.privileged",
    stablePath: stablePathOf(container, "securityContext.privileged"),
    value: true,
    line,
    column: 11,
  });
}

function allowPrivilegeEscalation(containers: readonly string[], line: number): ViolationReport {
  const phrase = `container${containers.length === 1 ? "" : "s"} ${containers.map((name) => `"${name}"`).join(", ")}`;
  return {
    check: "allowPrivilegeEscalation",
    reason: "allowPrivilegeEscalation != false",
    detail: `${phrase} must set securityContext.allowPrivilegeEscalation=false`,
    accepted: false,
    fields: containers.map((name, index) => ({
      path: `spec.template.spec.containers[${index}].securityContext.allowPrivilegeEscalation`,
      stablePath: stablePathOf(name, "securityContext.allowPrivilegeEscalation"),
      value: null,
      line: line + index,
      column: 9,
    })),
  };
}

function volumes(line: number): ViolationReport {
  const detail = 'volume "data" uses restricted volume type "hostPath"';
  return violationOf("restrictedVolumes", "restricted volume types", detail, {
    path: "spec.template.spec.volumes[0].hostPath",
    stablePath: "volumes[data].hostPath",
    value: { path: "/var/lib", type: "", size: 12345678901234567890n, "\u0085": ["no", "0x10", "-", -0, undefined] },
    line,
    column: 9,
  });
}

/** A field of a container; a name that is no plain word is quoted. */
function stablePathOf(container: string, field: string): string {
  return `containers[${/^[\w-]+$/.test(container) ? container : goQuote(container)}].${field}`;
}

function note(
  severity: Report["notes"][number]["severity"],
  code: Report["notes"][number]["code"],
  message: string,
  file: string,
  line: number,
): Report["notes"][number] {
  return { severity, code, message, source: { file, document: 0, line } };
}
