import assert from "node:assert/strict";
import { test } from "node:test";
import { KnownNamespaces } from "../../../../src/audit/inventory/scope/known-namespaces.ts";
import { readObjects } from "../../../../src/objects/objects.ts";
import { readDocuments } from "../../../../src/text/documents.ts";
import type { NamespaceObject } from "../../../../src/workloads/object.ts";

/** Namespaces as they are read from a file: their places are getters of a class. */
function* read(text: string): Generator<NamespaceObject, undefined> {
  for (const document of readDocuments(text)) {
    assert.ok("value" in document);
    for (const item of readObjects(document, "dump.yaml")) if (item.type === "namespace") yield item;
  }
}

const MANAGED = `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  managedFields:
    - {manager: argocd, operation: Apply, fieldsType: FieldsV1, fieldsV1: {"f:metadata": {"f:labels": {"f:pod-security.kubernetes.io/enforce": {}}}}}
`;
const RELABELLED = `---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: baseline}}
`;

test("the last namespace of a name counts, with its own place and the label managers of an earlier copy", () => {
  const known = new KnownNamespaces();
  const earlier = [...read(MANAGED + RELABELLED)].map((namespace) => known.add(namespace));
  assert.deepEqual(
    earlier.map((namespace) => namespace?.source.line),
    [undefined, 1],
  );
  const [shop, ...others] = known;
  assert.deepEqual(others, []);
  assert.deepEqual(shop?.labelManagers, ["argocd"]);
  assert.deepEqual(shop?.source, { file: "dump.yaml", document: 1, line: 8 });
  assert.equal(shop?.locate(["metadata", "labels"]).line, 10);
  assert.deepEqual(known.labelsOf("shop"), { "pod-security.kubernetes.io/enforce": "baseline" });
  assert.equal(known.labelsOf("other"), undefined);
});

test("all other facts are those of the last copy", () => {
  const facts = "name: shop, uid: u2, annotations: {team: a}, deletionTimestamp: '2026-01-02T03:04:05Z'";
  const [managed, last] = read(`${MANAGED}---\napiVersion: v1\nkind: Namespace\nmetadata: {${facts}}\n`);
  assert.ok(managed !== undefined && last !== undefined);
  const known = new KnownNamespaces();
  known.add(managed);
  known.add(last);
  const [merged] = known;
  assert.ok(merged !== undefined && merged !== last);
  const { labelManagers, locate, ...others } = merged;
  assert.deepEqual(labelManagers, ["argocd"]);
  assert.deepEqual(locate(["metadata"]), last.locate(["metadata"]));
  const { source, written } = last;
  assert.deepEqual(others, { ...last, source, written });
  assert.equal(merged.isTerminating, true);
  assert.ok(merged.written !== undefined);
});

test("a copy that is not being deleted replaces an earlier one that is", () => {
  const known = new KnownNamespaces();
  for (const namespace of read(`${MANAGED}  deletionTimestamp: '2026-01-02T03:04:05Z'\n${RELABELLED}`))
    known.add(namespace);
  const [shop] = known;
  assert.equal(shop?.isTerminating, undefined);
});
