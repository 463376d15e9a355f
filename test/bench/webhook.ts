/** Measures the webhook beside the official one: the same reviews, on the same API server, in turn. */
import { readFileSync } from "node:fs";
import { RandomJson } from "../conformance/random.ts";
import { Client } from "../cluster/client.ts";
import { reasonForNoServer, startServer, type Server } from "../cluster/server.ts";
import { WITHOUT_PLUGIN } from "../cluster/export/policies.ts";
import { ReviewClient, startOfficial } from "../cluster/webhook/official.ts";
import { startWebhook } from "../cluster/webhook/webhook.ts";
import { randomPod } from "../conformance/pods/random-pods.ts";

const NAMESPACES = 10_000;
const CREATORS = 16;
const CONNECTIONS = 16;
const ROUNDS = 5;
const REVIEWS = 2_000;
/** Clock ticks per second, as Linux counts CPU time in /proc. */
const TICKS = 100;

/** A webhook that is measured. */
interface Measured {
  readonly name: string;
  readonly pid: number;
  readonly client: ReviewClient;
  /** In milliseconds. */
  readonly times: number[];
  /** CPU time, in seconds. */
  spent: number;
}

/** Measures, and prints a table; where there can be no API server, a line that says why. */
export async function benchWebhook(): Promise<void> {
  const reason = process.platform === "linux" ? await reasonForNoServer() : "The webhook is measured on Linux alone";
  if (reason !== undefined) {
    console.log(`\n${reason}`);
    return;
  }
  const server = await startServer({ flags: [WITHOUT_PLUGIN] });
  try {
    await fill(server);
    const [webhook, official] = [await startWebhook(server), await startOfficial(server)];
    const measured = [measuredOf("official webhook", official), measuredOf("kubectl pss webhook", webhook)];
    const bodies = Array.from({ length: REVIEWS }, (_, index) => bodyOf(index));
    // The first round fills the caches, and does not count.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const one of measured) {
        const before = cpuOf(one.pid);
        const times = await review(one.client, bodies);
        if (round === 0) continue;
        one.times.push(...times);
        one.spent += cpuOf(one.pid) - before;
      }
    }
    console.log(`\n${NAMESPACES} namespaces, ${ROUNDS} rounds of ${REVIEWS} reviews over ${CONNECTIONS} connections`);
    print(measured);
    for (const { client } of measured) client.close();
    await Promise.all([webhook.stop(), official.stop()]);
  } finally {
    await server.stop();
  }
}

function measuredOf(name: string, { port, pid }: { readonly port: number; readonly pid: number }): Measured {
  return { name, pid, client: new ReviewClient(port, CONNECTIONS), times: [], spent: 0 };
}

async function fill(server: Server): Promise<void> {
  const client = await Client.open(server, "admin");
  const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
  let made = 0;
  const create = async (): Promise<void> => {
    while (made < NAMESPACES) {
      await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: `team-${made++}`, labels } });
    }
  };
  await Promise.all(Array.from({ length: CREATORS }, create));
  client.close();
}

/** A review of a random pod. */
function bodyOf(seed: number): string {
  const random = new RandomJson(seed);
  return JSON.stringify({
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: String(seed),
      kind: { group: "", version: "v1", kind: "Pod" },
      resource: { group: "", version: "v1", resource: "pods" },
      name: "web",
      namespace: `team-${random.below(NAMESPACES)}`,
      operation: "CREATE",
      userInfo: { username: "system:serviceaccount:kube-system:replicaset-controller" },
      object: { apiVersion: "v1", kind: "Pod", ...randomPod(seed) },
    },
  });
}

/** Sends reviews over all connections. Returns the time of each, in milliseconds. */
async function review(client: ReviewClient, bodies: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  const rest = bodies.values();
  const send = async (): Promise<void> => {
    for (const body of rest) {
      const start = performance.now();
      const { status } = await client.send(body);
      times.push(performance.now() - start);
      if (status !== 200) throw new Error(`a review has the status ${status}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, send));
  return times;
}

/** The CPU time of a process so far, in seconds. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** The memory of a process, in MB: the most that it has had. */
function memoryOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

function print(measured: readonly Measured[]): void {
  console.log("\n| what | p50 ms | p99 ms | ratio | goal | reviews per CPU second | ratio | goal | memory MB | goal |");
  console.log("|---|---|---|---|---|---|---|---|---|---|");
  const rows = measured.map(({ name, times, spent, pid }) => {
    const sorted = times.toSorted((a, b) => a - b);
    const at = (part: number): number => sorted[Math.floor(part * sorted.length)] ?? NaN;
    return { name, p50: at(0.5), p99: at(0.99), perSecond: times.length / spent, memory: memoryOf(pid) };
  });
  const [peer] = rows;
  for (const { name, p50, p99, perSecond, memory } of rows) {
    const isPeer = name === peer?.name || peer === undefined;
    const times = isPeer ? ["", ""] : [(p99 / peer.p99).toFixed(2), "≤ 2.0"];
    const rates = isPeer ? ["", ""] : [(perSecond / peer.perSecond).toFixed(2), "≥ 0.6"];
    const cells = [name, p50.toFixed(1), p99.toFixed(1), ...times, perSecond.toFixed(0), ...rates, memory.toFixed(0)];
    console.log(`| ${[...cells, isPeer ? "" : "≤ 150"].join(" | ")} |`);
  }
}
