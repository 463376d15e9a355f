import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { leaveOut } from "../../missing-tool.ts";
import { Client } from "../client.ts";
import { WITHOUT_PLUGIN } from "../export/policies.ts";
import { auditLogOf, reasonForNoServer, startServer, type ClusterFiles, type User } from "../server.ts";
import { CONFIGURATION, OBJECTS, SCENARIOS, type Scenario } from "./scenarios.ts";
import { ADVISORY, ENFORCING, registerWebhook, startWebhook } from "./webhook.ts";

/** The answer to a client, and the entry in the audit log, with the prefixes of the webhooks removed. */
interface Outcome {
  readonly code: number;
  readonly reason?: string;
  readonly message?: string;
  readonly details?: unknown;
  readonly warnings: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
}

const PREFIXES = ["pod-security.kubernetes.io/", `${ENFORCING}/`, `${ADVISORY}/`];
const DENIED = /^admission webhook "[^"]+" denied the request: /;
/** The names that a server makes up. */
const GENERATED = /gen-[a-z0-9]{5}/g;

async function outcomesOf(server: ClusterFiles): Promise<ReadonlyMap<string, Outcome>> {
  const clients = new Map<User, Client>();
  const clientOf = async (user: User): Promise<Client> => {
    const client = clients.get(user) ?? (await Client.open(server, user));
    clients.set(user, client);
    return client;
  };
  try {
    const operator = await clientOf("operator");
    for (const object of OBJECTS) await operator.create(object);
    const answers = new Map<string, Omit<Outcome, "annotations">>();
    for (const scenario of SCENARIOS) {
      const client = await clientOf(scenario.user ?? "admin");
      const { status, text, warnings } = await client.send(scenario.method, marked(scenario), scenario);
      const { kind, reason, message, details } = JSON.parse(text.replaceAll(GENERATED, "gen-…"));
      const isStatus = kind === "Status" && status >= 400;
      answers.set(scenario.name, {
        code: status,
        ...(isStatus && { reason, message: message.replace(DENIED, ""), details }),
        warnings: warnings.map((warning) => warning.replaceAll(GENERATED, "gen-…")),
      });
    }
    const annotations = await annotationsOf(server);
    return new Map(
      Array.from(answers, ([name, answer]) => [name, { ...answer, annotations: annotations.get(name) ?? {} }]),
    );
  } finally {
    for (const client of clients.values()) client.close();
  }
}

/** The path of a request, with its number, by which the audit log is read. */
function marked(scenario: Scenario): string {
  const number = SCENARIOS.indexOf(scenario);
  return `${scenario.path}${scenario.path.includes("?") ? "&" : "?"}fieldManager=scenario-${number}`;
}

/** The annotations of Pod Security Admission in the audit log, by the names of the scenarios. */
async function annotationsOf(server: ClusterFiles): Promise<ReadonlyMap<string, Readonly<Record<string, string>>>> {
  for (;;) {
    const found = new Map<string, Readonly<Record<string, string>>>();
    const lines = (await readFile(auditLogOf(server), "utf8")).split("\n").filter((line) => line.endsWith("}"));
    for (const line of lines) {
      const event: { stage: string; requestURI: string; annotations?: Record<string, string> } = JSON.parse(line);
      const number = /fieldManager=scenario-(\d+)$/.exec(event.requestURI)?.[1];
      const scenario = SCENARIOS[Number(number)];
      if (event.stage !== "ResponseComplete" || scenario === undefined) continue;
      const own = Object.entries(event.annotations ?? {}).flatMap(([key, value]) => {
        const prefix = PREFIXES.find((one) => key.startsWith(one));
        return prefix === undefined ? [] : [[key.slice(prefix.length), value.replaceAll(GENERATED, "gen-…")] as const];
      });
      found.set(scenario.name, Object.fromEntries(own));
    }
    // The log is written after the answer.
    if (found.size === SCENARIOS.length) return found;
    await sleep(100);
  }
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  test("the webhook and the plugin answer alike, but for the prefixes of webhooks", async () => {
    const plugin = await startServer({ audit: true, admissionConfig: CONFIGURATION });
    const expected = await outcomesOf(plugin).finally(() => plugin.stop());
    const server = await startServer({ audit: true, admissionConfig: CONFIGURATION, flags: [WITHOUT_PLUGIN] });
    const webhook = await startWebhook(server, ["--config", server.admissionConfig]);
    try {
      await registerWebhook(server, webhook.port);
      const found = await outcomesOf(server);
      for (const { name } of SCENARIOS) assert.deepEqual(found.get(name), expected.get(name), name);
    } finally {
      await webhook.stop();
      await server.stop();
    }
    // Without these, the scenarios would prove little.
    const outcomes = [...expected.values()];
    assert.equal(SCENARIOS.length, 30);
    assert.equal(outcomes.filter(({ code }) => code === 403).length, 6);
    assert.equal(outcomes.filter(({ code }) => code === 422).length, 2);
    assert.deepEqual(
      new Set(outcomes.map(({ annotations }) => annotations["exempt"])),
      new Set([undefined, "user", "namespace", "runtimeClass"]),
    );
    assert.ok(outcomes.filter(({ warnings }) => warnings.length > 0).length > 5);
  });
}
