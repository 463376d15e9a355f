import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { leaveOut } from "../../missing-tool.ts";
import {
  ENVELOPES,
  GKE,
  LOG_ANALYTICS,
  LOG_ANALYTICS_CSV,
  type Envelope,
  type EventObject,
} from "../../sources/logs/envelopes.ts";
import { Client } from "../client.ts";
import { kubectlPss } from "../kubectl.ts";
import { fullLabels } from "../namespaces.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type Server } from "../server.ts";
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
  readonly violations: number;
  readonly denied: number;
}

interface ReportedNamespace {
  readonly name: string;
  readonly verdict: Readonly<Record<string, string | number>>;
  readonly evidence: { readonly pods: number };
  readonly violations: number;
  readonly denied: number;
  readonly exempt: number;
  readonly errors: number;
  readonly workloads: readonly ReportedWorkload[];
}

interface HistoryReport {
  readonly namespaces: readonly ReportedNamespace[];
  readonly coverage: Readonly<Record<string, unknown>>;
}

function shortly({ verdict, evidence, violations, denied, exempt, errors, workloads }: ReportedNamespace): Expected {
  const { type, level, version, reason, workloads: blocking } = verdict;
  const policy = level === undefined ? [] : [version === "latest" ? level : `${level}:${version}`];
  return {
    verdict: [type, ...policy, ...[reason, blocking].filter((word) => word !== undefined)].join(" "),
    counts: [evidence.pods, violations, denied, exempt, errors],
    workloads: workloads.map((one) => `${one.kind} ${one.name} ${one.state} ${one.violations} ${one.denied}`),
  };
}

/** A server with an audit log and an audit webhook, and what the webhook has received. */
interface Logged {
  readonly server: Server;
  readonly log: string;
  readonly webhook: readonly string[];
  stop(): Promise<void>;
}

async function startLogged(rules: string): Promise<Logged> {
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
async function act({ server, log }: Logged): Promise<void> {
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

async function eventsIn(log: string): Promise<readonly EventObject[]> {
  const content = await readFile(log, "utf8");
  const whole = content.slice(0, content.lastIndexOf("\n"));
  return whole.split("\n").map((line) => JSON.parse(line));
}

/** The report of some files, with the labels of the cluster. */
async function historyOf(server: Server, contents: readonly (string | Buffer)[]): Promise<HistoryReport> {
  const directory = await mkdtemp(join(tmpdir(), "kubectl-pss-history-"));
  try {
    for (const [index, content] of contents.entries()) await writeFile(join(directory, `${index}.log`), content);
    const flags = ["--kubeconfig", kubeconfigOf(server, "admin"), "-o", "json", "--no-timestamp"];
    const { code, stdout, stderr } = await kubectlPss(["history", ...flags, directory]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** A report without what differs between forms of the same log. */
function withoutForm({ coverage, ...report }: HistoryReport): unknown {
  return { ...report, coverage: { ...coverage, repeated: 0, other: 0 } };
}

/** The namespaces of a report, without those of the server itself. */
function ours({ namespaces }: HistoryReport): readonly ReportedNamespace[] {
  return namespaces.filter(({ name }) => name.startsWith("history-"));
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  for (const level of ["Metadata", "Request"] as const) {
    describe(`kubectl pss history of a real audit log at level ${level}`, async () => {
      const logged = await startLogged(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: ${level}\n`);
      after(() => logged.stop());
      const { server, log, webhook } = logged;
      await act(logged);
      const events = await eventsIn(log);
      const whole = await historyOf(server, [await readFile(log)]);
      const reported = new Map(whole.namespaces.map((namespace) => [namespace.name, namespace]));

      it("has both stages", () => {
        const stages = new Set(events.map(({ stage }) => stage));
        assert.ok(stages.has("RequestReceived") && stages.has("ResponseComplete"));
        assert.deepEqual([...new Set(events.map((event) => event["level"]))], [level]);
      });

      for (const [title, { expected }] of Object.entries(SCENARIOS)) {
        it(title, () => {
          const namespace = reported.get(namespaceOf(title));
          assert.ok(namespace !== undefined);
          assert.deepEqual(shortly(namespace), expected(level));
        });
      }

      it("counts each event once, if two API servers log to the same place", async () => {
        const half = Math.floor(events.length / 2);
        const file = (part: readonly EventObject[]): string =>
          part.map((event) => `${JSON.stringify(event)}\n`).join("");
        const parts = [file(events.toReversed()), file(events.slice(half)), file(events.slice(0, half))];
        assert.deepEqual(withoutForm({ ...(await historyOf(server, parts)), ...{ files: 1 } }), withoutForm(whole));
      });

      it("is the same from the EventLists of the audit webhook", async () => {
        assert.ok(webhook.length > 100);
        const fromWebhook = await historyOf(server, [webhook.join("\n")]);
        assert.deepEqual(ours(fromWebhook), ours(whole));
      });

      for (const [name, envelope] of Object.entries(ENVELOPES)) {
        it(`is the same from ${name}`, async () => {
          assert.deepEqual(withoutForm(await historyOf(server, [envelope(events)])), withoutForm(whole));
        });
      }

      it("is the same from the rows of Log Analytics", async () => {
        // At level Request a row without its object could tell less, and the events have all of theirs.
        assert.deepEqual(ours(await historyOf(server, [LOG_ANALYTICS(events)])), ours(whole));
      });

      for (const [name, envelope] of Object.entries<Envelope>(LOG_ANALYTICS_CSV)) {
        it(`is the same from ${name}`, async () => {
          assert.deepEqual(ours(await historyOf(server, [envelope(events)])), ours(whole));
        });
      }

      for (const [name, envelope] of Object.entries<Envelope>(GKE)) {
        it(`is the same from ${name}, which has complete requests and does not tell dry runs`, async () => {
          const complete = events.filter(
            ({ stage, requestURI }) => stage === "ResponseComplete" && !String(requestURI).includes("dryRun"),
          );
          const fromCloud = await historyOf(server, [envelope(complete)]);
          assert.deepEqual(ours(fromCloud), ours(whole));
        });
      }
    });
  }

  describe("kubectl pss history of a real audit log with the printed audit policy", async () => {
    const { code, stdout } = await kubectlPss(["history", "--print-audit-policy"]);
    assert.equal(code, 0);
    const logged = await startLogged(stdout);
    after(() => logged.stop());
    await act(logged);
    const { namespaces } = await historyOf(logged.server, [await readFile(logged.log)]);
    const reported = new Map(namespaces.map((namespace) => [namespace.name, namespace]));

    for (const [title, { expected }] of Object.entries(SCENARIOS)) {
      it(title, () => {
        const namespace = reported.get(namespaceOf(title));
        assert.ok(namespace !== undefined);
        assert.deepEqual(shortly(namespace), expected("Request"));
      });
    }
  });
}
