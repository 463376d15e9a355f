import { NEWEST_MINOR } from "../../src/policy/version.ts";
import type { ApiObject } from "./client.ts";
import { PODS, podContent, podOfBits } from "./pods.ts";
import { STUCK, stuckControllers } from "./rejections.ts";
import { controlledIn, podIn, type Seeded } from "./workloads.ts";

/** The labels of a namespace, without `pod-security.kubernetes.io/` before those that begin with a mode. */
export type ShortLabels = Readonly<Record<string, string>>;

/** Labels by their full names. */
export function fullLabels<Value>(labels: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  const isOurs = /^(enforce|audit|warn)(-version)?$/;
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [
      isOurs.test(label) ? `pod-security.kubernetes.io/${label}` : label,
      value,
    ]),
  );
}

/** A namespace to seed. */
export interface SeededNamespace {
  readonly name: string;
  /** Some labels are invalid for the API server: the seed writes them through a subresource, which it does not check. */
  readonly labels: ShortLabels;
  readonly content: readonly Seeded[];
}

const LONGEST = "n".repeat(63);
const LONG_NAME = "p".repeat(200);

function all(namespace: string): readonly Seeded[] {
  return [
    ...Object.entries(PODS).map(([name, content]) => podIn(namespace, name, content)),
    podIn(namespace, "failed", podContent("plain"), {
      afterwards: { subresource: "status", patch: { status: { phase: "Failed" } } },
    }),
    podIn(namespace, "debugged", podContent("compliant"), {
      afterwards: {
        subresource: "ephemeralcontainers",
        patch: {
          spec: { ephemeralContainers: [{ name: "debug", image: "busybox", securityContext: { privileged: true } }] },
        },
      },
    }),
    {
      object: {
        ...podIn(namespace, "terminating", podContent("host-path")).object,
        metadata: { namespace, name: "terminating", finalizers: ["example.com/wait"] },
      },
      terminating: true,
    },
  ];
}

function some(namespace: string, ...names: readonly string[]): readonly Seeded[] {
  return names.map((name) => podIn(namespace, name, podContent(name)));
}

/** Pods with so many different reasons that the API server truncates the warnings. */
function manyReasons(namespace: string): readonly Seeded[] {
  return Array.from({ length: 64 }, (_, bits) => podIn(namespace, `${LONG_NAME}-${bits}`, podOfBits(bits)));
}

function namespace(
  name: string,
  labels: ShortLabels,
  content: (namespace: string) => readonly Seeded[],
): SeededNamespace {
  return { name, labels, content: content(name) };
}

const violators = (name: string): readonly Seeded[] =>
  some(name, "plain", "privileged", "newest-sysctl", "probe-host", "sandboxed");
const nothing = (): readonly Seeded[] => [];

/** Every possible state of a namespace's labels. */
export const NAMESPACES: readonly SeededNamespace[] = [
  namespace("unlabelled", {}, all),
  namespace("controllers", {}, controlledIn),
  namespace("empty", {}, nothing),
  namespace("privileged", { enforce: "privileged" }, violators),
  namespace("baseline", { enforce: "baseline" }, (name) =>
    some(name, "compliant", "plain", "escalation", "new-sysctl"),
  ),
  namespace("restricted", { enforce: "restricted", audit: "restricted", warn: "restricted" }, (name) =>
    some(name, "compliant", "image", "no-source"),
  ),
  namespace("violated", { enforce: "restricted" }, violators),
  namespace("latest-in-words", { enforce: "baseline", "enforce-version": "latest" }, violators),
  namespace("pinned-old", { enforce: "restricted", "enforce-version": "v1.20" }, violators),
  namespace("pinned-server", { enforce: "baseline", "enforce-version": `v1.${NEWEST_MINOR}` }, violators),
  namespace(
    "pinned-future",
    { enforce: "baseline", "enforce-version": "v1.99", warn: "restricted", "warn-version": "v1.1000000" },
    violators,
  ),
  namespace("version-alone", { "enforce-version": "v1.24", "warn-version": "v1.0" }, violators),
  namespace("warn-alone", { warn: "restricted", "warn-version": "v1.30" }, violators),
  namespace("audit-alone", { audit: "baseline" }, violators),
  namespace(
    "mixed",
    { enforce: "baseline", "enforce-version": "v1.33", audit: "restricted", warn: "privileged" },
    violators,
  ),
  namespace("other-labels", { team: "payments", "pod-security.kubernetes.io/enforcement": "restricted" }, violators),
  namespace("invalid-enforce", { audit: "restricted", enforce: "Restricted" }, violators),
  namespace("invalid-version", { enforce: "baseline", "enforce-version": "1.30" }, violators),
  namespace("invalid-warn", { warn: "", "warn-version": "v1.030" }, violators),
  namespace("invalid-twice", { enforce: "bogus", audit: "none" }, violators),
  namespace("exempt", {}, violators),
  namespace("exempt-labelled", { enforce: "restricted", warn: "baseline" }, violators),
  namespace("exempt-privileged", { enforce: "privileged", "enforce-version": "v1.20" }, violators),
  namespace("exempt-invalid", { enforce: "bogus" }, violators),
  namespace("many-reasons", { enforce: "privileged" }, manyReasons),
  namespace(STUCK, { enforce: "restricted", "enforce-version": "latest" }, stuckControllers),
  namespace("team-a", { enforce: "baseline" }, (name) => some(name, "compliant", "plain", "host-ports")),
  namespace("1-team", { enforce: "baseline" }, violators),
  namespace("xn--caf-dma", { enforce: "baseline" }, violators),
  namespace(LONGEST, { enforce: "baseline" }, violators),
];

/** The AdmissionConfiguration of the server: defaults at old versions, and each kind of exemption. */
export const ADMISSION_CONFIGURATION = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: PodSecurity
  configuration:
    apiVersion: pod-security.admission.config.k8s.io/v1
    kind: PodSecurityConfiguration
    defaults:
      enforce: baseline
      enforce-version: v1.33
      audit: restricted
      audit-version: latest
      warn: baseline
      warn-version: v1.36
    exemptions:
      usernames: [operator]
      runtimeClasses: [sandboxed]
      namespaces: [kube-system, exempt, exempt-labelled, exempt-privileged, exempt-invalid]
`;

/** The auditor's role: the role in the documentation. */
export const DOCUMENTED_ROLE = { file: "docs/rbac.yaml", name: "kubectl-pss" };

const RBAC = "rbac.authorization.k8s.io/v1";
const RBAC_GROUP = "rbac.authorization.k8s.io";

function bindToGroup(role: string, group: string): ApiObject {
  return {
    apiVersion: RBAC,
    kind: "ClusterRoleBinding",
    metadata: { name: `${group}-${role}` },
    roleRef: { apiGroup: RBAC_GROUP, kind: "ClusterRole", name: role },
    subjects: [{ apiGroup: RBAC_GROUP, kind: "Group", name: group }],
  };
}

/** The objects outside of the namespaces: runtime classes, and the permissions of the users. */
export const CLUSTER_OBJECTS: readonly ApiObject[] = [
  ...["sandboxed", "gvisor"].map((name) => ({
    apiVersion: "node.k8s.io/v1",
    kind: "RuntimeClass",
    metadata: { name },
    handler: name,
  })),
  {
    apiVersion: RBAC,
    kind: "ClusterRole",
    metadata: { name: "pods" },
    rules: [{ apiGroups: [""], resources: ["namespaces", "pods"], verbs: ["get", "list"] }],
  },
  {
    apiVersion: RBAC,
    kind: "ClusterRole",
    metadata: { name: "pods-alone" },
    rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }],
  },
  bindToGroup("pods", "readers"),
  bindToGroup("pods-alone", "pod-readers"),
  bindToGroup(DOCUMENTED_ROLE.name, "auditors"),
];

/** The binding that lets the tenant read one namespace, after its creation. */
export const TENANT_BINDING: ApiObject = {
  apiVersion: RBAC,
  kind: "RoleBinding",
  metadata: { namespace: "team-a", name: "test-tenant" },
  // The roles view, edit and admin are empty here: the controller that fills them is not running.
  roleRef: { apiGroup: RBAC_GROUP, kind: "ClusterRole", name: "system:aggregate-to-view" },
  subjects: [{ apiGroup: RBAC_GROUP, kind: "Group", name: "tenants" }],
};
