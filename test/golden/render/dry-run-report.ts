import type { NamespaceChange, NamespaceReport, Report } from "../../../src/report/report.ts";
import { ESCALATION, HOST_NETWORK, HOST_PORT } from "./cluster-violations.ts";
import { clusterReport, pods, template, workload } from "./cluster-workloads.ts";
import { namespaceOf, part } from "./report.ts";

const ENFORCE_RESTRICTED = { "pod-security.kubernetes.io/enforce": "restricted", "pod-security.kubernetes.io/warn": null };

/** A dry run that meets everything that an API server may answer, and everything that it does not say. */
export const DRY_RUN: Report = clusterReport("DryRunReport", [
  namespaceOf("batch", {
    policy: { enforce: part("restricted", "label"), audit: part("privileged", "builtin"), warn: part("restricted", "implied") },
    strictest: "privileged",
    change: change(
      { enforce: part("baseline", "builtin"), audit: part("privileged", "builtin"), warn: part("baseline", "implied") },
      [],
    ),
    workloads: [
      workload("CronJob", "batch/v1", "batch", "report", 0, {}, [
        template("restricted", ["enforce", "warn"], [ESCALATION], "latest", ["enforce", "warn"]),
      ]),
    ],
  }),
  namespaceOf("evil\u001b\u202e", {
    change: {
      ...change({ enforce: part("baseline", "label"), audit: part("baseline", "label"), warn: part("baseline", "label") }, []),
      denied: 'Namespace "evil\u001b\u202e" is invalid: metadata.labels[pod-security.kubernetes.io/warn]: Invalid value: "bogus": must be one of privileged, baseline, restricted',
    },
    policy: { enforce: part("baseline", "label"), audit: part("baseline", "label"), warn: part("baseline", "label") },
  }),
  namespaceOf("kube-system", {
    exempt: true,
    policy: { enforce: part("restricted", "label"), audit: part("privileged", "builtin"), warn: part("restricted", "implied") },
    change: change(
      { enforce: part("privileged", "builtin"), audit: part("privileged", "builtin"), warn: part("privileged", "builtin") },
      ['namespace "kube-system" is exempt from Pod Security, and the policy (enforce=restricted:latest) will be ignored'],
    ),
    workloads: [
      workload("DaemonSet", "apps/v1", "kube-system", "kube-proxy", 3, { exempt: { by: "namespace", value: "kube-system" } }, []),
    ],
  }),
  namespaceOf("payments", {
    labelled: true,
    policy: { enforce: part("restricted", "label"), audit: part("restricted", "label"), warn: part("restricted", "label") },
    strictest: "privileged",
    change: change(
      { enforce: part("baseline", "label"), audit: part("privileged", "builtin"), warn: part("restricted", "label") },
      [
        'existing pods in namespace "payments" violate the new PodSecurity enforce level "restricted:latest"',
        "api-5d9c8-7k2lp (and 4 other pods): allowPrivilegeEscalation != false",
        "etcd-node-1: host namespaces",
      ],
    ),
    workloads: [
      workload("DaemonSet", "apps/v1", "payments", "logs\u001b[2J", 0, {}, [
        template("restricted", ["audit"], [ESCALATION], "latest", ["audit"]),
      ]),
      workload("Deployment", "apps/v1", "payments", "api", 3, { replicas: 3 }, [
        template("restricted", ["enforce", "audit", "warn"], [ESCALATION], "latest", ["enforce", "audit"]),
        pods("api-5d9c8-7k2lp", 2, "restricted", ["enforce", "audit", "warn"], [ESCALATION], ["enforce", "audit"]),
        pods("api-5d9c8-x9x9x", 1, "restricted", ["enforce", "audit", "warn"], []),
      ]),
      workload("Deployment", "apps/v1", "payments", "sleeping", 0, { replicas: 0 }, [
        template("restricted", ["enforce", "audit", "warn"], [HOST_NETWORK, ESCALATION], "latest", ["enforce", "audit"]),
      ]),
      workload("Deployment", "apps/v1", "payments", "talks", 1, { replicas: 1 }, [
        template("baseline", ["warn"], [HOST_PORT], "latest", ["warn"]),
      ]),
      workload("Pod", "v1", "payments", "debug", 1, {}, [
        pods("debug", 1, "restricted", ["enforce", "audit", "warn"], [ESCALATION], ["enforce", "audit"]),
      ]),
      workload("Pod", "v1", "payments", "etcd-node-1", 1, { static: true, stableName: "etcd-*" }, [
        pods("etcd-node-1", 1, "restricted", ["enforce", "audit", "warn"], [HOST_NETWORK], ["enforce", "audit"]),
      ]),
      workload("Rollout", "argoproj.io/v1alpha1", "payments", "canary", 2, {}, [
        pods("canary-8f7d-q2w3e", 2, "restricted", ["enforce", "audit", "warn"], [ESCALATION], ["enforce", "audit"]),
      ]),
      workload("StatefulSet", "apps/v1", "payments", "db", 2, { replicas: 2 }, [
        template("restricted", ["audit", "warn"], [ESCALATION], "latest", ["audit", "warn"]),
        pods("db-0", 2, "restricted", ["audit", "warn"], [ESCALATION], ["audit", "warn"]),
      ]),
    ],
  }),
  unchanged("same-1"),
  unchanged("same-2"),
  unchanged("same-3"),
  unchanged("same-4"),
  unchanged("same-5"),
  namespaceOf("web", {
    labelled: true,
    policy: { enforce: part("restricted", "label"), audit: part("restricted", "label"), warn: part("restricted", "implied") },
    change: change(
      { enforce: part("baseline", "label", "v1.30"), audit: part("restricted", "label"), warn: part("baseline", "implied", "v1.30") },
      [],
    ),
    workloads: [
      workload("Deployment", "apps/v1", "web", "front", 12, { replicas: 12 }, [
        template("restricted", ["enforce", "audit", "warn"], []),
        pods("front-66b6c48dd5-2xkqf", 12, "restricted", ["enforce", "audit", "warn"], []),
      ]),
    ],
  }),
]);

function unchanged(name: string): NamespaceReport {
  const policy = { enforce: part("restricted", "label"), audit: part("restricted", "label"), warn: part("restricted", "label") };
  return namespaceOf(name, { labelled: true, policy, change: change(policy, []) });
}

function change(from: NamespaceChange["from"], serverWarnings: readonly string[]): NamespaceChange {
  return { from, labels: ENFORCE_RESTRICTED, serverWarnings, denied: null };
}

