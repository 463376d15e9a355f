/** Requests to an API server, in order: each may depend on the ones before it. */
import type { ApiObject } from "../client.ts";
import type { User } from "../server.ts";

/** A request, and what it is about. */
export interface Scenario {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly contentType?: string;
  readonly user?: User;
}

const ENFORCE = "pod-security.kubernetes.io/enforce";
const AUDIT = "pod-security.kubernetes.io/audit";
const WARN = "pod-security.kubernetes.io/warn";

/** The exemptions of both servers. */
export const CONFIGURATION = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
  - name: PodSecurity
    configuration:
      apiVersion: pod-security.admission.config.k8s.io/v1
      kind: PodSecurityConfiguration
      exemptions: {usernames: [operator], namespaces: [exempt], runtimeClasses: [sandbox]}
`;

const IMAGE = "registry.example/app:1";
const PLAIN = { name: "app", image: IMAGE };
const HOST = { hostNetwork: true, containers: [PLAIN] };
const sized = (cpu: string): object => ({ ...HOST, containers: [{ ...PLAIN, resources: { requests: { cpu } } }] });
const COMPLIANT = {
  containers: [
    {
      ...PLAIN,
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      },
    },
  ],
};

/** The objects before the first request. */
export const OBJECTS: readonly ApiObject[] = [
  namespaceOf("app", { [ENFORCE]: "baseline", [AUDIT]: "restricted", [WARN]: "restricted" }),
  namespaceOf("strict", { [ENFORCE]: "restricted" }),
  namespaceOf("open", {}),
  namespaceOf("exempt", {}),
  { apiVersion: "node.k8s.io/v1", kind: "RuntimeClass", metadata: { name: "sandbox" }, handler: "sandbox" },
  podOf("open", "old", HOST),
  podOf("open", "older", { containers: [PLAIN] }),
];

function namespaceOf(name: string, labels: Readonly<Record<string, string>>): ApiObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } };
}

function podOf(namespace: string, name: string, spec: object): ApiObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { namespace, name }, spec };
}

function createPod(name: string, namespace: string, pod: string, spec: object, user?: User): Scenario {
  const body = podOf(namespace, pod, spec);
  return { name, method: "POST", path: podsOf(namespace), body, ...(user !== undefined && { user }) };
}

function podsOf(namespace: string): string {
  return `/api/v1/namespaces/${namespace}/pods`;
}

function patch(name: string, path: string, body: object): Scenario {
  return { name, method: "PATCH", path, body, contentType: "application/strategic-merge-patch+json" };
}

function relabel(name: string, namespace: string, labels: object): Scenario {
  const contentType = "application/merge-patch+json";
  return {
    name,
    method: "PATCH",
    path: `/api/v1/namespaces/${namespace}`,
    body: { metadata: { labels } },
    contentType,
  };
}

const template = (spec: object): object => ({ metadata: { labels: { app: "web" } }, spec });
const deployment = (name: string, spec: object): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: { selector: { matchLabels: { app: "web" } }, template: template(spec) },
});
const JOB = template({ ...HOST, restartPolicy: "Never" });
const APPS = "/apis/apps/v1/namespaces/app/deployments";
const image = (text: string): object => ({ spec: { containers: [{ name: "app", image: text }] } });

export const SCENARIOS: readonly Scenario[] = [
  createPod("a pod that meets every policy", "app", "good", COMPLIANT),
  createPod("a pod that is warned about and audited", "app", "warned", { containers: [PLAIN] }),
  createPod("a pod that is denied", "app", "denied", HOST),
  createPod("a pod that is denied by restricted", "strict", "denied", { containers: [PLAIN] }),
  createPod("a pod in a namespace without labels", "open", "free", HOST),
  {
    name: "a pod with a generated name",
    method: "POST",
    path: podsOf("app"),
    body: { apiVersion: "v1", kind: "Pod", metadata: { generateName: "gen-" }, spec: HOST },
  },
  { ...createPod("a dry run of a denied pod", "app", "tried", HOST), path: `${podsOf("app")}?dryRun=All` },
  createPod("a pod of an exempt user", "app", "by-operator", sized("1"), "operator"),
  createPod("a pod in an exempt namespace", "exempt", "any", HOST),
  createPod("a pod of an exempt runtime class", "app", "sandboxed", { ...HOST, runtimeClassName: "sandbox" }),
  patch("a label of a violating pod", `${podsOf("app")}/by-operator`, { metadata: { labels: { a: "b" } } }),
  patch("a new image of a violating pod", `${podsOf("app")}/by-operator`, image("registry.example/app:2")),
  patch("a new image of a pod that is warned about", `${podsOf("app")}/warned`, image("registry.example/app:2")),
  patch("a privileged ephemeral container", `${podsOf("app")}/good/ephemeralcontainers`, {
    spec: { ephemeralContainers: [{ name: "debug", image: IMAGE, securityContext: { privileged: true } }] },
  }),
  patch("an ephemeral container that is warned about", `${podsOf("app")}/good/ephemeralcontainers`, {
    spec: { ephemeralContainers: [{ name: "debug", image: IMAGE }] },
  }),
  patch("new resources", `${podsOf("app")}/by-operator/resize`, {
    spec: { containers: [{ name: "app", resources: { requests: { cpu: "2" } } }] },
  }),
  patch("a new status", `${podsOf("app")}/by-operator/status`, { status: { reason: "Test" } }),
  {
    name: "a binding",
    method: "POST",
    path: `${podsOf("app")}/warned/binding`,
    body: { apiVersion: "v1", kind: "Binding", metadata: { name: "warned" }, target: { kind: "Node", name: "n" } },
  },
  {
    name: "an eviction",
    method: "POST",
    path: `${podsOf("app")}/good/eviction`,
    body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "good" } },
  },
  { name: "a Deployment", method: "POST", path: APPS, body: deployment("web", HOST) },
  {
    name: "a Deployment of an exempt user",
    method: "POST",
    path: APPS,
    body: deployment("by-operator", HOST),
    user: "operator",
  },
  patch("a scaled Deployment", `${APPS}/web/scale`, { spec: { replicas: 3 } }),
  patch("more replicas of a Deployment", `${APPS}/web`, { spec: { replicas: 2 } }),
  {
    name: "a CronJob",
    method: "POST",
    path: "/apis/batch/v1/namespaces/app/cronjobs",
    body: {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "nightly" },
      spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: JOB } } },
    },
  },
  {
    name: "a PodTemplate",
    method: "POST",
    path: "/api/v1/namespaces/app/podtemplates",
    body: { apiVersion: "v1", kind: "PodTemplate", metadata: { name: "template" }, template: template(HOST) },
  },
  {
    name: "a Namespace with a wrong label",
    method: "POST",
    path: "/api/v1/namespaces",
    body: namespaceOf("wrong", { [ENFORCE]: "strict", [`${WARN}-version`]: "1.30" }),
  },
  relabel("a wrong label of a Namespace", "open", { [AUDIT]: "strict" }),
  relabel("a stricter label, with existing pods", "open", { [ENFORCE]: "restricted" }),
  // Of another namespace: the API server tries a patch on its cached state first, which may lack the patch before.
  relabel("a laxer label", "strict", { [ENFORCE]: "baseline" }),
  relabel("a label of an exempt namespace", "exempt", { [ENFORCE]: "restricted", [WARN]: "baseline" }),
];
