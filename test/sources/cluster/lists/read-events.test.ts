import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { readWorkloads } from "../../../../src/sources/cluster/lists/read-cluster.ts";
import type { Scope } from "../../../../src/sources/cluster/lists/scope.ts";
import type { ClusterItem } from "../../../../src/workloads/cluster-item.ts";
import { clientOf, endpointAt, stubServer, type Stub, type StubAnswer } from "../stub-server.ts";

const REJECTED = 'pods "web-" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (pod …)';
const EVERYWHERE: Scope = { type: "all" };

function event(name: string, message = `Error creating: ${REJECTED}`, reason = "FailedCreate"): object {
  const involvedObject = { apiVersion: "apps/v1", kind: "ReplicaSet", namespace: "a", name, uid: "r1" };
  return { metadata: { name, namespace: "a" }, involvedObject, reason, message, lastTimestamp: "2026-01-01T00:00:00Z" };
}

/** A server with a pod in every namespace, and an answer to lists of Events. */
async function serve(
  t: TestContext,
  answer: (url: URL, request: number) => StubAnswer | undefined,
): Promise<{ stub: Stub; client: ReturnType<typeof clientOf>["client"] }> {
  let asked = 0;
  const stub = await stubServer(t, (url) => {
    const { pathname } = url;
    if (pathname.endsWith("/events")) return answer(url, ++asked);
    const pod = { metadata: { name: "p", namespace: "a" }, spec: {}, status: { phase: "Failed", hostIP: 5 } };
    return { body: { items: pathname.endsWith("/pods") ? [pod] : [], metadata: {} } };
  });
  return { stub, client: clientOf(t, endpointAt(stub.url)).client };
}

async function itemsOf(
  client: ReturnType<typeof clientOf>["client"],
  scope = EVERYWHERE,
  hasEvents = true,
): Promise<ClusterItem[]> {
  const items: ClusterItem[] = [];
  for await (const page of readWorkloads(client, scope, new Set(["a"]), { hasEvents })) items.push(...page);
  return items;
}

test("the Events about pods that could not be created come last, page by page", async (t) => {
  const { client, stub } = await serve(t, ({ searchParams }) => {
    const items = searchParams.has("continue")
      ? [event("web-2"), 5]
      : [event("quota", "Error creating: exceeded quota"), event("web-1"), event("other", REJECTED, "Failed")];
    return { body: { kind: "EventList", items, metadata: searchParams.has("continue") ? {} : { continue: "next" } } };
  });
  const items = await itemsOf(client);
  assert.deepEqual(
    items.map(({ type }) => type),
    ["workload", "rejection", "rejection"],
  );
  const [pod, first] = items;
  assert.equal(pod?.type === "workload" && pod.isFinished, true);
  assert.deepEqual(first, {
    type: "rejection",
    object: { apiVersion: "apps/v1", kind: "ReplicaSet", namespace: "a", name: "web-1", uid: "r1" },
    message: REJECTED,
    lastSeen: "2026-01-01T00:00:00Z",
  });
  assert.equal(stub.requests.at(-2)?.url, "/api/v1/events?limit=500&fieldSelector=reason%3DFailedCreate");
});

test("Events are listed in each namespace of -n, and not at all if they are not needed", async (t) => {
  const { client, stub } = await serve(t, () => ({ body: { items: [event("web-1")], metadata: {} } }));
  const names = ["a", "b", "c", "d", "e"];
  const items = await itemsOf(client, { type: "namespaces", names });
  assert.equal(items.filter(({ type }) => type === "rejection").length, 5);
  const paths = stub.requests.map(({ url }) => url.replace(/\?.*/, "")).filter((path) => path.endsWith("/events"));
  assert.deepEqual(
    paths,
    names.map((name) => `/api/v1/namespaces/${name}/events`),
  );
  const before = stub.requests.length;
  await itemsOf(client, EVERYWHERE, false);
  assert.ok(stub.requests.slice(before).every(({ url }) => !url.includes("/events")));
});

for (const [name, answer, message, isForbidden] of [
  [
    "is forbidden",
    { status: 403, body: { kind: "Status", message: "events is forbidden" } },
    "events is forbidden",
    true,
  ],
  ["fails", { status: 500, body: { kind: "Status", message: "broken" } }, "could not be listed: broken", false],
  ["is not a list", { body: { kind: "Pod" } }, "could not be listed: the answer is not a list", false],
  [
    "is of something else",
    { body: { kind: "PodList", items: [] } },
    "could not be listed: expected a EventList, found a PodList",
    false,
  ],
  [
    "ends within an item",
    { body: Buffer.from('{"items":[{"a":tru}]}') },
    "events: the list could not be read to its end: a value is not JSON",
    false,
  ],
  ["cuts the connection", undefined, /the connection was cut/, false],
] as const) {
  test(`a list of Events that ${name} is missing, and no other list is missing`, async (t) => {
    const { client } = await serve(t, () => answer);
    const [pod, missing, ...others] = await itemsOf(client);
    assert.equal(pod?.type, "workload");
    assert.ok(missing?.type === "missing-events");
    assert.equal(missing.isForbidden, isForbidden);
    if (typeof message === "string") assert.equal(missing.message, message);
    else assert.match(missing.message, message);
    assert.deepEqual(others, []);
  });
}

test("no Events are requested over a lost connection", async (t) => {
  const stub = await stubServer(t, ({ pathname }) =>
    pathname.endsWith("/pods") ? undefined : { body: { items: [], metadata: {} } },
  );
  const { client } = clientOf(t, endpointAt(stub.url));
  const items = await itemsOf(client);
  assert.deepEqual(
    items.map((item) => (item.type === "missing" ? item.resource : item.type)),
    ["pods"],
  );
  assert.ok(stub.requests.every(({ url }) => !url.includes("/events")));
});
