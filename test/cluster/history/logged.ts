/** A real API server with an audit log, the scenarios in it, and the report of the log. */
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EventObject } from "../../sources/logs/envelopes.ts";
import { Client } from "../client.ts";
import { kubectlPss } from "../kubectl.ts";
import { fullLabels } from "../namespaces.ts";
import { kubeconfigOf, startServer, type Server } from "../server.ts";
import { Requests, SCENARIOS, namespaceOf, type Expected } from "./scenarios.ts";

const EXEMPT = namespaceOf("an exempt namespace");
const LAST = "history-last";
const SETTLE_MS = 20_000;
const POLL_MS = 20;
const CONFIGURATION = `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- name: PodSecurity
  configuration:
    apiVersion: pod-security.admission.config.k8s.io/v1
    kind: PodSecurityConfiguration
    exemptions: {usernames: [operator], runtimeClasses: [sandboxed], namespaces: [${EXEMPT}]}
`;

interface ReportedWorkload {
  readonly kind: string;
  readonly name: string | null;
  readonly state: string;
  readonly now: string | null;
  readonly violations: number;
  readonly denied: number;
}

export interface ReportedNamespace {
  readonly name: string;
  readonly verdict: Readonly<Record<string, string | number>>;
  readonly evidence: { readonly pods: number };
  readonly violations: number;
  readonly denied: number;
  readonly exempt: number;
  readonly errors: number;
  readonly workloads: readonly ReportedWorkload[];
}

export interface HistoryReport {
  readonly namespaces: readonly ReportedNamespace[];
  readonly coverage: Readonly<Record<string, unknown>>;
}

export function shortly({
  verdict,
  evidence,
  violations,
  denied,
  exempt,
  errors,
  workloads,
}: ReportedNamespace): Expected {
  const { type, level, version, reason, workloads: blocking } = verdict;
  const policy = level === undefined ? [] : [version === "latest" ? level : `${level}:${version}`];
  return {
    verdict: [type, ...policy, ...[reason, blocking].filter((word) => word !== undefined)].join(" "),
    counts: [evidence.pods, violations, denied, exempt, errors],
    workloads: workloads.map((one) => `${one.kind} ${one.name} ${one.state} ${one.violations} ${one.denied}`),
  };
}

/** A server with an audit log and an audit webhook, and what the webhook has received. */
export interface Logged {
  readonly server: Server;
  readonly log: string;
  readonly webhook: readonly string[];
  stop(): Promise<void>;
}

/**
 * Starts a server with an audit log and an audit webhook.
 *
 * @param flags more flags of kube-apiserver
 */
export async function startLogged(rules: string, more: readonly string[] = []): Promise<Logged> {
  const directory = await mkdtemp(join(tmpdir(), "kubectl-pss-audit-"));
  const [policy, webhookConfig, log] = ["policy.yaml", "webhook.yaml", "audit.log"].map((name) =>
    join(directory, name),
  );
  const webhook: string[] = [];
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      webhook.push(body);
      response.end("{}");
    });
  });
  await new Promise<void>((resolve) => void receiver.listen(0, "127.0.0.1", resolve));
  const address = receiver.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const cluster = { name: "a", cluster: { server: `http://127.0.0.1:${port}` } };
  const config = {
    ...{ apiVersion: "v1", kind: "Config", clusters: [cluster], users: [{ name: "a", user: {} }] },
    ...{ contexts: [{ name: "a", context: { cluster: "a", user: "a" } }], "current-context": "a" },
  };
  await writeFile(webhookConfig ?? "", JSON.stringify(config));
  await writeFile(policy ?? "", rules);
  const server = await startServer({
    admissionConfig: CONFIGURATION,
    flags: [
      `--audit-policy-file=${policy}`,
      `--audit-log-path=${log}`,
      `--audit-webhook-config-file=${webhookConfig}`,
      "--audit-webhook-mode=blocking",
      ...more,
    ],
  });
  const stop = async (): Promise<void> => {
    await server.stop();
    receiver.closeAllConnections();
    receiver.close();
    await rm(directory, { recursive: true });
  };
  return { server, log: log ?? "", webhook, stop };
}

/** Does all scenarios, and waits until the log has them. */
export async function act({ server, log }: Logged): Promise<void> {
  const [admin, reader] = [await Client.open(server, "admin"), await Client.open(server, "stranger")];
  try {
    await admin.create({
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      metadata: { name: "sandboxed" },
      handler: "a",
    });
    for (const [title, { labels, act: request }] of Object.entries(SCENARIOS)) {
      const name = namespaceOf(title);
      await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: fullLabels(labels) } });
      await request(new Requests(admin, reader, name));
    }
    await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: LAST } });
    for (const end = Date.now() + SETTLE_MS; Date.now() < end; await sleep(POLL_MS)) {
      if ((await eventsIn(log)).some((event) => isComplete(event, LAST))) return;
    }
    throw new Error("the audit log does not have the last request");
  } finally {
    admin.close();
    reader.close();
  }
}

function isComplete({ stage, objectRef }: EventObject, name: string): boolean {
  return stage === "ResponseComplete" && JSON.stringify(objectRef ?? {}).includes(`"name":"${name}"`);
}

export async function eventsIn(log: string): Promise<readonly EventObject[]> {
  const content = await readFile(log, "utf8");
  const whole = content.slice(0, content.lastIndexOf("\n"));
  return whole.split("\n").map((line) => JSON.parse(line));
}

/** The report of some files, with the labels of the cluster. Only with `isAsked`, the cluster is also asked for its workloads. */
export async function historyOf(
  server: Server,
  contents: readonly (string | Buffer)[],
  isAsked = false,
): Promise<HistoryReport> {
  const directory = await mkdtemp(join(tmpdir(), "kubectl-pss-history-"));
  const [logs, namespaces] = [join(directory, "logs"), join(directory, "namespaces.json")];
  const admin = await Client.open(server, "admin");
  try {
    await mkdir(logs);
    await writeFile(namespaces, (await admin.send("GET", "/api/v1/namespaces")).text);
    for (const [index, content] of contents.entries()) await writeFile(join(logs, `${index}.log`), content);
    const labels = isAsked ? ["--kubeconfig", kubeconfigOf(server, "admin")] : ["--namespaces", namespaces];
    const { code, stdout, stderr } = await kubectlPss(["history", ...labels, "-o", "json", "--no-timestamp", logs]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  } finally {
    admin.close();
    await rm(directory, { recursive: true });
  }
}

/** The namespaces of a report, without those of the server itself. */
export function ours({ namespaces }: HistoryReport): readonly ReportedNamespace[] {
  return namespaces.filter(({ name }) => name.startsWith("history-"));
}
