import type { ApiObject } from "./client.ts";
import { podContent, type PodContent } from "./pods.ts";

/** An object to create in a namespace, and its owner. */
export interface Seeded {
  readonly object: ApiObject;
  /** The controller of the object, in this list. */
  readonly owner?: Seeded;
  /** An owner that does not exist. */
  readonly foreignOwner?: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  /** A patch of a subresource of the object, after its creation. */
  readonly afterwards?: { readonly subresource: string; readonly patch: unknown };
  /** Deletes the object; it must have a finalizer, which keeps it. */
  readonly terminating?: boolean;
}

type Parts = Omit<Seeded, "object">;

/** A pod of a namespace. */
export function podIn(namespace: string, name: string, content: PodContent, parts: Parts = {}): Seeded {
  const object = { apiVersion: "v1", kind: "Pod", ...content, metadata: { ...content.metadata, namespace, name } };
  return { object, ...parts };
}

const SELECTOR = { app: "web" };

/** The template of a controller, with the label of its selector. */
function template(content: PodContent, spec: Readonly<Record<string, unknown>> = {}): unknown {
  return { metadata: { ...content.metadata, labels: SELECTOR }, spec: { ...content.spec, ...spec } };
}

/** The nine kinds' shapes around a template, by kind. */
export function controllerIn(
  namespace: string,
  kind: string,
  name: string,
  content: PodContent,
  spec: Readonly<Record<string, unknown>> = {},
): ApiObject {
  const metadata = { namespace, name };
  const selector = { matchLabels: SELECTOR };
  const jobTemplate = template(content, { restartPolicy: "Never" });
  switch (kind) {
    case "PodTemplate":
      return { apiVersion: "v1", kind, metadata, template: template(content) };
    case "ReplicationController":
      return { apiVersion: "v1", kind, metadata, spec: { selector: SELECTOR, template: template(content), ...spec } };
    case "Job":
      return { apiVersion: "batch/v1", kind, metadata, spec: { template: jobTemplate, ...spec } };
    case "CronJob":
      return {
        apiVersion: "batch/v1",
        kind,
        metadata,
        spec: { schedule: "0 3 * * *", jobTemplate: { spec: { template: jobTemplate } }, ...spec },
      };
    case "StatefulSet":
      return {
        apiVersion: "apps/v1",
        kind,
        metadata,
        spec: { selector, serviceName: name, template: template(content), ...spec },
      };
    default:
      return { apiVersion: "apps/v1", kind, metadata, spec: { selector, template: template(content), ...spec } };
  }
}

/** Every kind with a template. */
export const CONTROLLER_KINDS = [
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Job",
  "PodTemplate",
  "ReplicaSet",
  "ReplicationController",
  "StatefulSet",
] as const;

/** Controllers of every kind and their pods. The controllers do not run here, so the seed creates these pods. */
export function controlledIn(namespace: string): readonly Seeded[] {
  const plain = podContent("plain");
  const controller = (kind: string, name: string, content: PodContent, spec = {}, parts: Parts = {}): Seeded => ({
    object: controllerIn(namespace, kind, name, content, spec),
    ...parts,
  });
  const pod = (name: string, content: PodContent, parts: Parts): Seeded => podIn(namespace, name, content, parts);

  const deployment = controller("Deployment", "web", podContent("privileged"), { replicas: 3 });
  const oldSet = controller("ReplicaSet", "web-5d9c", plain, { replicas: 0 }, { owner: deployment });
  const set = controller("ReplicaSet", "web-7f6b", podContent("privileged"), { replicas: 3 }, { owner: deployment });
  const cronJob = controller("CronJob", "report", plain);
  const job = controller("Job", "report-29000000", plain, {}, { owner: cronJob });
  const statefulSet = controller("StatefulSet", "db", podContent("host-path"), { replicas: 2 });
  const daemonSet = controller("DaemonSet", "node-agent", podContent("host-network-ports"));
  const replicationController = controller("ReplicationController", "legacy", plain);
  const rollout = { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout", name: "canary" };
  const rolloutSet = controller("ReplicaSet", "canary-6c4f", podContent("escalation"), {}, { foreignOwner: rollout });
  const database = { apiVersion: "postgresql.cnpg.io/v1", kind: "Cluster", name: "orders" };
  const node = { apiVersion: "v1", kind: "Node", name: "node-1" };
  const mirrored = podContent("host-namespaces");

  return [
    ...[deployment, oldSet, set, cronJob, job, statefulSet, daemonSet, replicationController, rolloutSet],
    pod("web-7f6b-4kx2p", podContent("privileged"), { owner: set }),
    pod("web-7f6b-9hj7q", podContent("privileged"), { owner: set }),
    // An injected container that is not in the template.
    pod("web-7f6b-zzzzz", podContent("several"), { owner: set }),
    pod("report-29000000-abcde", plain, {
      owner: job,
      afterwards: { subresource: "status", patch: { status: { phase: "Succeeded" } } },
    }),
    pod("db-0", podContent("host-path"), { owner: statefulSet }),
    pod("db-1", podContent("host-path"), { owner: statefulSet }),
    pod("node-agent-x8x8x", podContent("host-network-ports"), { owner: daemonSet }),
    pod("legacy-5", plain, { owner: replicationController }),
    pod("canary-6c4f-22222", podContent("escalation"), { owner: rolloutSet }),
    pod("orders-1", podContent("may-be-root"), { foreignOwner: database }),
    pod(
      "kube-proxy-node-1",
      {
        metadata: { annotations: { "kubernetes.io/config.mirror": "0123456789abcdef" } },
        spec: { ...mirrored.spec, nodeName: "node-1" },
      },
      { foreignOwner: node },
    ),
    controller("Deployment", "scaled-to-zero", podContent("several"), { replicas: 0 }),
    controller("CronJob", "yearly", podContent("host-network-ports"), { suspend: true }),
    controller("PodTemplate", "blueprint", podContent("apparmor-annotation")),
  ];
}
