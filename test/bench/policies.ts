import assert from "node:assert/strict";
import { Client } from "../cluster/client.ts";
import { applyExport, waitForPolicy } from "../cluster/export/policies.ts";
import { podContent } from "../cluster/pods.ts";
import { reasonForNoServer, startServer } from "../cluster/server.ts";

const METRIC = "apiserver_validating_admission_policy_check_duration_seconds";
const LABEL = "bench.example.com/policy";
const REQUESTS = 2_000;
const AT_ONCE = 8;

/** The policies to measure, by the label of their namespace. */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  baseline: ["--level", "baseline"],
  restricted: ["--level", "restricted"],
  "restricted-per-check": ["--level", "restricted", "--message-per-check"],
};

/** The pods to create, without storing them: one that meets restricted, one that violates most of it, and a very large one. */
const PODS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "meets restricted": podContent("compliant").spec,
  violates: podContent("privileged").spec,
  "300 containers": {
    containers: Array.from({ length: 300 }, (_, index) => ({
      ...firstContainer(podContent("compliant").spec),
      name: `c${index}`,
    })),
  },
};

function firstContainer({ containers }: Readonly<Record<string, unknown>>): object {
  const [container]: unknown[] = Array.isArray(containers) ? containers : [];
  assert.ok(typeof container === "object" && container !== null);
  return container;
}

/** The duration of a policy's checks so far. */
interface Total {
  readonly seconds: number;
  readonly checks: number;
}

/** Measures the cost of exported policies for a request, by the API server's own metric. */
export async function benchPolicies(): Promise<void> {
  const reason = await reasonForNoServer();
  if (reason !== undefined) {
    console.log(`\n${reason}`);
    return;
  }
  const server = await startServer();
  const client = await Client.open(server, "admin");
  try {
    console.log(`\nExported policies, by ${METRIC}:\n`);
    console.log("| policy | pod | requests | ms a request |\n|---|---|---|---|");
    for (const [name, words] of Object.entries(EXPORTS)) {
      await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: { [LABEL]: name } } });
      await applyExport(server, [...words, "--action", "deny", "--bind", `label:${LABEL}=${name}`, "--prefix", name]);
      await waitForPolicy(client, name);
      for (const [title, spec] of Object.entries(PODS)) {
        const before = await totalOf(client, name);
        await createMany(client, name, spec);
        const now = await totalOf(client, name);
        const checks = now.checks - before.checks;
        assert.equal(checks, REQUESTS, "each request is checked once");
        const milliseconds = ((now.seconds - before.seconds) / checks) * 1000;
        console.log(`| ${name} | ${title} | ${checks} | ${milliseconds.toFixed(3)} |`);
      }
    }
  } finally {
    client.close();
    await server.stop();
  }
}

async function createMany(client: Client, namespace: string, spec: object): Promise<void> {
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "measured" }, spec };
  const numbers = Array.from({ length: REQUESTS }, (_, number) => number).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const _number of numbers) {
        const { status, text } = await client.send("POST", `/api/v1/namespaces/${namespace}/pods?dryRun=All`, {
          body: pod,
        });
        assert.ok(status === 201 || status === 403, text);
      }
    }),
  );
}

/** Adds the metric of all bindings of the policies with a prefix. */
async function totalOf(client: Client, prefix: string): Promise<Total> {
  const { text } = await client.ask("GET", "/metrics");
  const sum = (suffix: string): number =>
    text
      .split("\n")
      .filter((line) => line.startsWith(`${METRIC}_${suffix}{`) && line.includes(`policy="${prefix}-`))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
  return { seconds: sum("sum"), checks: sum("count") };
}
