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
