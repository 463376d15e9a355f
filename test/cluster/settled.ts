/** Waiting for the controllers of a cluster. */
import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "./kubectl.ts";
import type { ClusterFiles } from "./server.ts";

const SYSTEM_NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];
const POLLS = 1500;
const POLL_MS = 20;

/** The fields of an object with pods that show whether its controller is done. */
interface Controller {
  readonly kind: string;
  readonly metadata: { readonly namespace: string; readonly name: string; readonly generation: number };
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly desiredNumberScheduled?: number;
    readonly numberReady?: number;
    readonly updatedNumberScheduled?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** Waits for the namespaces that the API server creates once it is ready. */
export async function systemNamespaces(server: ClusterFiles): Promise<void> {
  await until("the API server has its own namespaces", async () => {
    const { code } = await kubectl(server, "admin", ["get", "namespaces", ...SYSTEM_NAMESPACES]);
    return code === 0;
  });
}

/**
 * Waits until every controller has made the pods of its newest template, or has reported that it cannot.
 *
 * @throws Error if a controller does neither
 */
export async function settled(server: ClusterFiles): Promise<void> {
  await until("every controller is done", async () => {
    const [controllers, events] = await Promise.all([
      list<Controller>(server, "deployments,statefulsets,daemonsets,jobs"),
      list<{ readonly involvedObject: { readonly name: string }; readonly reason: string }>(server, "events"),
    ]);
    const failed = new Set(
      events.filter(({ reason }) => reason === "FailedCreate").map(({ involvedObject }) => involvedObject.name),
    );
    return controllers.every((controller) => isDone(controller) || failed.has(controller.metadata.name));
  });
}

function isDone({ kind, metadata, spec, status = {} }: Controller): boolean {
  if (kind === "Job") return status.conditions?.some(({ type }) => type === "Complete") ?? false;
  if (status.observedGeneration !== metadata.generation) return false;
  if (kind === "DaemonSet") {
    const { desiredNumberScheduled: desired = 0, numberReady = 0, updatedNumberScheduled = 0 } = status;
    return desired > 0 && numberReady === desired && updatedNumberScheduled === desired;
  }
  if (status.conditions?.some(({ type, status: value }) => type === "ReplicaFailure" && value === "True")) return true;
  const { replicas = 0, readyReplicas = 0, updatedReplicas = 0 } = status;
  const desired = spec.replicas ?? 1;
  return replicas === desired && readyReplicas === desired && updatedReplicas === desired;
}

async function list<Item>(server: ClusterFiles, kinds: string): Promise<readonly Item[]> {
  const { code, stdout, stderr } = await kubectl(server, "admin", ["get", kinds, "-A", "-o", "json"]);
  if (code !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as { items: readonly Item[] }).items;
}

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  for (let poll = 0; poll < POLLS; poll++) {
    if (await isTrue()) return;
    await sleep(POLL_MS);
  }
  throw new Error(`not reached: ${what}`);
}
