import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { readWorkloads } from "../../../../../src/sources/cluster/lists/read-cluster.ts";
import type { Scope } from "../../../../../src/sources/cluster/lists/scope.ts";
import { CustomKinds } from "../../../../../src/workloads/custom/custom-kinds.ts";
import { clientOf, endpointAt, stubServer, type StubAnswer } from "../../stub-server.ts";
import { aggregated, type Served } from "./served-kinds.ts";

const ROLLOUTS: Served = { group: "argoproj.io", versions: ["v1alpha1"], resource: "rollouts", kind: "Rollout" };
const RAY_CLUSTERS: Served = { group: "ray.io", versions: ["v1"], resource: "rayclusters", kind: "RayCluster" };
const RAY_JOBS: Served = { group: "ray.io", versions: ["v1"], resource: "rayjobs", kind: "RayJob" };
const PROMETHEUSES: Served = {
  group: "monitoring.coreos.com",
  versions: ["v1"],
  resource: "prometheuses",
  kind: "Prometheus",
};
const GADGETS: Served = { group: "example.com", versions: ["v1"], resource: "gadgets", kind: "Gadget" };

const EVERYWHERE: Scope = { type: "all" };
const BUILT_IN_LISTS = 9;
const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

interface Answers {
  readonly kinds?: readonly Served[];
  readonly byPath?: Readonly<Record<string, StubAnswer>>;
  readonly scope?: Scope;
}

/** Reads a cluster, and returns the items that are no objects, and the requests. */
async function read(t: TestContext, { kinds = [], byPath = {}, scope = EVERYWHERE }: Answers) {
  const stub = await stubServer(t, ({ pathname }) =>
    pathname === "/apis" && byPath["/apis"] === undefined
      ? { body: aggregated(...kinds) }
      : (byPath[pathname] ?? { body: { items: [], metadata: {} } }),
  );
  const { client } = clientOf(t, endpointAt(stub.url));
  const texts: string[] = [];
  for await (const page of readWorkloads(client, scope, new Set(["a"]), { kinds: new CustomKinds() })) {
    for (const item of page) {
      if (item.type === "missing") texts.push(`missing ${item.resource}: ${item.message} ${item.rule}`);
      else if (item.type === "unread-kinds") texts.push(`${item.reason} ${item.resource}: ${item.message}`);
      else texts.push(item.type);
    }
  }
  const requests = stub.requests.map(({ url }) => decodeURIComponent(url));
  return { texts, requests, custom: requests.filter((url) => /^\/apis\/(?!apps\/|batch\/)/.test(url)), stub };
}

const forbidden: StubAnswer = { status: 403, body: { kind: "Status", message: "no" } };

test("a cluster without custom resources takes one more request", async (t) => {
  const { texts, requests, custom } = await read(t, {});
  assert.deepEqual({ texts, custom }, { texts: [], custom: [] });
  assert.equal(requests.length, BUILT_IN_LISTS + 1);
  assert.equal(requests[0], "/apis");
});

test("only kinds that the cluster has are listed, in JSON, on pages of 64, before the kinds that they make", async (t) => {
  const { texts, requests, custom, stub } = await read(t, { kinds: [RAY_CLUSTERS, RAY_JOBS, ROLLOUTS] });
  assert.deepEqual(texts, []);
  assert.deepEqual(custom, [
    "/apis/argoproj.io/v1alpha1/rollouts?limit=64",
    "/apis/ray.io/v1/rayjobs?limit=64",
    "/apis/ray.io/v1/rayclusters?limit=64",
  ]);
  assert.deepEqual(requests.slice(1, 4), custom);
  assert.equal(requests.length, BUILT_IN_LISTS + 1 + 3);
  assert.ok(stub.requests.slice(1, 4).every(({ headers }) => headers.accept === "application/json"));
});

test("a list of custom resources has as many pages as it needs", async (t) => {
  const rollout = (name: string): object => ({
    metadata: { name, namespace: "a" },
    spec: { template: { spec: { containers: [{ name: "c" }] } } },
  });
  let pages = 0;
  const stub = await stubServer(t, ({ pathname, searchParams }) => {
    if (pathname === "/apis") return { body: aggregated(ROLLOUTS) };
    if (!pathname.endsWith("/rollouts")) return { body: { items: [], metadata: {} } };
    pages++;
    const next = searchParams.has("continue") ? "" : "more";
    return { body: { kind: "RolloutList", items: [rollout(`r${pages}`)], metadata: { continue: next } } };
  });
  const { client } = clientOf(t, endpointAt(stub.url));
  for await (const page of readWorkloads(client, EVERYWHERE, new Set(["a"]), { kinds: new CustomKinds() })) {
    assert.deepEqual(
      [...page].filter(({ type }) => type === "missing" || type === "unreadable"),
      [],
    );
  }
  assert.equal(pages, 2);
  const urls = stub.requests.map(({ url }) => url).filter((url) => url.includes("rollouts"));
  assert.deepEqual(urls, [
    "/apis/argoproj.io/v1alpha1/rollouts?limit=64",
    "/apis/argoproj.io/v1alpha1/rollouts?limit=64&continue=more",
  ]);
});

test("in named namespaces, each list is for one namespace", async (t) => {
  const scope: Scope = { type: "namespaces", names: ["a", "b"] };
  const { custom } = await read(t, { kinds: [ROLLOUTS], scope });
  assert.deepEqual(custom, [
    "/apis/argoproj.io/v1alpha1/namespaces/a/rollouts?limit=64",
    "/apis/argoproj.io/v1alpha1/namespaces/b/rollouts?limit=64",
  ]);
});

test("a forbidden list of whole pods is a gap with its rule, and a forbidden list of parts of pods is a note", async (t) => {
  const { texts } = await read(t, {
    kinds: [ROLLOUTS, PROMETHEUSES],
    byPath: {
      "/apis/argoproj.io/v1alpha1/rollouts": forbidden,
      "/apis/monitoring.coreos.com/v1/prometheuses": forbidden,
    },
  });
  assert.deepEqual(texts, [
    'missing rollouts.argoproj.io: no {apiGroups: ["argoproj.io"], resources: ["rollouts"], verbs: ["list"]}',
    "optional prometheuses.monitoring.coreos.com: no",
  ]);
});

test("a list that the server does not have is not missing, and a broken list is missing", async (t) => {
  const { texts } = await read(t, {
    kinds: [ROLLOUTS, PROMETHEUSES],
    byPath: {
      "/apis/argoproj.io/v1alpha1/rollouts": { status: 404, body: { kind: "Status", message: "not there" } },
      "/apis/monitoring.coreos.com/v1/prometheuses": { status: 500, body: { kind: "Status", message: "broken" } },
    },
  });
  assert.deepEqual(texts, [
    "missing prometheuses.monitoring.coreos.com: prometheuses.monitoring.coreos.com: could not be listed: broken ",
  ]);
});

test("kinds without namespaces and the answers of metrics servers are not read", async (t) => {
  const { custom, requests } = await read(t, {
    kinds: [
      { ...ROLLOUTS, isClusterScoped: true },
      { group: "metrics.k8s.io", versions: ["v1beta1"], resource: "pods", kind: "PodMetrics" },
    ],
  });
  assert.deepEqual(custom, []);
  assert.equal(requests.length, BUILT_IN_LISTS + 1);
});

test("unknown kinds are read if their definitions contain pods in the served version", async (t) => {
  const pod = {
    properties: {
      containers: { items: { properties: { name: {}, image: {}, command: {} } } },
      volumes: {},
      tolerations: {},
      serviceAccountName: {},
    },
  };
  const definition = (kind: string, version: string, podSpec: object): object => ({
    metadata: { name: `${kind}.example.com` },
    spec: {
      group: "example.com",
      names: { kind },
      versions: [
        {
          name: version,
          served: true,
          schema: { openAPIV3Schema: { properties: { spec: { properties: { workers: podSpec } } } } },
        },
      ],
    },
  });
  const WIDGETS: Served = { ...GADGETS, resource: "widgets", kind: "Widget" };
  const { custom, texts } = await read(t, {
    kinds: [GADGETS, WIDGETS, ROLLOUTS, { ...GADGETS, resource: "tools", kind: "Tool" }],
    byPath: {
      [DEFINITIONS]: {
        body: {
          kind: "CustomResourceDefinitionList",
          metadata: {},
          items: [
            definition("Gadget", "v1", pod),
            definition("Widget", "v2", pod),
            definition("Tool", "v1", { properties: { containers: {} } }),
            definition("Rollout", "v1", pod),
            7,
          ],
        },
      },
    },
  });
  assert.deepEqual(texts, []);
  assert.deepEqual(custom, [
    `${DEFINITIONS}?limit=64`,
    "/apis/example.com/v1/gadgets?limit=64",
    "/apis/argoproj.io/v1alpha1/rollouts?limit=64",
  ]);
});

test("the right to list definitions is optional, and they are needed only for unknown kinds", async (t) => {
  const known = await read(t, { kinds: [ROLLOUTS], byPath: { [DEFINITIONS]: forbidden } });
  assert.ok(!known.requests.some((url) => url.startsWith(DEFINITIONS)));
  const unknown = await read(t, { kinds: [ROLLOUTS, GADGETS], byPath: { [DEFINITIONS]: forbidden } });
  assert.deepEqual(unknown.texts, ["definitions : no"]);
  assert.equal(unknown.custom.length, 2);
  const gone = await read(t, { kinds: [GADGETS], byPath: { [DEFINITIONS]: { status: 404, body: {} } } });
  assert.deepEqual(gone.texts, []);
  const broken = await read(t, { kinds: [GADGETS], byPath: { [DEFINITIONS]: { body: [] } } });
  assert.equal(broken.texts.length, 1);
});

test("without discovery everything else is read, and an item has the reason", async (t) => {
  const { texts, requests } = await read(t, { byPath: { "/apis": forbidden } });
  assert.deepEqual(texts, ["discovery : no"]);
  assert.equal(requests.length, BUILT_IN_LISTS + 1);
});
