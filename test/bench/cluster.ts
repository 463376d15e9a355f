/** Measures the commands that read a cluster on a real API server, each against kubectl's run for the same objects. */
import { Client, type ApiObject } from "../cluster/client.ts";
import { podContent } from "../cluster/pods.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type Server } from "../cluster/server.ts";
import { controllerIn, podIn } from "../cluster/workloads.ts";
import type { Candidate } from "./candidate.ts";
import { measure } from "./measure.ts";
import { ours, type Form } from "./ours.ts";
import { printTable } from "./table.ts";

const NAMESPACES = 200;
const PODS_EACH = 50;
const LABEL = "pod-security.kubernetes.io/enforce=restricted";

/** Measures, and prints a table. Without an API server, prints a line with the reason. */
export async function benchCluster(forms: readonly Form[]): Promise<void> {
  const reason = await reasonForNoServer();
  if (reason !== undefined) {
    console.log(`\n${reason}`);
    return;
  }
  const server = await startServer();
  try {
    await fill(server);
    console.log(`\n${NAMESPACES} namespaces, ${NAMESPACES * PODS_EACH} pods on a real API server`);
    printTable(await measure(candidatesFor(kubeconfigOf(server, "admin"), forms)));
  } finally {
    await server.stop();
  }
}

function readsAllPods(output: string): boolean {
  return output.includes(` with ${NAMESPACES * PODS_EACH} pods`);
}

function plansAllNamespaces(output: string): boolean {
  return output.includes(`, ${NAMESPACES} baseline, `);
}

async function fill(server: Server): Promise<void> {
  const client = await Client.open(server, "admin");
  await Promise.all(Array.from({ length: NAMESPACES }, (_, index) => fillNamespace(client, `team-${index}`)));
  client.close();
}

async function fillNamespace(client: Client, namespace: string): Promise<void> {
  const content = podContent("volumes");
  await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const deployment = await client.create(controllerIn(namespace, "Deployment", "web", content));
  const set = await client.create(ownedBy(deployment, controllerIn(namespace, "ReplicaSet", "web-7f6b", content)));
  const pods = Array.from({ length: PODS_EACH }, (_, index) => podIn(namespace, `web-7f6b-${index}`, content).object);
  await Promise.all(pods.map((pod) => client.create(ownedBy(set, pod))));
}

function ownedBy({ apiVersion, kind, metadata: { name, uid } }: ApiObject, object: ApiObject): ApiObject {
  const ownerReferences = [{ apiVersion, kind, name, uid, controller: true }];
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

function candidatesFor(kubeconfig: string, forms: readonly Form[]): readonly Candidate[] {
  const kubectl = (name: string, ...more: readonly string[]): Candidate => ({
    name: `kubectl ${name}`,
    program: "kubectl",
    args: ["--kubeconfig", kubeconfig, ...name.split(" "), ...more],
  });
  const get = kubectl("get --raw /api/v1/pods");
  const label = kubectl("label --dry-run=server ns --all", "--overwrite", LABEL);
  const cluster = ["-A", "--kubeconfig", kubeconfig];
  const commands = forms.flatMap((form) => [
    ours(form, ["audit", ...cluster], {
      name: "audit -A",
      isWhole: readsAllPods,
      against: [{ peer: get.name, atMost: 1.5 }],
    }),
    ours(form, ["dry-run", "--enforce", "restricted", ...cluster], {
      name: "dry-run -A --enforce restricted",
      exitCode: 1,
      isWhole: readsAllPods,
      against: [{ peer: label.name, atMost: 1 }],
    }),
    ours(form, ["plan", ...cluster], {
      name: "plan -A",
      isWhole: plansAllNamespaces,
      against: [{ peer: `${form.prefix}audit -A`, atMost: 1.1 }],
    }),
  ]);
  return [get, label, ...commands];
}
