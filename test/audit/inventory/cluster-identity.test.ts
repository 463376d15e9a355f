import assert from "node:assert/strict";
import { test } from "node:test";
import { ClusterIdentity } from "../../../src/audit/inventory/cluster-identity.ts";
import type { NamespaceObject } from "../../../src/workloads/object.ts";

const UID = "5c1b2f6e-0d5a-4b7e-9f0e-1a2b3c4d5e6f";

function identityOf(...namespaces: readonly (readonly [name: string, uid?: string])[]): string | null {
  const identity = new ClusterIdentity();
  for (const [name, uid] of namespaces) {
    const source = { file: "", document: 0, line: 0 };
    const namespace: NamespaceObject = {
      type: "namespace",
      name,
      ...(uid !== undefined && { uid }),
      labels: {},
      source,
      locate: () => ({ line: 0, column: 0 }),
    };
    identity.learn(namespace);
  }
  return identity.uid;
}

test("the uid of kube-system identifies the cluster", () => {
  assert.equal(identityOf(["a", "1"], ["kube-system", UID], ["b", "2"]), UID);
  assert.equal(identityOf(["a", "1"]), null);
  assert.equal(identityOf(["kube-system"]), null);
  assert.equal(identityOf(["kube-system", UID], ["kube-system", UID], ["kube-system"]), UID);
});

test("a dump of two clusters has no uid, and has a note", () => {
  const identity = new ClusterIdentity();
  identity.add(UID);
  identity.add(UID);
  assert.equal(identity.isMixed, false);
  identity.add("other");
  assert.equal(identity.isMixed, true);
  assert.equal(identityOf(["kube-system", UID], ["kube-system", "other"]), null);
});

test("an invalid uid is ignored, because it would be part of a script", () => {
  for (const uid of ["", " ", "a b", "a'b", "$(x)", "a\nb", "a\u001b", "a#b", "x".repeat(129)]) {
    assert.equal(identityOf(["kube-system", uid]), null, JSON.stringify(uid));
  }
});
