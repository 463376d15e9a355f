/** The cost of reading a long audit log, compared with a program that only searches the bytes for a word. */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Candidate } from "./candidate.ts";
import { measure } from "./measure.ts";
import { ours, type Form } from "./ours.ts";

const LOG = "test/fixtures/history/audit.log";
const NAMESPACES = "test/fixtures/history/namespaces.yaml";
const BYTES = 1024 * 1024 * 1024;
/** One event in so many is about a pod or a controller; the others are about leases of nodes, as in most clusters. */
const RELEVANT = 20;
const AT_ONCE = 2000;
const NODES = 100;
const START = Date.UTC(2026, 10, 1);

const SEARCH = `
const { createReadStream } = require("node:fs");
(async () => {
  let found = 0;
  for await (const chunk of createReadStream(process.argv[1], { highWaterMark: 1 << 20 }))
    for (let at = chunk.indexOf("pod-security"); at !== -1; at = chunk.indexOf("pod-security", at + 1)) found++;
  if (found === 0) process.exitCode = 1;
})();`;

/** The time and the memory of a history of 1 GiB. */
export async function benchHistory(directory: string, forms: readonly Form[]): Promise<void> {
  const log = join(directory, "audit.log");
  const events = writeLog(log);
  const search: Candidate = { name: "search for a word", program: process.execPath, args: ["-e", SEARCH, log] };
  const args = ["history", "--namespaces", NAMESPACES, "-o", "json", log];
  const isWhole = (stdout: string): boolean => JSON.parse(stdout).coverage.events === events;
  const measured = await measure([search, ...forms.map((form) => ours(form, args, { name: "history", isWhole }))]);
  console.log(`\n| audit log of 1 GiB, ${events} events | MB/s | × search | memory MB | goal |\n|---|---|---|---|---|`);
  const [bare] = measured;
  for (const { candidate, milliseconds, memory } of measured) {
    const ratio = (bare?.milliseconds ?? NaN) / milliseconds;
    const speed = BYTES / 1000 / milliseconds;
    const goal = candidate === search ? "" : "≥ 0.15, ≤ 200 MB";
    console.log(
      `| ${candidate.name} | ${speed.toFixed(0)} | ${ratio.toFixed(2)} | ${memory?.toFixed(0) ?? "?"} | ${goal} |`,
    );
  }
}

/** Writes a log, and counts its events. */
function writeLog(path: string): number {
  const relevant: readonly object[] = readFileSync(LOG, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const file = openSync(path, "w");
  let [events, bytes] = [0, 0];
  try {
    while (bytes < BYTES) {
      const lines = Array.from({ length: AT_ONCE }, () => {
        const number = events++;
        const auditID = `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
        const event = number % RELEVANT === 0 ? relevant[(number / RELEVANT) % relevant.length] : leaseEvent(number);
        return `${JSON.stringify({ ...event, auditID })}\n`;
      });
      bytes += writeSync(file, lines.join(""));
    }
  } finally {
    closeSync(file);
  }
  return events;
}

/** The renewal of a node's lease, the most frequent request of a cluster. */
function leaseEvent(number: number): object {
  const node = `node-${number % NODES}`;
  const time = new Date(START + number).toISOString().replace("Z", "000Z");
  return {
    kind: "Event",
    apiVersion: "audit.k8s.io/v1",
    level: "Metadata",
    auditID: "",
    stage: number % 2 === 0 ? "RequestReceived" : "ResponseComplete",
    requestURI: `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node}?timeout=10s`,
    verb: "update",
    user: { username: `system:node:${node}`, groups: ["system:nodes", "system:authenticated"] },
    sourceIPs: ["10.0.0.1"],
    userAgent: "kubelet/v1.37.2 (linux/amd64) kubernetes/0000000",
    objectRef: {
      resource: "leases",
      namespace: "kube-node-lease",
      name: node,
      uid: "00000000-0000-4000-8000-000000000000",
      apiGroup: "coordination.k8s.io",
      apiVersion: "v1",
      resourceVersion: String(number),
    },
    responseStatus: { metadata: {}, code: 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { "authorization.k8s.io/decision": "allow", "authorization.k8s.io/reason": "" },
  };
}
