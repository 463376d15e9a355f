/** The scenarios of a cluster, each in a namespace of its own, and the expected words of the history. */
import { pathOf, type ApiObject, type Client } from "../client.ts";
import { podContent } from "../pods.ts";
import { controllerIn, podIn } from "../workloads.ts";

/** An audit level. */
export type AuditLevel = "Metadata" | "Request";

/** The parts of the report about a namespace. */
export interface Expected {
  readonly verdict: string;
  /** Judged pods, violations, rejected pods, exempt requests and errors. */
  readonly counts: readonly [pods: number, violations: number, denied: number, exempt: number, errors: number];
  /** Kind, name, state, violations and rejected pods of each workload. */
  readonly workloads: readonly string[];
}

/** Requests in a namespace. */
export interface Scenario {
  readonly labels: Readonly<Record<string, string>>;
  readonly act: (client: Requests) => Promise<void>;
  readonly expected: (level: AuditLevel) => Expected;
}

/** The name of the namespace of a scenario. */
export function namespaceOf(scenario: string): string {
  return `history-${scenario.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`.slice(0, 60).replace(/-+$/, "");
}

const MERGE_PATCH = "application/merge-patch+json";
const STRATEGIC_PATCH = "application/strategic-merge-patch+json";
const SERVICE_ACCOUNT = "system:serviceaccount:kube-system:";
const AUDITED = { enforce: "baseline", audit: "restricted" };
const SANDBOXED = { spec: { ...podContent("plain").spec, runtimeClassName: "sandboxed" } };
/** Rejected for another reason than those of Pod Security Admission. */
const [CONFLICT, FORBIDDEN] = [409, 403];

/** Requests in one namespace. */
export class Requests {
  readonly #client: Client;
  readonly #reader: Client;
  readonly namespace: string;

  constructor(client: Client, reader: Client, namespace: string) {
    this.#client = client;
    this.#reader = reader;
    this.namespace = namespace;
  }

  /** Creates a pod; `as` is the user. */
  async pod(
    name: string,
    content: string,
    { as, dryRun = false }: { as?: string; dryRun?: boolean } = {},
  ): Promise<void> {
    const { object } = podIn(this.namespace, name, content === "sandboxed" ? SANDBOXED : podContent(content));
    await this.#post(object, { ...(as !== undefined && { as }), dryRun });
  }

  /** Creates a pod that Pod Security Admission, RBAC or the name rejects. */
  async rejectedPod(name: string, content: string, status: number, isReader = false): Promise<void> {
    const { object } = podIn(this.namespace, name, podContent(content));
    const answer = await (isReader ? this.#reader : this.#client).send("POST", pathOf(object), { body: object });
    if (answer.status !== status) throw new Error(`${name}: ${answer.status} ${answer.text}`);
  }

  /** Creates a pod as a controller of kube-controller-manager does: with a generated name and an owner. */
  async ownedPod(
    controller: string,
    owner: { readonly apiVersion: string; readonly kind: string; readonly name: string },
    content: string,
    { name, status = 201 }: { name?: string; status?: number } = {},
  ): Promise<void> {
    const named = name === undefined ? { generateName: `${owner.name}-` } : { name };
    const reference = { ...owner, uid: `uid-of-${owner.name}`, controller: true };
    const body = {
      apiVersion: "v1",
      kind: "Pod",
      ...podContent(content),
      metadata: { ...named, namespace: this.namespace, ownerReferences: [reference] },
    };
    const path = `/api/v1/namespaces/${this.namespace}/pods`;
    const answer = await this.#client.send("POST", path, { body, as: `${SERVICE_ACCOUNT}${controller}` });
    if (answer.status !== status) throw new Error(`${owner.name}: ${answer.status} ${answer.text}`);
  }

  async controller(kind: string, name: string, content: string): Promise<void> {
    await this.#post(controllerIn(this.namespace, kind, name, podContent(content)));
  }

  async patchDeployment(name: string, patch: unknown, subresource = ""): Promise<void> {
    const path = `/apis/apps/v1/namespaces/${this.namespace}/deployments/${name}${subresource}`;
    await this.#client.ask("PATCH", path, { body: patch, contentType: MERGE_PATCH });
  }

  async deleteDeployment(name: string): Promise<void> {
    await this.#client.ask("DELETE", `/apis/apps/v1/namespaces/${this.namespace}/deployments/${name}`);
  }

  async patchPod(name: string, patch: unknown, subresource = ""): Promise<void> {
    const path = `/api/v1/namespaces/${this.namespace}/pods/${name}${subresource}`;
    await this.#client.ask("PATCH", path, { body: patch, contentType: STRATEGIC_PATCH });
  }

  async deletePod(name: string): Promise<void> {
    await this.#client.ask("DELETE", `/api/v1/namespaces/${this.namespace}/pods/${name}`);
  }

  /** Sets labels of the namespace; `/status` is a way that the API server does not look at. */
  async label(labels: Readonly<Record<string, string>>, subresource = ""): Promise<void> {
    const entries = Object.entries(labels).map(([name, value]) => [`pod-security.kubernetes.io/${name}`, value]);
    const body = { metadata: { labels: Object.fromEntries(entries) } };
    await this.#client.ask("PATCH", `/api/v1/namespaces/${this.namespace}${subresource}`, {
      body,
      contentType: MERGE_PATCH,
    });
  }

  async #post(object: ApiObject, { as, dryRun = false }: { as?: string; dryRun?: boolean } = {}): Promise<void> {
    const path = `${pathOf(object)}${dryRun ? "?dryRun=All" : ""}`;
    await this.#client.ask("POST", path, { body: object, ...(as !== undefined && { as }) });
  }
}

function always(verdict: string, counts: Expected["counts"], ...workloads: readonly string[]): Scenario["expected"] {
  return () => ({ verdict, counts, workloads });
}

const RS = { apiVersion: "apps/v1", kind: "ReplicaSet", name: "web-5d4f7c9b8f" };
const JOB = { apiVersion: "batch/v1", kind: "Job", name: "report-29391840" };
const SET = { apiVersion: "apps/v1", kind: "StatefulSet", name: "db" };
const DAEMONS = { apiVersion: "apps/v1", kind: "DaemonSet", name: "agent" };
/** A template that restricted accepts, in place of a plain one. */
const FIXED = { spec: { template: { spec: podContent("compliant").spec } } };

/** The scenarios by title. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "a compliant pod": {
    labels: AUDITED,
    act: (requests) => requests.pod("a", "compliant"),
    expected: always("could-enforce restricted", [1, 0, 0, 0, 0]),
  },
  nothing: { labels: AUDITED, act: async () => {}, expected: always("not-seen restricted", [0, 0, 0, 0, 0]) },
  "a violating pod": {
    labels: AUDITED,
    act: (requests) => requests.pod("a", "plain"),
    expected: always("blocked restricted 1", [1, 1, 0, 0, 0], "Pod a violating 1 0"),
  },
  "a rejected pod": {
    labels: AUDITED,
    act: (requests) => requests.rejectedPod("a", "privileged", FORBIDDEN),
    expected: always("blocked restricted 1", [0, 1, 1, 0, 0], "Pod a violating 1 1"),
  },
  "a rejected pod of a ReplicaSet": {
    labels: AUDITED,
    act: (requests) => requests.ownedPod("replicaset-controller", RS, "privileged", { status: FORBIDDEN }),
    expected: always("blocked restricted 1", [0, 1, 1, 0, 0], "ReplicaSet web-5d4f7c9b8f violating 1 1"),
  },
  "a rejected pod without an audit level": {
    labels: { enforce: "restricted" },
    act: (requests) => requests.ownedPod("replicaset-controller", RS, "plain", { status: FORBIDDEN }),
    expected: always("enforced restricted", [0, 0, 1, 0, 0], "ReplicaSet web-5d4f7c9b8f violating 0 1"),
  },
  "a pod of a ReplicaSet": {
    labels: AUDITED,
    act: (requests) => requests.ownedPod("replicaset-controller", RS, "plain"),
    expected: (level) => ({
      verdict: "blocked restricted 1",
      counts: [1, 1, 0, 0, 0],
      workloads: [`ReplicaSet ${level === "Request" ? RS.name : null} violating 1 0`],
    }),
  },
  "a pod of a Deployment in the log": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.controller("Deployment", "web", "plain");
      await requests.ownedPod("replicaset-controller", RS, "plain");
    },
    expected: (level) => ({
      verdict: "blocked restricted 1",
      counts: [1, 2, 0, 0, 0],
      workloads:
        level === "Request"
          ? ["Deployment web violating 2 0"]
          : ["Deployment web violating 1 0", "ReplicaSet null violating 1 0"],
    }),
  },
  "a pod of a CronJob in the log": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.controller("CronJob", "report", "plain");
      await requests.ownedPod("job-controller", JOB, "plain");
    },
    expected: (level) => ({
      verdict: "blocked restricted 1",
      counts: [1, 2, 0, 0, 0],
      workloads:
        level === "Request"
          ? ["CronJob report violating 2 0"]
          : ["CronJob report violating 1 0", "Job null violating 1 0"],
    }),
  },
  "a pod of a StatefulSet": {
    labels: AUDITED,
    act: (requests) => requests.ownedPod("statefulset-controller", SET, "plain", { name: "db-0" }),
    expected: always("blocked restricted 1", [1, 1, 0, 0, 0], "StatefulSet db violating 1 0"),
  },
  "a pod of a DaemonSet": {
    labels: AUDITED,
    act: (requests) => requests.ownedPod("daemon-set-controller", DAEMONS, "plain"),
    expected: (level) => ({
      verdict: "blocked restricted 1",
      counts: [1, 1, 0, 0, 0],
      workloads: [`DaemonSet ${level === "Request" ? "agent" : null} violating 1 0`],
    }),
  },
  ...Object.fromEntries(
    [
      "CronJob",
      "DaemonSet",
      "Deployment",
      "Job",
      "PodTemplate",
      "ReplicaSet",
      "ReplicationController",
      "StatefulSet",
    ].map((kind): [string, Scenario] => [
      `a violating ${kind}`,
      {
        labels: AUDITED,
        act: (requests) => requests.controller(kind, "a", "plain"),
        expected: always("blocked restricted 1", [0, 1, 0, 0, 0], `${kind} a violating 1 0`),
      },
    ]),
  ),
  "a Deployment that is fixed": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.controller("Deployment", "web", "plain");
      await requests.patchDeployment("web", FIXED);
      await requests.pod("a", "compliant");
    },
    expected: always("could-enforce restricted", [1, 1, 0, 0, 0], "Deployment web quiet 1 0"),
  },
  "a Deployment that is deleted": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.controller("Deployment", "web", "plain");
      await requests.deleteDeployment("web");
    },
    expected: always("not-seen restricted", [0, 1, 0, 0, 0], "Deployment web deleted 1 0"),
  },
  "a Deployment whose scale changes": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.controller("Deployment", "web", "plain");
      await requests.patchDeployment("web", { spec: { replicas: 3 } }, "/scale");
    },
    expected: always("blocked restricted 1", [0, 1, 0, 0, 0], "Deployment web violating 1 0"),
  },
  "a Deployment whose replicas are patched": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.controller("Deployment", "web", "plain");
      await requests.patchDeployment("web", { spec: { replicas: 3 } });
    },
    expected: always("blocked restricted 1", [0, 2, 0, 0, 0], "Deployment web violating 2 0"),
  },
  "a dry run": {
    labels: AUDITED,
    act: (requests) => requests.pod("a", "plain", { dryRun: true }),
    expected: always("not-seen restricted", [0, 0, 0, 0, 0]),
  },
  "an exempt user": {
    labels: AUDITED,
    act: (requests) => requests.pod("a", "plain", { as: "operator" }),
    expected: always("not-seen restricted", [0, 0, 0, 1, 0]),
  },
  "an exempt runtime class": {
    labels: AUDITED,
    act: (requests) => requests.pod("a", "sandboxed"),
    expected: always("not-seen restricted", [0, 0, 0, 1, 0]),
  },
  "an exempt namespace": {
    labels: AUDITED,
    act: (requests) => requests.pod("a", "plain"),
    expected: always("unknown exempt", [0, 0, 0, 1, 0]),
  },
  "labels that are invalid": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.label({ audit: "strict" }, "/status");
      await requests.pod("a", "compliant");
    },
    // An invalid audit level is privileged, so that there is nothing to prove.
    expected: always("unknown not-audited", [0, 0, 0, 0, 1]),
  },
  "another image": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.pod("a", "plain");
      await requests.patchPod("a", { spec: { containers: [{ name: "app", image: "registry.example/app:2" }] } });
      await requests.patchPod("a", { metadata: { labels: { team: "a" } } });
    },
    expected: always("blocked restricted 1", [1, 2, 0, 0, 0], "Pod a violating 2 0"),
  },
  "an ephemeral container": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.pod("a", "compliant");
      const debug = { name: "debug", image: "registry.example/debug:1" };
      await requests.patchPod("a", { spec: { ephemeralContainers: [debug] } }, "/ephemeralcontainers");
    },
    expected: always("blocked restricted 1", [1, 1, 0, 0, 0], "Pod a violating 1 0"),
  },
  "the status and the end of a pod": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.pod("a", "compliant");
      await requests.patchPod("a", { status: { phase: "Failed" } }, "/status");
      await requests.deletePod("a");
    },
    expected: always("could-enforce restricted", [1, 0, 0, 0, 0]),
  },
  "a rejection by RBAC": {
    labels: AUDITED,
    act: (requests) => requests.rejectedPod("a", "privileged", FORBIDDEN, true),
    expected: always("not-seen restricted", [0, 0, 0, 0, 0]),
  },
  "a pod that exists": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.pod("a", "plain");
      await requests.rejectedPod("a", "plain", CONFLICT);
    },
    expected: always("blocked restricted 1", [1, 2, 0, 0, 0], "Pod a violating 2 0"),
  },
  "an audit label after the pods": {
    labels: { enforce: "baseline" },
    act: async (requests) => {
      await requests.pod("a", "plain");
      await requests.label({ audit: "restricted" });
    },
    expected: always("unknown policy-changed", [0, 0, 0, 0, 0]),
  },
  "an audit label before the pods": {
    labels: { enforce: "baseline" },
    act: async (requests) => {
      await requests.label({ audit: "restricted" });
      await requests.pod("a", "compliant");
    },
    expected: always("could-enforce restricted", [1, 0, 0, 0, 0]),
  },
  "another label after the pods": {
    labels: AUDITED,
    act: async (requests) => {
      await requests.pod("a", "compliant");
      await requests.label({ warn: "restricted" });
    },
    // Without its object, the write may have changed the audit level as well.
    expected: (level) =>
      level === "Request"
        ? { verdict: "could-enforce restricted", counts: [1, 0, 0, 0, 0], workloads: [] }
        : { verdict: "unknown policy-changed", counts: [0, 0, 0, 0, 0], workloads: [] },
  },
  "a privileged namespace": {
    labels: { enforce: "privileged" },
    act: (requests) => requests.pod("a", "privileged"),
    expected: always("unknown not-audited", [1, 0, 0, 0, 0]),
  },
  "a pinned version": {
    labels: { ...AUDITED, "audit-version": "v1.20" },
    act: (requests) => requests.pod("a", "plain"),
    expected: always("blocked restricted:v1.20 1", [1, 1, 0, 0, 0], "Pod a violating 1 0"),
  },
};
