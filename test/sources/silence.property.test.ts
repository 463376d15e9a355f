/** A document that was read never comes to nothing without a word, whatever it says of its type and its items. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../property.ts";
import { isRecord } from "../../src/api/record.ts";
import { readDocuments } from "../../src/sources/documents.ts";
import { itemsOfDocument } from "../../src/sources/manifests.ts";
import { classifyKind, isListKind } from "../../src/sources/kinds.ts";
import type { SourceItem } from "../../src/workloads/object.ts";
import { IS_FULL } from "../seed.ts";

const RUNS = { numRuns: IS_FULL ? 100_000 : 5_000 };

const TEMPLATE = { spec: { hostNetwork: true, containers: [{ name: "a", securityContext: { privileged: true } }] } };
/** Every kind that holds a pod, with one. */
const WORKLOADS: readonly Readonly<Record<string, unknown>>[] = [
  { apiVersion: "v1", kind: "Pod", ...TEMPLATE },
  { apiVersion: "v1", kind: "PodTemplate", template: TEMPLATE },
  { apiVersion: "v1", kind: "ReplicationController", spec: { template: TEMPLATE } },
  ...["ReplicaSet", "Deployment", "StatefulSet", "DaemonSet"].map((kind) => ({
    apiVersion: "apps/v1",
    kind,
    spec: { template: TEMPLATE },
  })),
  { apiVersion: "batch/v1", kind: "Job", spec: { template: TEMPLATE } },
  { apiVersion: "batch/v1", kind: "CronJob", spec: { jobTemplate: { spec: { template: TEMPLATE } } } },
  { apiVersion: "extensions/v1beta1", kind: "Deployment", spec: { template: TEMPLATE } },
];

/** Names of types as people write them, right and wrong, and values that are none. */
const apiVersions = fc.constantFrom<unknown>(
  ...["v1", "apps/v1", "batch/v1", "batch/v2alpha1", "extensions/v1beta1", "networking.k8s.io/v1", "example.com/v1"],
  ...[
    "V1",
    "v2",
    "apps/v9",
    "aps/v1",
    "skaffold/v2",
    "v1alpha1",
    "",
    " v1",
    "/",
    "a/b/c",
    "__proto__",
    1,
    null,
    {},
    [],
  ],
);
const kinds = fc.constantFrom<unknown>(
  ...["Pod", "Deployment", "Job", "Namespace", "Service", "List", "PodList", "NamespaceList", "ControllerRevision"],
  ...[
    "Pods",
    "pod",
    "Deploymnet",
    "PodsList",
    "PetSet",
    "AllowList",
    "Rollout",
    "Config",
    "Template",
    "APIResourceList",
  ],
  ...["", " ", "constructor", "__proto__", 5, null, true, {}, []],
);
const keysOf = (name: string) => fc.constantFrom(name, name, name, name, name.toUpperCase(), `${name}s`, "x");
const contents = fc.constantFrom<unknown>(undefined, null, {}, [], "x", { containers: [] }, TEMPLATE.spec, {
  template: TEMPLATE,
});

const { value: values } = fc.letrec<{ value: unknown; object: unknown; items: unknown }>((tie) => ({
  value: fc.oneof(
    { weight: 6, arbitrary: tie("object") },
    { weight: 1, arbitrary: fc.constantFrom<unknown>("text", 5, true, [], [5], {}) },
  ),
  object: fc
    .tuple(keysOf("apiVersion"), apiVersions, keysOf("kind"), kinds, contents, contents, tie("items"), fc.boolean())
    .map(([versionKey, apiVersion, kindKey, kind, spec, metadata, items, hasItems]) => ({
      [versionKey]: apiVersion,
      [kindKey]: kind,
      ...(spec !== undefined && { spec }),
      ...(metadata !== undefined && { metadata }),
      ...(hasItems && { items }),
    })),
  items: fc.oneof(
    { maxDepth: 3, depthIdentifier: "items" },
    fc.constantFrom<unknown>(null, [], {}, "x", [null], [5]),
    fc.array(tie("value"), { maxLength: 3, depthIdentifier: "items" }),
  ),
}));

function read(value: unknown): SourceItem[] {
  return [...readDocuments(JSON.stringify(value))].flatMap((document) => {
    assert.ok(!("fault" in document));
    return [...itemsOfDocument(document, "a.json")];
  });
}

test("every document leaves something, and what it leaves is explained", () => {
  fc.assert(
    fc.property(
      values.filter((value) => isRecord(value)),
      (value) => {
        const items = read(value);
        assert.notEqual(items.length, 0);
        if (items.some(({ type }) => type !== "other")) return;
        // What is only counted is a kind that is known, or a custom resource.
        const { apiVersion, kind, items: listed } = value;
        // A list is told by its items.
        if (typeof kind === "string" && isListKind(kind) && Array.isArray(listed)) return;
        assert.ok(typeof apiVersion === "string" && typeof kind === "string");
        assert.match(classifyKind(apiVersion, kind).class, /^(builtin|custom)$/);
      },
    ),
    RUNS,
  );
});

test("a list leaves something for each of its items, and no less where it is one by its items alone", () => {
  fc.assert(
    fc.property(fc.constantFrom("List", "PodList", "AllowList"), fc.array(values, { maxLength: 5 }), (kind, items) => {
      const objects = items.filter((item) => isRecord(item));
      const alone = objects.flatMap(read).length;
      const listed = read({ apiVersion: "v1", kind, items: objects });
      assert.ok(listed.length >= objects.length, `${listed.length} of ${objects.length}`);
      // Nameless items get a type from their list, which makes no less of them.
      assert.ok(kind !== "List" || listed.length >= alone, `${listed.length} of ${alone}`);
    }),
    RUNS,
  );
});

test("a workload is judged whatever items it has, and so are those that are workloads", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...WORKLOADS),
      fc.oneof(
        fc.constantFrom<unknown>(null, {}, "x", 5, [], [null], ["x"]),
        fc.array(fc.oneof(fc.constantFrom(...WORKLOADS), values), { maxLength: 3 }),
      ),
      (workload, items) => {
        const read_ = read({ ...workload, items });
        const [first, second] = read_;
        assert.ok(first?.type === "workload" && first.kind === workload["kind"]);
        assert.equal(first.pod.spec.hostNetwork, true);
        const codes = [second, read_[2]].map((item) => (item?.type === "remark" ? item.code : undefined));
        assert.ok(codes.includes("items-in-object"), codes.join());
        const inside = Array.isArray(items) ? items.filter((item) => WORKLOADS.some((each) => each === item)) : [];
        assert.ok(read_.filter(({ type }) => type === "workload").length > inside.length);
      },
    ),
    RUNS,
  );
});
