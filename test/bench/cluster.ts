/**
 * What the commands that read a cluster cost: on a real API server, each against what kubectl needs for the same in the same run; and how
 * their memory grows with the cluster, on a stub that serves as many pods as one likes.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client, type ApiObject } from "../cluster/client.ts";
import { podContent } from "../cluster/pods.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type Server } from "../cluster/server.ts";
import { controllerIn, podIn } from "../cluster/workloads.ts";
import { startPodStub, type PodForm } from "./pod-stub.ts";

const RUNS = 7;
const NAMESPACES = 200;
const PODS_EACH = 50;
const MANY_PODS = 100_000;
const BIN = "bin/kubectl-pss.js";
const LABEL = "pod-security.kubernetes.io/enforce=restricted";

interface Command {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly peer?: string;
  readonly atMost?: number;
}

/** Measures, and prints a table; where there can be no API server, a line that says why. */
export async function benchCluster(directory: string, env: NodeJS.ProcessEnv): Promise<void> {
  const reason = await reasonForNoServer();
  if (reason === undefined) {
    const server = await startServer();
    try {
      await fill(server);
      await compareWithKubectl(kubeconfigOf(server, "admin"), env);
    } finally {
      await server.stop();
    }
  } else {
    console.log(`\n${reason}`);
  }
  await compareMemory(directory, env);
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

async function compareWithKubectl(kubeconfig: string, env: NodeJS.ProcessEnv): Promise<void> {
  const ours = (...args: readonly string[]): Pick<Command, "program" | "args"> => ({
    program: process.execPath,
    args: [BIN, ...args, "-A", "--kubeconfig", kubeconfig],
  });
  const kubectl = (...args: readonly string[]): Pick<Command, "program" | "args"> => ({
    program: "kubectl",
    args: ["--kubeconfig", kubeconfig, ...args],
  });
  const commands: readonly Command[] = [
    { name: "kubectl get --raw /api/v1/pods", ...kubectl("get", "--raw", "/api/v1/pods") },
    { name: "audit -A", ...ours("audit"), peer: "kubectl get --raw /api/v1/pods", atMost: 2 },
    {
      name: "kubectl label --dry-run=server ns --all",
      ...kubectl("label", "--dry-run=server", "--overwrite", "ns", "--all", LABEL),
    },
    {
      name: "dry-run -A --enforce restricted",
      ...ours("dry-run", "--enforce", "restricted"),
      peer: "kubectl label --dry-run=server ns --all",
      atMost: 1.5,
    },
  ];
  const times = new Map(commands.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < RUNS; round++) {
    for (const command of commands) times.get(command.name)?.push(await time(command, env));
  }
  console.log(
    `\n${NAMESPACES} namespaces, ${NAMESPACES * PODS_EACH} pods on a real API server, medians of ${RUNS} runs\n`,
  );
  console.log("| what | ms | ratio | goal | peer |\n|---|---|---|---|---|");
  for (const { name, peer, atMost } of commands) {
    const milliseconds = median(times.get(name) ?? []);
    const ratio = peer === undefined ? "" : (milliseconds / median(times.get(peer) ?? [])).toFixed(2);
    const goal = atMost === undefined ? "" : `≤ ${atMost.toFixed(1)}`;
    console.log(`| ${name} | ${milliseconds.toFixed(0)} | ${ratio} | ${goal} | ${peer ?? ""} |`);
  }
}

async function compareMemory(directory: string, env: NodeJS.ProcessEnv): Promise<void> {
  console.log(`\n| audit -A, pods of a stub | memory MB | ratio | goal |\n|---|---|---|---|`);
  for (const form of ["JSON", "protocol buffers"] as const) {
    const few = await memoryOfAudit(NAMESPACES * PODS_EACH, form, directory, env);
    const many = await memoryOfAudit(MANY_PODS, form, directory, env);
    console.log(`| ${NAMESPACES * PODS_EACH}, ${form} | ${few.toFixed(0)} | | |`);
    console.log(`| ${MANY_PODS}, ${form} | ${many.toFixed(0)} | ${(many / few).toFixed(2)} | ≤ 1.3, ≤ 250 MB |`);
  }
}

/** The peak of a run, in MB. */
async function memoryOfAudit(pods: number, form: PodForm, directory: string, env: NodeJS.ProcessEnv): Promise<number> {
  const stub = await startPodStub(pods, NAMESPACES, form);
  const kubeconfig = join(directory, "stub.kubeconfig");
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "stub", cluster: { server: stub.url } }],
      contexts: [{ name: "stub", context: { cluster: "stub" } }],
      "current-context": "stub",
    }),
  );
  const file = join(directory, "memory");
  const preload = new URL("report-memory.ts", import.meta.url).href;
  const args = ["--import", preload, BIN, "audit", "-A", "--kubeconfig", kubeconfig];
  try {
    await run({ program: process.execPath, args }, { ...env, KUBECTL_PSS_BENCH_MEMORY: file });
  } finally {
    await stub.stop();
  }
  return Number(readFileSync(file, "utf8"));
}

async function time(command: Command, env: NodeJS.ProcessEnv): Promise<number> {
  const start = process.hrtime.bigint();
  await run(command, env);
  return Number(process.hrtime.bigint() - start) / 1e6;
}

async function run({ program, args }: Pick<Command, "program" | "args">, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(program, args, { env, stdio: "ignore" });
  await once(child, "close");
  // 1: there are violations. A run that fails early would be the fastest of all.
  if (child.exitCode !== 0 && child.exitCode !== 1) throw new Error(`${args.join(" ")}: exit code ${child.exitCode}`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
