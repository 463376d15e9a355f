import type { Report, ViolationReport } from "../../../src/report/report.ts";
import { namespaceOf, reportOf, resultOf, violationOf, workloadOf } from "./report.ts";

const PRIVILEGED = violationOf("privileged", "privileged", 'container "web" must not set securityContext.privileged=true', {
  path: "spec.template.spec.containers[0].securityContext.privileged",
  stablePath: "containers[web].securityContext.privileged",
  value: true,
  line: 9,
});
const ESCALATION = violationOf(
  "allowPrivilegeEscalation",
  "allowPrivilegeEscalation != false",
  'container "new" must set securityContext.allowPrivilegeEscalation=false',
  {
    path: "spec.template.spec.containers[1].securityContext.allowPrivilegeEscalation",
    stablePath: "containers[new].securityContext.allowPrivilegeEscalation",
    line: 12,
  },
);

/** A lint with a baseline that holds some of what violates, and more that is gone than anybody wants to be told. */
export const BASELINE_REPORT: Report = reportOf({
  namespaces: [
    namespaceOf("shop", {
      labelled: true,
      strictest: "privileged",
      workloads: [
        workloadOf("Deployment", "apps/v1", "shop", "accepted", { file: "accepted.yaml", line: 1 }, [
          resultOf("template", null, "baseline", "latest", ["enforce"], [accepted(PRIVILEGED)]),
          resultOf("template", null, "restricted", "latest", ["audit", "warn"], [
            accepted(PRIVILEGED),
            accepted(ESCALATION),
          ]),
        ]),
        workloadOf("Deployment", "apps/v1", "shop", "partly", { file: "partly.yaml", line: 1 }, [
          resultOf("template", null, "baseline", "latest", ["enforce"], [accepted(PRIVILEGED)]),
          resultOf("template", null, "restricted", "latest", ["audit", "warn"], [accepted(PRIVILEGED), ESCALATION]),
        ]),
        workloadOf("Pod", "v1", "shop", "clean", { file: "clean.yaml", line: 1 }, [
          resultOf("pods", "clean", "baseline", "latest", ["enforce"], []),
        ]),
      ],
    }),
    namespaceOf("tools", {
      labelled: true,
      strictest: "privileged",
      workloads: [
        workloadOf("Job", "batch/v1", "tools", "migrate", { file: "tools.yaml", line: 1 }, [
          resultOf("template", null, "baseline", "latest", ["enforce"], [accepted(PRIVILEGED)]),
        ]),
      ],
    }),
  ],
  files: 4,
  objects: 4,
  failing: 0,
  gone: [
    "shop deployment.apps/web: hostPorts at containers[web].ports[http].hostPort",
    "shop deployment.apps/web: privileged at containers[web].securityContext.privileged",
    "shop pod/evil\u001b[31m\u202e: hostNamespaces at hostIPC",
    "shop pod/evil\u001b[31m\u202e: hostNamespaces at hostPID",
    "tools cronjob.batch/report: runAsNonRoot at containers[report].securityContext.runAsNonRoot",
    "tools cronjob.batch/report: seccompProfile_restricted at containers[report].securityContext.seccompProfile.type",
    "tools cronjob.batch/report: sysctls at securityContext.sysctls[kernel.msgmax].name",
  ],
});

/** The same with nothing in it that the baseline does not hold. */
export const ACCEPTED_REPORT: Report = reportOf({
  namespaces: BASELINE_REPORT.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.filter(({ name }) => name !== "partly"),
  })),
  files: 4,
  objects: 4,
  gone: ["shop deployment.apps/web: hostPorts at containers[web].ports[http].hostPort"],
});

/** The same as an audit of a cluster. */
export const BASELINE_AUDIT: Report = {
  ...BASELINE_REPORT,
  kind: "AuditReport",
  source: { type: "cluster", context: "prod", server: "https://k8s.example:6443" },
  namespaces: BASELINE_REPORT.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({ ...workload, source: null })),
  })),
};

function accepted(violation: ViolationReport): ViolationReport {
  return { ...violation, accepted: true };
}
