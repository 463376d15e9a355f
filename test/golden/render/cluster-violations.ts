import type { ViolationReport } from "../../../src/report/report.ts";

/** Violations of a cluster's objects, whose fields stand on no line. */
export const ESCALATION = violation(
  "allowPrivilegeEscalation",
  "allowPrivilegeEscalation != false",
  'container "web" must set securityContext.allowPrivilegeEscalation=false',
  "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation",
  "containers[web].securityContext.allowPrivilegeEscalation",
  null,
);
export const HOST_NETWORK = violation(
  "hostNamespaces",
  "host namespaces",
  "hostNetwork=true",
  "spec.hostNetwork",
  "hostNetwork",
  true,
);
export const HOST_PORT = violation(
  "hostPorts",
  "hostPort",
  'container "agent" uses hostPort 9100',
  "spec.template.spec.containers[0].ports[0].hostPort",
  "containers[agent].ports[9100].hostPort",
  9100,
);

function violation(
  check: string,
  reason: string,
  detail: string,
  path: string,
  stablePath: string,
  value: unknown,
): ViolationReport {
  return { check, reason, detail, accepted: false, fields: [{ path, stablePath, value, line: 0, column: 0 }] };
}
