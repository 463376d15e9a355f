import { once } from "node:events";
import { createServer } from "node:http";
import { podContent } from "../cluster/pods.ts";
import { aggregated, DISCOVERY } from "../sources/cluster/lists/custom/served-kinds.ts";
import { bytesField, envelope, numberField } from "../sources/cluster/client/protobuf/wire.ts";

/** A stub of an API server. */
interface PodStub {
  readonly url: string;
  stop(): Promise<void>;
}

/** The fields that a kubelet and two clients write into a pod. With them it has the size of usual pods: 6 KB. */
const STATUS = {
  phase: "Running",
  conditions: ["Initialized", "Ready", "ContainersReady", "PodScheduled"].map((type) => ({
    type,
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: "2026-01-01T00:00:00Z",
  })),
};
const MANAGED_FIELDS = ["kube-controller-manager", "kubelet"].map((manager) => ({
  manager,
  operation: "Update",
  apiVersion: "v1",
  time: "2026-01-01T00:00:00Z",
  fieldsType: "FieldsV1",
  fieldsV1: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`f:field-${index}`, { "f:x": {} }])),
}));
const LABELS = { "pod-security.kubernetes.io/enforce": "baseline", "pod-security.kubernetes.io/warn": "restricted" };
const CONTENT = JSON.stringify({ ...podContent("plain"), status: STATUS }).slice(1);

/** The encoding of the pods. An API server supports both; a proxy in front of it may support only JSON. */
export type PodForm = "JSON" | "protocol buffers";

/** Serves a number of pods in a number of namespaces, page by page. All other lists are empty, in JSON. */
export async function startPodStub(pods: number, namespaces: number, form: PodForm): Promise<PodStub> {
  const server = createServer(({ url = "" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://stub");
    response.setHeader("content-type", "application/json");
    if (pathname === "/version") return response.end('{"major":"1","minor":"37","gitVersion":"v1.37.2"}');
    if (pathname === "/api/v1/namespaces") return response.end(namespaceList(namespaces));
    if (pathname === DISCOVERY) return response.end(JSON.stringify(aggregated()));
    if (pathname !== "/api/v1/pods")
      return response.end('{"kind":"List","metadata":{"resourceVersion":"1"},"items":[]}');
    const from = Number(searchParams.get("continue") ?? 0);
    const to = Math.min(pods, from + Number(searchParams.get("limit") ?? pods));
    if (form === "JSON") return response.end(podList(from, to, to < pods, namespaces));
    response.setHeader("content-type", "application/vnd.kubernetes.protobuf");
    return response.end(podListBytes(from, to, to < pods, namespaces));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stub has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function namespaceList(namespaces: number): string {
  const items = Array.from({ length: namespaces }, (_, index) => ({
    metadata: { name: `team-${index}`, labels: LABELS },
  }));
  return JSON.stringify({ kind: "NamespaceList", apiVersion: "v1", metadata: { resourceVersion: "1" }, items });
}

function podList(from: number, to: number, hasMore: boolean, namespaces: number): string {
  const metadata = { resourceVersion: "1", ...(hasMore ? { continue: String(to) } : {}) };
  const items = Array.from({ length: to - from }, (_, index) => podText(from + index, namespaces));
  return `{"kind":"PodList","apiVersion":"v1","metadata":${JSON.stringify(metadata)},"items":[${items.join(",")}]}`;
}

/** The number of workloads does not depend on the number of pods: a report keeps each workload, but not each pod. */
const WORKLOADS = 1000;

function podText(index: number, namespaces: number): string {
  const set = index % WORKLOADS;
  const metadata = {
    namespace: `team-${set % namespaces}`,
    name: `web-${set}-${index}`,
    uid: `pod-${index}`,
    ownerReferences: [
      { apiVersion: "apps/v1", kind: "ReplicaSet", name: `web-${set}`, uid: `set-${set}`, controller: true },
    ],
    managedFields: MANAGED_FIELDS,
  };
  return `{"metadata":${JSON.stringify(metadata)},${CONTENT}`;
}

function podListBytes(from: number, to: number, hasMore: boolean, namespaces: number): Buffer {
  const metadata = bytesField(1, bytesField(2, "1"), bytesField(3, hasMore ? String(to) : ""));
  const items = Array.from({ length: to - from }, (_, index) => bytesField(2, ...podBytes(from + index, namespaces)));
  return envelope("v1", "PodList", metadata, ...items);
}

/** `managedFields` are JSON within protocol buffers. A container without fields violates the same checks as a container of `podContent`. */
const MANAGED_FIELDS_BYTES = MANAGED_FIELDS.map(({ manager, fieldsV1 }) =>
  bytesField(17, bytesField(1, manager), bytesField(7, bytesField(1, JSON.stringify(fieldsV1)))),
);
const SPEC_BYTES = bytesField(2, bytesField(2, bytesField(1, "app"), bytesField(2, "registry.example/app:1")));

function podBytes(index: number, namespaces: number): readonly Buffer[] {
  const set = index % WORKLOADS;
  const owner = bytesField(
    13,
    bytesField(5, "apps/v1"),
    bytesField(1, "ReplicaSet"),
    bytesField(3, `web-${set}`),
    numberField(6, 1),
  );
  const name = bytesField(1, `web-${set}-${index}`);
  return [
    bytesField(
      1,
      name,
      bytesField(3, `team-${set % namespaces}`),
      bytesField(5, `pod-${index}`),
      owner,
      ...MANAGED_FIELDS_BYTES,
    ),
    SPEC_BYTES,
    bytesField(3, bytesField(1, STATUS.phase)),
  ];
}
