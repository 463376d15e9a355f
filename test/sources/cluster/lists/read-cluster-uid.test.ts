import assert from "node:assert/strict";
import { test } from "node:test";
import { readClusterUid } from "../../../../src/sources/cluster/lists/read-cluster-uid.ts";
import { clientOf, endpointAt, stubServer, type StubAnswer } from "../stub-server.ts";

const NAMESPACE = { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system", uid: "u-1" } };

for (const [what, answer, expected] of [
  ["the uid", { body: NAMESPACE }, { type: "cluster-uid", uid: "u-1" }],
  [
    "a refusal",
    { status: 403, body: { kind: "Status", message: "namespaces is forbidden" } },
    { type: "missing-cluster-uid", message: "namespaces is forbidden", isForbidden: true },
  ],
  [
    "no such namespace",
    { status: 404, body: { kind: "Status", message: "not found" } },
    { type: "missing-cluster-uid", message: "not found", isForbidden: false },
  ],
  [
    "a namespace without a uid",
    { body: { ...NAMESPACE, metadata: { name: "kube-system" } } },
    { type: "missing-cluster-uid", message: "the answer has no uid", isForbidden: false },
  ],
] as const satisfies readonly (readonly [string, StubAnswer, object])[]) {
  test(`one request for namespace kube-system: ${what}`, async (t) => {
    const paths: string[] = [];
    const stub = await stubServer(t, ({ pathname }) => {
      paths.push(pathname);
      return answer;
    });
    const { client } = clientOf(t, endpointAt(stub.url));
    assert.deepEqual(await readClusterUid(client), expected);
    assert.deepEqual(paths, ["/api/v1/namespaces/kube-system"]);
  });
}

test("a lost connection does not end the run: the later lists report it", async (t) => {
  const stub = await stubServer(t, () => undefined);
  const { client } = clientOf(t, endpointAt(stub.url));
  const { type } = await readClusterUid(client);
  assert.equal(type, "missing-cluster-uid");
});
