import assert from "node:assert/strict";
import { Client } from "../cluster/client.ts";
import { applyExport, waitForPolicy } from "../cluster/export/policies.ts";
import { podContent } from "../cluster/pods.ts";
import { reasonForNoServer, startServer } from "../cluster/server.ts";

/** The time of the failed validations of a policy. The API server does not count the others. */
const CHECK = "apiserver_validating_admission_policy_check_duration_seconds";
/** The time of all requests in the admission plugin that evaluates the policies. */
const PLUGIN = "apiserver_admission_controller_admission_duration_seconds";
const LABEL = "bench.example.com/policy";
/** Requests run in sequence, because the metrics measure wall-clock time. On a busy machine, the fastest round is the least disturbed one. */
const ROUNDS = 10;
const REQUESTS = 20;

/** The policies to measure, by the label of their namespace. */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  baseline: ["--level", "baseline"],
  restricted: ["--level", "restricted"],
  "restricted-per-check": ["--level", "restricted", "--message-per-check"],
};

/** A container that meets restricted. */
const COMPLIANT = firstContainer(podContent("compliant").spec);
/** A container that violates only the last check of restricted, so that the API server evaluates all checks. */
const WITHOUT_SECCOMP = {
  ...COMPLIANT,
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, runAsNonRoot: true },
};

/** The pods to create, without storing them. */
const PODS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "meets restricted": { containers: [COMPLIANT] },
  "violates seccompProfile_restricted": { containers: [WITHOUT_SECCOMP] },
  "violates privileged and others": podContent("privileged").spec,
  "300 containers, which violate seccompProfile_restricted": {
    containers: Array.from({ length: 300 }, (_, index) => ({ ...WITHOUT_SECCOMP, name: `c${index}` })),
  },
};

function firstContainer({ containers }: Readonly<Record<string, unknown>>): object {
  const [container]: unknown[] = Array.isArray(containers) ? containers : [];
  assert.ok(typeof container === "object" && container !== null);
  return container;
}

/** A total duration, and the number of its measurements. */
interface Total {
  readonly seconds: number;
  readonly count: number;
}

/** Measures the cost of exported policies for a request, by the API server's own metrics. */
export async function benchPolicies(): Promise<void> {
  const reason = await reasonForNoServer();
  if (reason !== undefined) {
    console.log(`\n${reason}`);
    return;
  }
  const server = await startServer();
  const client = await Client.open(server, "admin");
  try {
    console.log("\nExported policies on a real API server, for each creation of a pod:\n");
    console.log("| policy | pod | plugin ms | failed validation ms |\n|---|---|---|---|");
    for (const [name, words] of Object.entries(EXPORTS)) {
      await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: { [LABEL]: name } } });
      await applyExport(server, [...words, "--action", "deny", "--bind", `label:${LABEL}=${name}`, "--prefix", name]);
      await waitForPolicy(client, name);
      for (const [title, spec] of Object.entries(PODS)) await measurePod(client, name, title, spec);
      // The other policies of this run must not affect the next measurement.
      await client.ask("PATCH", `/api/v1/namespaces/${name}`, {
        contentType: "application/merge-patch+json",
        body: { metadata: { labels: { [LABEL]: null } } },
      });
    }
  } finally {
    client.close();
    await server.stop();
  }
}

async function measurePod(client: Client, name: string, title: string, spec: object): Promise<void> {
  const totals = async (): Promise<readonly [Total, Total]> => {
    const { text } = await client.ask("GET", "/metrics");
    return [
      totalOf(text, `${PLUGIN}_`, 'name="ValidatingAdmissionPolicy",operation="CREATE"'),
      totalOf(text, `${CHECK}_`, `policy="${name}-`),
    ];
  };
  let ofPlugin = Infinity;
  let ofCheck = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const [plugin, check] = await totals();
    for (let request = 0; request < REQUESTS; request++) await createPod(client, name, spec);
    const [pluginNow, checkNow] = await totals();
    assert.equal(pluginNow.count - plugin.count, REQUESTS, "the plugin sees each request once");
    ofPlugin = Math.min(ofPlugin, mean(plugin, pluginNow));
    ofCheck = Math.min(ofCheck, mean(check, checkNow));
  }
  console.log(`| ${name} | ${title} | ${shown(ofPlugin)} | ${shown(ofCheck)} |`);
}

/** In milliseconds; Infinity without a measurement. */
function mean(before: Total, now: Total): number {
  const count = now.count - before.count;
  return count === 0 ? Infinity : ((now.seconds - before.seconds) / count) * 1000;
}

function shown(milliseconds: number): string {
  return Number.isFinite(milliseconds) ? milliseconds.toFixed(3) : "";
}

async function createPod(client: Client, namespace: string, spec: object): Promise<void> {
  const body = { apiVersion: "v1", kind: "Pod", metadata: { name: "measured" }, spec };
  const { status, text } = await client.send("POST", `/api/v1/namespaces/${namespace}/pods?dryRun=All`, { body });
  assert.ok(status === 201 || status === 403, text);
}

/** Adds the series of a histogram with some labels. */
function totalOf(metrics: string, prefix: string, labels: string): Total {
  const sum = (suffix: string): number =>
    metrics
      .split("\n")
      .filter((line) => line.startsWith(`${prefix}${suffix}{`) && line.includes(labels))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
  return { seconds: sum("sum"), count: sum("count") };
}
