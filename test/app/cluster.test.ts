/** The use cases about clusters, on a server with the answers of the test. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { runAudit } from "../../src/app/audit.ts";
import { runDryRun, type DryRunRequest } from "../../src/app/dry-run.ts";
import { aggregated, DISCOVERY } from "../sources/cluster/lists/custom/served-kinds.ts";
import { stubServer, type StubAnswer } from "../sources/cluster/stub-server.ts";
import { recordedTerminal } from "./terminal.ts";
import { USUAL } from "./usual-audit.ts";

const namespace = (name: string): StubAnswer => ({
  body: { kind: "Namespace", apiVersion: "v1", metadata: { name, labels: {} } },
});
const status = (code: number, message: string): StubAnswer => ({
  status: code,
  body: { kind: "Status", apiVersion: "v1", status: "Failure", code, message },
});
const pods = (...names: readonly string[]): StubAnswer => ({
  body: {
    kind: "PodList",
    apiVersion: "v1",
    metadata: {},
    items: names.map((name) => ({ metadata: { name, namespace: "forbidden" }, spec: { containers: [{ name: "a" }] } })),
  },
});

const ANSWERS: Readonly<Record<string, StubAnswer>> = {
  [DISCOVERY]: { body: aggregated() },
  "/version": { body: { major: "1", minor: "37", gitVersion: "v1.37.0" } },
  "/api/v1/namespaces/default": namespace("default"),
  "/api/v1/namespaces/there": namespace("there"),
  "/api/v1/namespaces/gone": status(404, 'namespaces "gone" not found'),
  "/api/v1/namespaces/lost": status(404, 'namespaces "lost" not found'),
  "/api/v1/namespaces/forbidden": status(403, 'namespaces "forbidden" is forbidden'),
  "/api/v1/namespaces/forbidden/pods": pods("p"),
};

async function serve(t: TestContext) {
  const stub = await stubServer(t, ({ pathname }) => ANSWERS[pathname] ?? { body: { items: [], metadata: {} } });
  const audit = (...names: readonly string[]) =>
    runAudit({ ...USUAL, server: stub.url.href, namespace: names }, recordedTerminal());
  const changes = { enforce: { type: "set", level: "baseline", version: undefined } } as const;
  const dryRun = (scope: Partial<DryRunRequest>) =>
    runDryRun({ ...USUAL, server: stub.url.href, changes, ...scope }, recordedTerminal());
  return { audit, dryRun, paths: () => stub.requests.map(({ url }) => url.replace(/\?.*/, "")) };
}

test("a dry run names the namespaces that it covers, and reports if no flag names them", async (t) => {
  const { dryRun } = await serve(t);
  assert.deepEqual((await dryRun({})).scope, { type: "names", names: ["default"], isCurrent: true });
  assert.deepEqual((await dryRun({ namespace: ["there"] })).scope, {
    type: "names",
    names: ["there"],
    isCurrent: false,
  });
  assert.deepEqual((await dryRun({ allNamespaces: true })).scope, { type: "all" });
  assert.deepEqual((await dryRun({ selector: "a=b" })).scope, { type: "selector", selector: "a=b" });
});

test("several namespaces of a cluster are read one by one, and nothing else", async (t) => {
  const { audit, paths } = await serve(t);
  const { namespaces, notes, unreadable } = await audit("there", "gone", "forbidden");
  assert.deepEqual(
    namespaces.map(({ name, workloads }) => [name, workloads.length]),
    [
      ["forbidden", 1],
      ["there", 0],
    ],
  );
  assert.deepEqual(
    notes.map(({ severity, message }) => `${severity}: ${message}`),
    ['error: there is no namespace "gone"; to list those that exist: kubectl get namespaces'],
  );
  assert.deepEqual(
    unreadable.map(({ message, list }) => [message, list?.namespace]),
    [['namespaces "forbidden" is forbidden', "forbidden"]],
  );
  const asked = paths();
  assert.deepEqual(
    asked.filter((path) => path.includes("gone")),
    ["/api/v1/namespaces/gone"],
  );
  assert.equal(asked.filter((path) => path.includes("/namespaces/")).length, 3 + 2 * 10);
  assert.ok(!asked.includes("/api/v1/namespaces") && !asked.includes("/api/v1/pods"));
});

test("if no namespace exists, the run ends before anything else is read", async (t) => {
  const { audit, paths } = await serve(t);
  await assert.rejects(audit("gone", "lost"), {
    name: "UserError",
    message: 'namespaces "gone" not found; namespaces "lost" not found',
  });
  assert.ok(!paths().some((path) => path.endsWith("/pods")));
});
