import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { readWorkloads, type Progress } from "../../../../src/sources/cluster/lists/read-cluster.ts";
import { readNamespaces } from "../../../../src/sources/cluster/lists/read-namespaces.ts";
import type { Scope } from "../../../../src/sources/cluster/lists/scope.ts";
import type { ClusterItem } from "../../../../src/workloads/cluster-item.ts";
import { readServerMinor } from "../../../../src/sources/cluster/version.ts";
import { clientOf, endpointAt, stubServer, type Stub, type StubAnswer } from "../stub-server.ts";

type Answers = Readonly<Record<string, StubAnswer | readonly StubAnswer[]>>;

/** Starts a server with answers by path and query, one or several in a row. All other lists are empty. */
async function serve(
  t: TestContext,
  answers: Answers,
): Promise<{ stub: Stub; client: ReturnType<typeof clientOf>["client"] }> {
  const asked = new Map<string, number>();
  const stub = await stubServer(t, ({ pathname, search }) => {
    const query = decodeURIComponent(search)
      .replace(/[?&]limit=\d+/, "")
      .replace(/^&/, "?");
    const key = pathname + query;
    const count = asked.get(key) ?? 0;
    asked.set(key, count + 1);
    const answer = answers[key];
    return (Array.isArray(answer) ? answer[count] : answer) ?? { body: { items: [], metadata: {} } };
  });
  const { client } = clientOf(t, endpointAt(stub.url));
  return { stub, client };
}

function pod(name: string, namespace = "a", spec: object = { containers: [{ name: "c" }] }) {
  return { metadata: { name, namespace, uid: `uid-${name}` }, spec };
}

function list(items: readonly unknown[], next = "", remaining?: number): StubAnswer {
  return { body: { kind: "List", items, metadata: { continue: next, remainingItemCount: remaining } } };
}

function forbidden(message: string, status = 403): StubAnswer {
  return { status, body: { kind: "Status", message } };
}

async function all(items: AsyncIterable<ClusterItem | Iterable<ClusterItem>>): Promise<string[]> {
  const texts: string[] = [];
  for await (const page of items) texts.push(...(Symbol.iterator in page ? [...page] : [page]).map(describe));
  return texts;
}

function describe(item: ClusterItem): string {
  switch (item.type) {
    case "workload":
      return `${item.apiVersion} ${item.kind} ${item.metadata.namespace}/${item.metadata.name}`;
    case "namespace":
      return `namespace ${item.name} ${JSON.stringify(item.labels)}`;
    case "missing":
      return `missing ${item.resource} in ${item.namespace ?? "all"}: ${item.message} ${item.rule}`;
    case "absent":
      return `absent ${item.namespace}`;
    case "remark":
      return `remark ${item.code}: ${item.message}`;
    case "unreadable":
      return `unreadable ${item.message}`;
    default:
      return item.type;
  }
}

const EVERYWHERE: Scope = { type: "all" };
const NAMESPACE = { metadata: { name: "a", labels: { x: "y" } } };

test("namespaces are listed, by their labels if there is a selector", async (t) => {
  const { client } = await serve(t, {
    "/api/v1/namespaces": list([NAMESPACE, { metadata: { name: "b" } }]),
    "/api/v1/namespaces?labelSelector=x=y": list([NAMESPACE]),
  });
  assert.deepEqual(await all(readNamespaces(client, EVERYWHERE)), ['namespace a {"x":"y"}', "namespace b {}"]);
  assert.deepEqual(await all(readNamespaces(client, { type: "all", labelSelector: "x=y" })), ['namespace a {"x":"y"}']);
});

test("a forbidden list of namespaces is missing", async (t) => {
  const { client } = await serve(t, { "/api/v1/namespaces": forbidden("namespaces is forbidden") });
  assert.deepEqual(await all(readNamespaces(client, EVERYWHERE)), [
    'missing namespaces in all: namespaces is forbidden {apiGroups: [""], resources: ["namespaces"], verbs: ["list"]}',
  ]);
});

test("one namespace is read with get, not list", async (t) => {
  const { client, stub } = await serve(t, {
    "/api/v1/namespaces/a": { body: { kind: "Namespace", apiVersion: "v1", ...NAMESPACE } },
    "/api/v1/namespaces/b": forbidden('namespaces "b" is forbidden'),
    "/api/v1/namespaces/c": forbidden('namespaces "c" not found', 404),
    "/api/v1/namespaces/d": forbidden("broken", 500),
  });
  const one = (name: string) => all(readNamespaces(client, { type: "namespaces", names: [name] }));
  assert.deepEqual(await one("a"), ['namespace a {"x":"y"}']);
  assert.deepEqual(await one("b"), [
    'missing namespaces in b: namespaces "b" is forbidden {apiGroups: [""], resources: ["namespaces"], verbs: ["get"]}',
  ]);
  await assert.rejects(one("c"), { name: "UserError", message: 'namespaces "c" not found' });
  await assert.rejects(one("d"), { name: "UserError", message: 'namespace "d" could not be read: broken' });
  assert.ok(stub.requests.every(({ method }) => method === "GET"));
});

test("of several namespaces, absent and unreadable ones are items, unless none exists", async (t) => {
  const { client, stub } = await serve(t, {
    "/api/v1/namespaces/a": { body: { kind: "Namespace", apiVersion: "v1", ...NAMESPACE } },
    "/api/v1/namespaces/b": forbidden('namespaces "b" not found', 404),
    "/api/v1/namespaces/c": forbidden('namespaces "c" not found', 404),
    "/api/v1/namespaces/d": forbidden("broken", 500),
    "/api/v1/namespaces/e/pods": list([pod("p1", "e")]),
  });
  const named = (...names: string[]) => all(readNamespaces(client, { type: "namespaces", names }));
  assert.deepEqual(await named("a", "b", "d"), [
    'namespace a {"x":"y"}',
    "absent b",
    'missing namespaces in d: namespace "d" could not be read: broken ',
  ]);
  await assert.rejects(named("b", "c"), {
    name: "UserError",
    message: 'namespaces "b" not found; namespaces "c" not found',
  });
  const before = stub.requests.length;
  const scope: Scope = { type: "namespaces", names: ["a", "e"] };
  assert.deepEqual(await all(readWorkloads(client, scope, new Set(["a"]))), ["v1 Pod e/p1"]);
  assert.equal(stub.requests.length - before, 18);
  const pods = stub.requests.slice(-2).map(({ url }) => url);
  assert.deepEqual(pods, ["/api/v1/namespaces/a/pods?limit=500", "/api/v1/namespaces/e/pods?limit=500"]);
});

test("controllers come before pods, page by page, and progress is reported", async (t) => {
  const { client } = await serve(t, {
    "/apis/apps/v1/deployments": list([
      { metadata: { name: "web", namespace: "a" }, spec: { template: { spec: {} } } },
    ]),
    "/api/v1/pods": list([pod("p1"), pod("p2")], "next", 1),
    "/api/v1/pods?continue=next": list([pod("p3")]),
  });
  const told: Progress[] = [];
  assert.deepEqual(
    await all(readWorkloads(client, EVERYWHERE, new Set(["a"]), { onProgress: (progress) => told.push(progress) })),
    ["apps/v1 Deployment a/web", "v1 Pod a/p1", "v1 Pod a/p2", "v1 Pod a/p3"],
  );
  assert.deepEqual(told.slice(-2), [
    { pages: 9, pods: 2, remaining: 1 },
    { pages: 10, pods: 3, remaining: undefined },
  ]);
});

test("forbidden lists are named, and the others are read", async (t) => {
  const { client } = await serve(t, {
    "/apis/batch/v1/jobs": forbidden("jobs.batch is forbidden"),
    "/apis/batch/v1/cronjobs": forbidden("the server could not find the requested resource", 404),
    "/api/v1/pods": list([pod("p1")]),
  });
  assert.deepEqual(await all(readWorkloads(client, EVERYWHERE, new Set())), [
    "missing cronjobs in all: cronjobs: the server could not find the requested resource ",
    'missing jobs in all: jobs.batch is forbidden {apiGroups: ["batch"], resources: ["jobs"], verbs: ["list"]}',
    "v1 Pod a/p1",
  ]);
});

test("few selected namespaces are read one by one, many as one list", async (t) => {
  const { client, stub } = await serve(t, { "/api/v1/namespaces/b/pods": list([pod("p1", "b")]) });
  const scope: Scope = { type: "all", labelSelector: "x=y" };
  assert.deepEqual(await all(readWorkloads(client, scope, new Set(["a", "b"]))), ["v1 Pod b/p1"]);
  assert.equal(stub.requests.length, 18);
  await all(readWorkloads(client, scope, new Set(Array.from({ length: 11 }, (_, index) => `n${index}`))));
  assert.equal(stub.requests.length, 27);
  await all(readWorkloads(client, { type: "namespaces", names: ["a"] }, new Set()));
  assert.equal(stub.requests.at(-1)?.url, "/api/v1/namespaces/a/pods?limit=500");
});

test("objects that cannot be read are named; unknown fields belong to a newer server", async (t) => {
  const { client } = await serve(t, {
    "/api/v1/pods": list([
      pod("bad", "a", { hostNetwork: "yes" }),
      pod("new", "a", { containers: [{ name: "c" }], fieldOfTomorrow: 1 }),
      "nonsense",
      { ...pod("secret"), kind: "Secret" },
    ]),
  });
  assert.deepEqual(await all(readWorkloads(client, EVERYWHERE, new Set())), [
    "unreadable Pod/a/bad: spec.hostNetwork: expected a boolean, found a string; remove the quotes",
    "v1 Pod a/new",
    "unreadable Pod: expected an object, found a string",
    "unreadable expected a Pod, found a Secret",
  ]);
});

test("a cluster has only the remarks on labels of Namespaces", async (t) => {
  const labels = { "podsecurity.kubernetes.io/enforce": "restricted" };
  const metadata = { name: "a", labels, annotations: { "pod-security.kubernetes.io/warn": "baseline" } };
  const context = { capabilities: { drop: ["all"] } };
  const misspelt = pod("p", "a", { containers: [{ name: "c", securityContext: context }] });
  const { client } = await serve(t, {
    "/api/v1/namespaces": list([{ metadata, spec: { fieldOfTomorrow: 1 } }]),
    "/api/v1/namespaces/a": { body: { metadata } },
    "/api/v1/pods": list([{ ...misspelt, metadata: { ...misspelt.metadata, labels } }]),
  });
  const expected = [
    `namespace a ${JSON.stringify(labels)}`,
    'remark misspelt-label: label podsecurity.kubernetes.io/enforce=restricted of Namespace "a" has no effect: did you mean pod-security.kubernetes.io/enforce?',
    'remark misplaced-label: annotation pod-security.kubernetes.io/warn=baseline of Namespace "a" has no effect: set the label pod-security.kubernetes.io/warn=baseline',
  ];
  assert.deepEqual(await all(readNamespaces(client, EVERYWHERE)), expected);
  assert.deepEqual(await all(readNamespaces(client, { type: "namespaces", names: ["a"] })), expected);
  assert.deepEqual(await all(readWorkloads(client, EVERYWHERE, new Set(["a"]))), ["v1 Pod a/p"]);
});

test("an answer that is not a list is missing, and the other lists are read", async (t) => {
  for (const [answer, message] of [
    [{ body: {} }, "the answer is not a list"],
    [{ body: { kind: "SecretList", items: [] } }, "expected a DeploymentList, found a SecretList"],
    [forbidden("etcd is gone", 500), "etcd is gone"],
    [{ status: 500, body: {} }, "the API server answered 500"],
    [{ status: 500, body: { message: "x".repeat(2000) } }, `${"x".repeat(1000)}…`],
  ] as const) {
    const { client } = await serve(t, { "/apis/apps/v1/deployments": answer, "/api/v1/pods": list([pod("p")]) });
    assert.deepEqual(await all(readWorkloads(client, EVERYWHERE, new Set())), [
      `missing deployments in all: deployments: could not be listed: ${message} `,
      "v1 Pod a/p",
    ]);
  }
  const { client } = await serve(t, { "/api/v1/pods": { body: { items: null } } });
  assert.deepEqual(await all(readWorkloads(client, EVERYWHERE, new Set())), []);
});

test("after the connection is lost, the pages that were read count, and the rest is missing", async (t) => {
  const controller = {
    metadata: { name: "d", namespace: "a" },
    spec: { template: { spec: { containers: [{ name: "c" }] } } },
  };
  let lists = 0;
  const stub = await stubServer(t, ({ pathname }) => {
    if (pathname === "/apis/apps/v1/statefulsets") return undefined;
    lists++;
    return { body: { items: pathname === "/apis/apps/v1/deployments" ? [controller] : [] } };
  });
  const { client } = clientOf(t, endpointAt(stub.url));
  const found = await all(readWorkloads(client, EVERYWHERE, new Set()));
  const cut = `cannot connect to http://${stub.url.host}: the connection was cut`;
  assert.deepEqual(found, [
    "apps/v1 Deployment a/d",
    `missing statefulsets in all: statefulsets: ${cut}. Try again; a proxy or load balancer in between may cut long answers. `,
    ...["replicationcontrollers", "podtemplates", "pods"].map(
      (name) => `missing ${name} in all: ${name}: not requested: ${cut} `,
    ),
  ]);
  // Lists that were requested already are read.
  assert.equal(lists, 5);
});

test("many objects that cannot be read are not all named", async (t) => {
  const { client } = await serve(t, { "/api/v1/pods": list(Array.from({ length: 3000 }, () => 1)) });
  const found = await all(readWorkloads(client, EVERYWHERE, new Set()));
  assert.equal(found.length, 1001);
  assert.equal(found.at(-1), "unreadable Pod: 2000 more objects could not be read");
});

test("a list that ends between objects is incomplete from there on", async (t) => {
  const body = Buffer.from(`{"items":[${JSON.stringify(pod("p1"))},{"metadata":{"name":s3cret}}]}`);
  const { client } = await serve(t, { "/api/v1/pods": { body } });
  assert.deepEqual(await all(readWorkloads(client, EVERYWHERE, new Set())), [
    "v1 Pod a/p1",
    "missing pods in all: pods: the list could not be read to its end: a value is not JSON ",
  ]);
});

const VERSIONS: readonly (readonly [body: object, minor: number | RegExp])[] = [
  [{ major: "1", minor: "33", gitVersion: "v1.33.4" }, 33],
  [{ major: "1", minor: "33+", gitVersion: "v1.33.4-eks" }, 33],
  [{ major: "1", minor: "9" }, 9],
  [{ major: "2", minor: "0" }, /^no version of Kubernetes at \/version \(200\)$/],
  [{ major: "1", minor: "" }, /^no version of Kubernetes/],
  [{ message: "nothing here" }, /^no version of Kubernetes at \/version \(200\): nothing here$/],
];

for (const [body, expected] of VERSIONS) {
  test(`the version of a server with the answer ${JSON.stringify(body)}`, async (t) => {
    const { client } = await serve(t, { "/version": { body } });
    if (typeof expected === "number") assert.equal(await readServerMinor(client), expected);
    else await assert.rejects(readServerMinor(client), { name: "UserError", message: expected });
  });
}
