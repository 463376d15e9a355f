import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { discoverKinds, type Discovered } from "../../../../../src/sources/cluster/lists/custom/discovery.ts";
import { clientOf, endpointAt, stubServer, type StubAnswer } from "../../stub-server.ts";
import { aggregated } from "./served-kinds.ts";

/** The results of discovery on a server with these answers by path, and the requested paths. */
async function discover(
  t: TestContext,
  answers: Readonly<Record<string, StubAnswer>>,
): Promise<{ found: Discovered; requests: readonly string[]; accept: string | undefined }> {
  const stub = await stubServer(t, ({ pathname }) => answers[pathname] ?? { status: 404 });
  const found = await discoverKinds(clientOf(t, endpointAt(stub.url)).client, (group) => group === "argoproj.io");
  return { found, requests: stub.requests.map(({ url }) => url), accept: stub.requests[0]?.headers.accept };
}

function kindsIn(found: Discovered): readonly string[] {
  assert.equal(found.type, "discovered");
  return found.kinds.map(
    ({ group, version, name, kind, isNamespaced }) => `${group}/${version} ${name} ${kind} ${isNamespaced}`,
  );
}

const ROLLOUTS = { group: "argoproj.io", versions: ["v1alpha1"], resource: "rollouts", kind: "Rollout" };

test("one request of aggregated discovery finds all custom kinds, in the preferred version, without subresources", async (t) => {
  const { found, requests, accept } = await discover(t, {
    "/apis": {
      body: aggregated(
        { group: "apps", versions: ["v1"], resource: "deployments", kind: "Deployment" },
        ROLLOUTS,
        { group: "ray.io", versions: ["v1", "v1alpha1"], resource: "rayclusters", kind: "RayCluster" },
        { group: "kubeflow.org", versions: ["v2beta1", "v1"], resource: "mpijobs", kind: "MPIJob" },
        { group: "kubeflow.org", versions: ["v1"], resource: "tfjobs", kind: "TFJob" },
        {
          group: "cert-manager.io",
          versions: ["v1"],
          resource: "clusterissuers",
          kind: "ClusterIssuer",
          isClusterScoped: true,
        },
      ),
    },
  });
  assert.deepEqual(kindsIn(found), [
    "argoproj.io/v1alpha1 rollouts Rollout true",
    "ray.io/v1 rayclusters RayCluster true",
    "kubeflow.org/v2beta1 mpijobs MPIJob true",
    "kubeflow.org/v1 tfjobs TFJob true",
    "cert-manager.io/v1 clusterissuers ClusterIssuer false",
  ]);
  assert.deepEqual(requests, ["/apis"]);
  assert.match(accept ?? "", /^application\/json;g=apidiscovery\.k8s\.io;v=v2;as=APIGroupDiscoveryList,/);
});

test("a kind that cannot be listed is left out", async (t) => {
  const { found } = await discover(t, {
    "/apis": { body: aggregated({ ...ROLLOUTS, verbs: ["create"] }) },
  });
  assert.deepEqual(kindsIn(found), []);
});

test("on a server without aggregated discovery, only the versions of known groups are requested", async (t) => {
  const group = (name: string, ...versions: string[]): object => ({
    name,
    versions: versions.map((version) => ({ groupVersion: `${name}/${version}`, version })),
    preferredVersion: { groupVersion: `${name}/${versions.at(-1)}`, version: versions.at(-1) },
  });
  const list = { verbs: ["list"], namespaced: true };
  const { found, requests } = await discover(t, {
    "/apis": {
      body: {
        kind: "APIGroupList",
        groups: [group("apps", "v1"), group("argoproj.io", "v1alpha1", "v1"), group("other.io", "v1")],
      },
    },
    "/apis/argoproj.io/v1": {
      body: {
        kind: "APIResourceList",
        resources: [
          { ...list, name: "rollouts", kind: "Rollout" },
          { ...list, name: "rollouts/status", kind: "Rollout" },
        ],
      },
    },
    "/apis/argoproj.io/v1alpha1": {
      body: {
        kind: "APIResourceList",
        resources: [
          { ...list, name: "rollouts", kind: "Rollout" },
          { ...list, name: "experiments", kind: "Experiment", namespaced: false },
        ],
      },
    },
  });
  assert.deepEqual(kindsIn(found), [
    "argoproj.io/v1 rollouts Rollout true",
    "argoproj.io/v1alpha1 experiments Experiment false",
  ]);
  assert.deepEqual(requests, ["/apis", "/apis/argoproj.io/v1", "/apis/argoproj.io/v1alpha1"]);
});

test("without discovery, the kinds are unknown", async (t) => {
  const forbidden = { status: 403, body: { kind: "Status", message: "no" } };
  const { found } = await discover(t, { "/apis": forbidden });
  assert.deepEqual(found, { type: "unknown", message: "no", isForbidden: true });
  const later = await discover(t, {
    "/apis": { body: { kind: "APIGroupList", groups: [{ name: "argoproj.io", versions: [{ version: "v1" }] }] } },
    "/apis/argoproj.io/v1": { status: 500, body: { kind: "Status", message: "broken" } },
  });
  assert.deepEqual(later.found, { type: "unknown", message: "broken", isForbidden: false });
  const page = await discover(t, {
    "/apis": { body: Buffer.from("<html>"), headers: { "content-type": "text/html" } },
  });
  assert.equal(page.found.type, "unknown");
});

test("an answer without a list of groups or resources does not mean that there are no custom kinds", async (t) => {
  const noGroups = { type: "unknown", message: "/apis has no list of groups", isForbidden: false };
  const group = { name: "argoproj.io", versions: [{ version: "v1" }] };
  const bodies = [
    {},
    { kind: "APIGroupList" },
    { kind: "APIGroupList", groups: null },
    { kind: "APIGroupList", groups: "none" },
    { kind: "APIGroupDiscoveryList" },
    { kind: "APIGroupDiscoveryList", items: null },
    { kind: "Status", status: "Success" },
  ];
  for (const body of bodies) {
    const { found } = await discover(t, { "/apis": { body } });
    assert.deepEqual(found, noGroups, JSON.stringify(body));
  }
  for (const body of [{ kind: "APIResourceList" }, { kind: "APIResourceList", resources: null }]) {
    const { found } = await discover(t, { "/apis": { body: { groups: [group] } }, "/apis/argoproj.io/v1": { body } });
    const message = "/apis/argoproj.io/v1 has no list of resources";
    assert.deepEqual(found, { type: "unknown", message, isForbidden: false }, JSON.stringify(body));
  }
  const { found } = await discover(t, { "/apis": { body: { kind: "APIGroupList", groups: [] } } });
  assert.deepEqual(kindsIn(found), []);
});

test("answers of any form are read without an error, and names that would change a path are left out", async (t) => {
  const versions = [
    { version: "v1/../x", resources: [{ resource: "a", responseKind: { kind: "A" }, verbs: ["list"] }] },
  ];
  const wrong = [
    null,
    7,
    { metadata: { name: "../secrets" }, versions },
    { metadata: { name: "a.io" }, versions: "v1" },
    { metadata: { name: "b.io" }, versions },
    {
      metadata: { name: "c.io" },
      versions: [{ version: "v1", resources: [{ resource: "x?y", responseKind: { kind: "X" }, verbs: ["list"] }] }],
    },
    {
      metadata: { name: "d.io" },
      versions: [{ version: "v1", resources: [{ resource: "x", responseKind: null, verbs: "list" }] }],
    },
  ];
  const { found } = await discover(t, { "/apis": { body: { kind: "APIGroupDiscoveryList", items: wrong } } });
  assert.deepEqual(kindsIn(found), []);
});
