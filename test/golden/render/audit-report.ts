import type { Report, WorkloadReport } from "../../../src/report/report.ts";
import { ESCALATION, HOST_NETWORK, HOST_PORT } from "./cluster-violations.ts";
import { clusterReport, finding, pods, template, workload } from "./cluster-workloads.ts";
import { completedReport, namespaceOf, part } from "./report.ts";

/** An audit of a cluster that has a bit of everything that a format has to cope with. */
export const AUDIT: Report = clusterReport("AuditReport", [
  namespaceOf("batch", {
    policy: { enforce: part("privileged", "builtin"), audit: part("privileged", "builtin"), warn: part("privileged", "builtin") },
    strictest: "privileged",
    findings: [
      finding("warning", "no-labels", "no pod-security labels: nothing is enforced here"),
      finding("info", "privileged", "cannot hold more than privileged as it is: privileged 1"),
    ],
    workloads: [workload("CronJob", "batch/v1", "batch", "report", 0, { replicas: null }, [template("privileged", ["enforce", "audit", "warn"], [])])],
  }),
  namespaceOf("evil\u001b\u202e", {
    findings: [finding("warning", "no-labels", "no pod-security labels: nothing is enforced here")],
    policy: { enforce: part("privileged", "builtin"), audit: part("privileged", "builtin"), warn: part("privileged", "builtin") },
    workloads: [],
  }),
  namespaceOf("kube-system", {
    labelled: true,
    exempt: true,
    policy: { enforce: part("baseline", "label"), audit: part("baseline", "label"), warn: part("baseline", "implied") },
    findings: [
      finding("warning", "exempt-labels", "exempt by the admission configuration: its pod-security labels have no effect"),
      finding("warning", "exempt-violations", "the exemption of this namespace hides 1 workload that does not meet baseline"),
    ],
    workloads: [
      workload("DaemonSet", "apps/v1", "kube-system", "kube-proxy", 3, { exempt: { by: "namespace", value: "kube-system" } }, []),
    ],
  }),
  namespaceOf("legacy", {
    labelled: true,
    labelErrors: [
      {
        label: "pod-security.kubernetes.io/enforce",
        message:
          'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "bogus": must be one of privileged, baseline, restricted',
      },
    ],
    policy: { enforce: part("restricted", "label"), audit: part("restricted", "configuration"), warn: part("restricted", "implied") },
    strictest: "restricted",
    findings: [
      finding(
        "warning",
        "invalid-labels",
        'invalid labels, which the API server takes for enforce=restricted:latest audit=restricted:latest warn=restricted:latest: metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "bogus": must be one of privileged, baseline, restricted',
      ),
    ],
    workloads: [
      workload("ReplicationController", "v1", "legacy", "old", 1, { replicas: 1 }, [
        template("restricted", ["enforce", "audit", "warn"], []),
        pods("old-x2v9k", 1, "restricted", ["enforce", "audit", "warn"], []),
      ]),
    ],
  }),
  namespaceOf("payments", {
    labelled: true,
    policy: { enforce: part("baseline", "label"), audit: part("baseline", "label", "v1.24"), warn: part("restricted", "label") },
    strictest: "privileged",
    findings: [
      finding("warning", "audit-not-stricter", "audit is not stricter than enforce (baseline): nobody sees what stands in the way of restricted"),
      finding("warning", "pinned-version", "audit=baseline:v1.24: newer checks of that level are kept away; 1 workload would not meet the latest"),
      finding("warning", "exempt-violations", "exemptions by runtime class or user hide 1 workload that does not meet baseline"),
      finding("info", "privileged", "cannot hold more than privileged as it is: hostNamespaces 2, hostPorts 1"),
    ],
    workloads: paymentsWorkloads(),
  }),
  namespaceOf("web", {
    labelled: true,
    policy: { enforce: part("baseline", "label", "v1.30"), audit: part("restricted", "label"), warn: part("restricted", "label") },
    workloads: [
      workload("Deployment", "apps/v1", "web", "front", 12, { replicas: 12 }, [
        template("baseline", ["enforce"], [], "v1.30"),
        template("restricted", ["audit", "warn"], []),
        pods("front-66b6c48dd5-2xkqf", 12, "restricted", ["audit", "warn"], []),
      ]),
    ],
  }),
]);

/** An audit of a dump: places are known, nothing was refused. */
export const DUMP_AUDIT: Report = completedReport({
  ...AUDIT,
  source: { type: "files", files: 1 },
  namespaces: AUDIT.namespaces.map((namespace, index) => ({
    ...namespace,
    workloads: namespace.workloads.map((one, number) => ({
      ...one,
      source: { file: "dump.json", document: 0, line: 1000 * index + number },
      results: one.results.map((result) => ({
        ...result,
        violations: result.violations.map((violation) => ({
          ...violation,
          fields: violation.fields.map((field) => ({ ...field, line: 1000 * index + number + 9, column: 5 })),
        })),
      })),
    })),
  })),
  unreadable: [],
  summary: { ...AUDIT.summary, unreadable: 0 },
});

/** An audit in which nothing violates anything. */
export const CLEAN_AUDIT: Report = {
  ...clusterReport("AuditReport", AUDIT.namespaces.filter(({ name }) => name === "web")),
  notes: [],
  unreadable: [],
  summary: { ...clusterReport("AuditReport", AUDIT.namespaces.filter(({ name }) => name === "web")).summary, unreadable: 0 },
};

function paymentsWorkloads(): WorkloadReport[] {
  return [
    workload("DaemonSet", "apps/v1", "payments", "agent", 4, { replicas: null }, [
      template("baseline", ["enforce"], [HOST_PORT]),
      template("restricted", ["warn"], [HOST_PORT, ESCALATION]),
      pods("agent-2b7xc", 4, "baseline", ["enforce"], [HOST_PORT]),
      pods("agent-2b7xc", 4, "restricted", ["warn"], [HOST_PORT, ESCALATION]),
    ]),
    workload("Deployment", "apps/v1", "payments", "api", 3, { replicas: 3 }, [
      template("baseline", ["enforce"], []),
      template("restricted", ["warn"], []),
      pods("api-5d9c8-7k2lp", 2, "restricted", ["warn"], [ESCALATION]),
      pods("api-5d9c8-x9x9x", 1, "restricted", ["warn"], []),
    ]),
    workload("Deployment", "apps/v1", "payments", "sleeping", 0, { replicas: 0 }, [
      template("baseline", ["enforce"], [HOST_NETWORK]),
      template("restricted", ["warn"], [HOST_NETWORK, ESCALATION]),
    ]),
    workload("Deployment", "apps/v1", "payments", "mended", 2, { replicas: 2 }, [
      template("restricted", ["warn"], [ESCALATION]),
      pods("mended-1", 2, "restricted", ["warn"], []),
    ]),
    workload("Job", "batch/v1", "payments", "sandboxed", 1, { exempt: { by: "runtimeClass", value: "gvisor" } }, []),
    workload("Pod", "v1", "payments", "debug", 1, {}, [pods("debug", 1, "restricted", ["warn"], [ESCALATION])]),
    workload("Pod", "v1", "payments", "etcd-node-1", 1, { static: true, stableName: "etcd-*" }, [
      pods("etcd-node-1", 1, "baseline", ["enforce"], [HOST_NETWORK]),
      pods("etcd-node-1", 1, "restricted", ["warn"], [HOST_NETWORK]),
    ]),
    workload("Rollout", "argoproj.io/v1alpha1", "payments", "canary", 2, { replicas: null }, [
      pods("canary-8f7d-q2w3e", 2, "restricted", ["warn"], [ESCALATION]),
    ]),
  ];
}

