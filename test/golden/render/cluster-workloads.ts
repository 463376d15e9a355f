import type { Level } from "../../../src/api/level.ts";
import type { Finding, NamespaceReport, Report, Result, ViolationReport, WorkloadReport } from "../../../src/report/report.ts";
import { completed, reportOf } from "./report.ts";

/** A report of a cluster of which one list was refused. */
export function clusterReport(kind: Report["kind"], namespaces: readonly NamespaceReport[]): Report {
  const report = reportOf({ namespaces, files: 0, objects: 40, failing: 2 });
  return {
    ...report,
    kind,
    source: { type: "cluster", context: "prod", server: "https://k8s.example:6443" },
    notes: [
      { severity: "warning", code: "newer-server", message: "v1.38 is newer than v1.37, the newest known: judged as v1.37", source: null },
      { severity: "info", code: "newer-version", message: 'namespace "a" pins enforce=baseline:v1.40, newer than the server: judged as v1.37', source: null },
      { severity: "warning", code: "unknown-namespace", message: 'the labels of namespace "b" are not known: judged as one without any', source: null },
    ],
    unreadable: [
      {
        message: 'cronjobs.batch is forbidden: User "jane" cannot list resource "cronjobs" in API group "batch" at the cluster scope',
        source: null,
        list: { resource: "cronjobs", namespace: null, rule: '{apiGroups: ["batch"], resources: ["cronjobs"], verbs: ["get", "list"]}' },
      },
    ],
    summary: { ...report.summary, unreadable: 1 },
  };
}

/** What an audit has to say of a namespace. */
export function finding(severity: Finding["severity"], code: Finding["code"], message: string): Finding {
  return { severity, code, message };
}

/** A workload of a cluster. */
export function workload(
  kind: string,
  apiVersion: string,
  namespace: string,
  name: string,
  podCount: number,
  parts: Partial<WorkloadReport>,
  results: readonly Result[],
): WorkloadReport {
  const { stableName = name, ...others } = parts;
  const rest = { replicas: null, static: false, source: null, exempt: null, ...others };
  return completed({ kind, apiVersion, namespace, name, stableName, pods: podCount, ...rest, results });
}

/** What a level says of a template. */
export function template(
  level: Level,
  modes: Result["modes"],
  violations: readonly ViolationReport[],
  version = "latest",
  newIn: Result["newIn"] = [],
): Result {
  return { subject: "template", pods: 0, pod: null, level, version, modes, newIn, ...said(violations) };
}

/** What a level, at its latest version, says of some pods. */
export function pods(
  pod: string,
  count: number,
  level: Level,
  modes: Result["modes"],
  violations: readonly ViolationReport[],
  newIn: Result["newIn"] = [],
): Result {
  return { subject: "pods", pods: count, pod, level, version: "latest", modes, newIn, ...said(violations) };
}

function said(violations: readonly ViolationReport[]): Pick<Result, "allowed" | "message" | "sentences" | "violations"> {
  const message = violations.map(({ reason, detail }) => `${reason} (${detail})`).join(", ");
  return { allowed: violations.length === 0, message, sentences: [], violations };
}
