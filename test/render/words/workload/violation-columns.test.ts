import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { columnsOf, violationRows } from "../../../../src/render/words/workload/violation-columns.ts";
import type { Report, ViolationReport } from "../../../../src/report/report.ts";
import {
  completed,
  namespaceOf,
  reportOf,
  resultOf,
  violationOf,
  workloadOf,
} from "../../../fixtures/reports/report.ts";
import { PIPE, terminal } from "../../painted.ts";

const ESCALATION = violationOf(
  "allowPrivilegeEscalation",
  "allowPrivilegeEscalation != false",
  'containers "web", "log" must set securityContext.allowPrivilegeEscalation=false',
  { line: 31 },
);
const HOST_PATH = { path: "spec.template.spec.volumes[0].hostPath", line: 9 };
const BASELINE_VOLUME = violationOf("hostPathVolumes", "hostPath volumes", 'volume "data"', HOST_PATH);
const RESTRICTED_VOLUME = violationOf(
  "restrictedVolumes",
  "restricted volume types",
  'volume "data" uses restricted volume type "hostPath"',
  HOST_PATH,
);
const NETWORK = violationOf("hostNamespaces", "host namespaces", "hostNetwork=true", { line: 8 });

function reportWith(...violations: readonly ViolationReport[]): Report {
  const baseline = violations.filter(({ check }) => ["hostPathVolumes", "hostNamespaces"].includes(check));
  const restricted = violations.filter(({ check }) => check !== "hostPathVolumes");
  const results = [
    resultOf("template", null, "baseline", "latest", ["enforce"], baseline),
    resultOf("template", null, "restricted", "latest", ["audit", "warn"], restricted),
  ];
  const workload = workloadOf("Deployment", "apps/v1", "shop", "web", { file: "shop/web.yaml", line: 1 }, results);
  return reportOf({ namespaces: [namespaceOf("shop", { workloads: [workload] })], files: 1, objects: 1 });
}

function linesOf(report: Report, width: number, isWide = false): string[] {
  const columns = columnsOf(report, width === Infinity ? PIPE : terminal(width), isWide);
  return report.namespaces.flatMap(({ workloads }) => workloads.flatMap((workload) => columns.lines(workload)));
}

test("errors come first, each row with its line, its check and the value to set", () => {
  assert.deepEqual(linesOf(reportWith(ESCALATION, NETWORK), 160), [
    "    :8   error    hostNamespaces            set spec.template.spec.hostNetwork: false",
    '    :31  warning  allowPrivilegeEscalation  containers "web", "log": set securityContext.allowPrivilegeEscalation: false',
  ]);
});

test("in a pipe, rows begin with file and line, for editors and grep", () => {
  assert.deepEqual(linesOf(reportWith(ESCALATION), Infinity), [
    'shop/web.yaml:31:  warning  allowPrivilegeEscalation  containers "web", "log": set securityContext.allowPrivilegeEscalation: false',
  ]);
});

test("wide rows name their modes, too", () => {
  assert.deepEqual(linesOf(reportWith(NETWORK, ESCALATION), Infinity, true), [
    "shop/web.yaml:8:   error    enforce,audit,warn  hostNamespaces            set spec.template.spec.hostNetwork: false",
    "shop/web.yaml:31:  warning  audit,warn          allowPrivilegeEscalation  " +
      'containers "web", "log": set securityContext.allowPrivilegeEscalation: false',
  ]);
});

test("a longer text continues below its own column", () => {
  assert.deepEqual(linesOf(reportWith(ESCALATION), 110), [
    '    :31  warning  allowPrivilegeEscalation  containers "web", "log": set',
    "                                            securityContext.allowPrivilegeEscalation: false",
  ]);
});

test("on a narrow terminal it continues below the check, and a field with its value is not divided", () => {
  assert.deepEqual(linesOf(reportWith(ESCALATION, NETWORK), 80), [
    "    :8   error    hostNamespaces  set spec.template.spec.hostNetwork: false",
    '    :31  warning  allowPrivilegeEscalation  containers "web", "log": set',
    "                    securityContext.allowPrivilegeEscalation: false",
  ]);
  for (let width = 20; width < 200; width++) {
    const text = linesOf(reportWith(ESCALATION, NETWORK), width).join("\n");
    for (const whole of [
      "securityContext.allowPrivilegeEscalation: false",
      "set spec.template.spec.hostNetwork: false",
    ]) {
      // Only where a line has no room for both, the value is below its field.
      const words = width < 80 ? whole.split(" ") : [whole];
      for (const word of words) assert.ok(text.includes(word), `${width} columns:\n${text}`);
    }
  }
});

test("the longest field of each kind fits into 80 columns", () => {
  const detail =
    'pod or container "web" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"';
  const seccomp = violationOf("seccompProfile_restricted", "seccompProfile", detail, { line: 20 });
  const linesFor = (kind: string, apiVersion: string) => {
    const results = [resultOf("template", null, "restricted", "latest", ["warn"], [seccomp])];
    const workload = workloadOf(kind, apiVersion, "shop", "web", { file: "a.yaml", line: 1 }, results);
    return linesOf(
      reportOf({ namespaces: [namespaceOf("shop", { workloads: [workload] })], files: 1, objects: 1 }),
      80,
    );
  };
  assert.deepEqual(linesFor("Deployment", "apps/v1"), [
    "    :20  warning  seccompProfile_restricted  set",
    "          spec.template.spec.securityContext.seccompProfile.type: RuntimeDefault",
  ]);
  assert.deepEqual(linesFor("CronJob", "batch/v1"), [
    "    :20  warning  seccompProfile_restricted  set",
    "      spec.jobTemplate.spec.template.spec.securityContext.seccompProfile.type:",
    "      RuntimeDefault",
  ]);
});

test("a violation of both levels is one row, with the check that fails", () => {
  const [workload] = reportWith(BASELINE_VOLUME, RESTRICTED_VOLUME).namespaces[0]?.workloads ?? [];
  assert.ok(workload);
  const rows = violationRows(workload, { byLevel: false }, CHECKS);
  assert.deepEqual(
    rows.map(({ severity, violation }) => [severity, violation.check, violation.modes, violation.levels]),
    [["error", "hostPathVolumes", ["enforce", "audit", "warn"], ["baseline:latest", "restricted:latest"]]],
  );
  assert.deepEqual(linesOf(reportWith(BASELINE_VOLUME, RESTRICTED_VOLUME), 160), [
    '    :9  error    hostPathVolumes  volume "data": replace hostPath with another kind of volume, such as persistentVolumeClaim',
  ]);
});

test("a stricter check that also covers other fields has a separate row", () => {
  const more = { ...RESTRICTED_VOLUME, fields: [...RESTRICTED_VOLUME.fields, ...ESCALATION.fields] };
  assert.equal(linesOf(reportWith(BASELINE_VOLUME, more), 160).length, 2);
  const elsewhere = { ...RESTRICTED_VOLUME, fields: ESCALATION.fields };
  assert.equal(linesOf(reportWith(BASELINE_VOLUME, elsewhere), 160).length, 2);
});

test("a violation that no mode requires is a note, and with --level a warning unless it fails the run", () => {
  const workload = workloadOf("Pod", "v1", "shop", "web", { file: "a.yaml", line: 1 }, [
    resultOf("pods", "web", "baseline", "latest", [], [NETWORK]),
  ]);
  const severity = (byLevel: boolean, failOn: "enforce" | "none") =>
    violationRows(completed(workload, failOn), { byLevel }, CHECKS)[0]?.severity;
  assert.equal(severity(false, "none"), "note");
  assert.equal(severity(true, "none"), "warning");
  assert.equal(severity(true, "enforce"), "error");
});

test("several levels have a column", () => {
  const workload = workloadOf("Pod", "v1", "shop", "web", { file: "a.yaml", line: 1 }, [
    resultOf("pods", "web", "baseline", "latest", [], [NETWORK]),
    resultOf("pods", "web", "restricted", "v1.30", [], [NETWORK]),
  ]);
  const report = reportOf({
    byLevel: true,
    namespaces: [namespaceOf("shop", { workloads: [workload] })],
    files: 1,
    objects: 1,
  });
  assert.deepEqual(linesOf(report, 120), [
    "    :8  error    baseline,restricted:v1.30  hostNamespaces  set spec.hostNetwork: false",
  ]);
});

test("if only the pods violate, the text is about the pod and not its template", () => {
  const results = [
    resultOf("template", null, "baseline", "latest", ["enforce"], []),
    resultOf("pods", "web-1", "baseline", "latest", ["enforce"], [NETWORK]),
  ];
  const workload = workloadOf("Deployment", "apps/v1", "shop", "web", { file: "a.yaml", line: 1 }, results);
  const report: Report = {
    ...reportOf({ namespaces: [namespaceOf("shop", { workloads: [{ ...workload, pods: 1 }] })], files: 1, objects: 1 }),
    kind: "AuditReport",
  };
  assert.match(linesOf(report, Infinity)[0] ?? "", / {2}pods only: pod: set spec\.hostNetwork: false$/);
});

test("each kind has the path of its own pod, also if the texts are shared", () => {
  const results = [resultOf("template", null, "baseline", "latest", ["enforce"], [NETWORK])];
  const kinds = [
    ["Deployment", "apps/v1", "set spec.template.spec.hostNetwork: false"],
    ["Deployment", "extensions/v1beta1", "set spec.template.spec.hostNetwork: false"],
    ["CronJob", "batch/v1", "set spec.jobTemplate.spec.template.spec.hostNetwork: false"],
    ["PodTemplate", "v1", "set template.spec.hostNetwork: false"],
    ["Job", "batch.volcano.sh/v1alpha1", "pod template: set spec.hostNetwork: false"],
    ["Rollout", "argoproj.io/v1alpha1", "pod template: set spec.hostNetwork: false"],
  ] as const;
  const workloads = kinds.map(([kind, apiVersion]) =>
    workloadOf(kind, apiVersion, "shop", "web", { file: "a.yaml", line: 1 }, results),
  );
  const lines = linesOf(reportOf({ namespaces: [namespaceOf("shop", { workloads })], files: 1, objects: 1 }), Infinity);
  assert.deepEqual(
    lines.map((line) => line.split("hostNamespaces  ")[1]),
    kinds.map(([, , text]) => text),
  );
});

test("the API server's words are shown if a check has no value to set", () => {
  const [line] = linesOf(reportWith({ ...NETWORK, detail: "hostUsers=true" }), Infinity);
  assert.match(line ?? "", / {2}hostNamespaces {2}hostUsers=true$/);
});

test("a very long text is truncated as a whole, and its characters are escaped", () => {
  const names = Array.from({ length: 2000 }, (_, index) => `"c${index}\u202e"`).join(", ");
  const detail = `containers ${names} must set securityContext.allowPrivilegeEscalation=false`;
  const [line = ""] = linesOf(reportWith({ ...ESCALATION, detail }), Infinity);
  assert.match(line, /"c0\\u202e", "c1\\u202e"/);
  assert.match(line, /… \(\d+ more characters\)$/);
});

test("a wrapped line never begins with a command for a CI runner", () => {
  const detail = `${"x".repeat(30)} ::set-output name=a::b`;
  const lines = linesOf(reportWith({ ...NETWORK, detail }), 60);
  assert.ok(lines.length > 1);
  assert.doesNotMatch(lines.join("\n"), /^\s*::/m);
});

test("in a pipe, a very long path shifts only its own line", () => {
  const long = `${"directory/".repeat(10)}web.yaml`;
  const report = reportWith(NETWORK);
  const [namespace] = report.namespaces;
  const [workload] = namespace?.workloads ?? [];
  assert.ok(namespace && workload?.source);
  const other = { ...workload, source: { ...workload.source, file: long } };
  const lines = linesOf({ ...report, namespaces: [{ ...namespace, workloads: [workload, other] }] }, Infinity);
  assert.equal(lines[0]?.indexOf("error"), 48 + 2);
  assert.match(lines[1] ?? "", /^(?:directory\/){10}web\.yaml:8: {2}error {2}/);
});
