import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeObject } from "../../../src/objects/decode/decode.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import { MAX_OBJECT_SIZE, describeTooLarge } from "../../../src/objects/decode/object-size.ts";
import { readObjects } from "../../../src/objects/objects.ts";

const pod = (name: string, containers: readonly object[]): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "shop" },
  spec: { containers },
});

const POD = "Pod";
const sizeOf = (value: object): number => decodeObject(structuredClone(value), POD).size;

test("the size counts names, keys and values, and a little for each field", () => {
  const empty = sizeOf(pod("", []));
  assert.equal(sizeOf(pod("x".repeat(1000), [])), empty + 1000);
  const annotated = {
    ...pod("", []),
    metadata: { name: "", namespace: "shop", annotations: { ["k".repeat(10)]: "v".repeat(20) } },
  };
  assert.ok(sizeOf(annotated) >= empty + 30);
  const many = Array.from({ length: 1000 }, () => ({}));
  assert.ok(sizeOf(pod("", many)) >= empty + 1000);
});

test("every object that an API server accepts is judged, and a larger one is reported", () => {
  // The largest number of containers in 3 MiB of JSON, with the required names and images.
  const containers: object[] = [];
  for (let length = 0; length < 3 * 1024 * 1024;) {
    const container = {
      name: `c${containers.length}`.padEnd(63, "-"),
      image: `registry.example.com/${containers.length}`,
    };
    length += JSON.stringify(container).length + 1;
    containers.push(container);
  }
  const read = (value: object) =>
    [...readDocuments(JSON.stringify(value))].flatMap((document) => {
      assert.ok("value" in document);
      return [...readObjects(document, "a.json")];
    });
  assert.equal(read(pod("most", containers))[0]?.type, "workload");
  const name = "n".repeat(MAX_OBJECT_SIZE);
  assert.deepEqual(read(pod("more", [{ name }])), [
    {
      type: "unreadable",
      message: "Pod/shop/more: too large: more than 4 MiB, and an API server takes no object above 3 MiB",
      source: { file: "a.json", document: 0, line: 1 },
      object: { apiVersion: "v1", kind: "Pod", name: "more", namespace: "shop" },
    },
  ]);
});

test("the message shows the beginning of a name that is too large", () => {
  assert.match(describeTooLarge("Pod", { name: "n".repeat(MAX_OBJECT_SIZE) }), /^Pod\/n{253}…: too large/);
});
