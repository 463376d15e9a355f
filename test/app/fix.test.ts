/** The evidence of a cluster, on a server with the answers of the test. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { runFix, type FixRequest } from "../../src/app/fix.ts";
import { stubServer, type StubAnswer } from "../sources/cluster/stub-server.ts";
import { recordedTerminal } from "./terminal.ts";

const REQUEST: FixRequest = {
  paths: ["test/fixtures/fix-evidence/db.yaml", "test/fixtures/fix/web.yaml"],
  levels: [],
  only: [],
  names: [],
  takesAway: false,
  isForced: false,
  isFilter: false,
  isPatch: false,
  today: "2026-12-01",
  verbosity: 0,
  kubeconfig: "/dev/null",
  evidence: ["cluster"],
};

const pods = (...users: readonly number[]): StubAnswer => ({
  body: {
    kind: "PodList",
    apiVersion: "v1",
    metadata: {},
    items: users.map((uid, index) => ({
      metadata: { name: `db-${index}`, namespace: "shop" },
      spec: { containers: [{ name: "db", image: "postgres:18" }] },
      status: { containerStatuses: [{ name: "db", user: { linux: { uid } } }] },
    })),
  },
});
const forbidden: StubAnswer = {
  status: 403,
  body: { kind: "Status", apiVersion: "v1", status: "Failure", code: 403, message: "pods is forbidden" },
};

async function run(t: TestContext, answers: Readonly<Record<string, StubAnswer | undefined>>) {
  const stub = await stubServer(t, ({ pathname }) => answers[pathname]);
  const { report } = await runFix({ ...REQUEST, server: stub.url.href }, recordedTerminal());
  const paths = stub.requests.map(({ url }) => url.replace(/\?.*/, ""));
  return { report, paths };
}

const ALL = "/api/v1/pods";
const SHOP = "/api/v1/namespaces/shop/pods";

test("the pods of a cluster are evidence, and nothing else is requested", async (t) => {
  const { report, paths } = await run(t, { [ALL]: pods(0, 0) });
  assert.deepEqual(paths, [ALL]);
  assert.deepEqual([report.evidence?.pods, report.evidence?.isWhole, report.evidence?.namespaces], [2, true, null]);
  assert.equal(report.workloads[0]?.left[0]?.reason, "breaks");
});

test("a user who may list the pods of a namespace gets the evidence of the manifests' namespaces", async (t) => {
  const { report, paths } = await run(t, { [ALL]: forbidden, [SHOP]: pods(999) });
  assert.deepEqual(paths, [ALL, SHOP]);
  assert.deepEqual([report.evidence?.namespaces, report.evidence?.isWhole], [["shop"], true]);
  assert.deepEqual(report.unreadable, []);
  const nonRoot = report.workloads[0]?.edits.find(({ check }) => check === "runAsNonRoot");
  assert.equal(nonRoot?.evidence, "safe");
});

test("without any right everything is unknown, and the report says so", async (t) => {
  const { report } = await run(t, { [ALL]: forbidden, [SHOP]: forbidden });
  assert.deepEqual([report.evidence?.pods, report.evidence?.isWhole], [0, false]);
  const rule = '{apiGroups: [""], resources: ["pods"], verbs: ["list"]}';
  assert.deepEqual(report.unreadable, [
    { message: "pods is forbidden", source: null, list: { resource: "pods", namespace: null, rule } },
  ]);
  const nonRoot = report.workloads[0]?.edits.find(({ check }) => check === "runAsNonRoot");
  assert.deepEqual([nonRoot?.evidence, report.summary.unreadable], ["unknown", 1]);
});

test("a list that ends early is evidence as far as it goes", async (t) => {
  const { body } = pods(0);
  const first = { ...(body as object), metadata: { continue: "next" } };
  const stub = await stubServer(t, ({ searchParams }) =>
    searchParams.has("continue") ? { status: 500, body: { kind: "Status", message: "down" } } : { body: first },
  );
  const { report } = await runFix({ ...REQUEST, server: stub.url.href }, recordedTerminal());
  assert.deepEqual([report.evidence?.pods, report.evidence?.isWhole], [1, false]);
  assert.equal(report.unreadable.length, 1);
});

test("a server without an answer ends the run", async (t) => {
  await assert.rejects(run(t, {}), { name: "UserError" });
});
