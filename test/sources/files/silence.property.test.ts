/** No document disappears without a message, for any type and items. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../property.ts";
import { isRecord } from "../../../src/api/record.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import { itemsOfDocument } from "../../../src/objects/stream/read-stream.ts";
import { classifyKind, isListKind } from "../../../src/objects/kinds/kinds.ts";
import { isJsonPatch } from "../../../src/objects/non-objects.ts";
import type { SourceItem } from "../../../src/workloads/object.ts";
import { IS_FULL } from "../../seed.ts";

const RUNS = { numRuns: IS_FULL ? 100_000 : 5_000 };

const TEMPLATE = { spec: { hostNetwork: true, containers: [{ name: "a", securityContext: { privileged: true } }] } };
/** Every kind that contains a pod, with one. */
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

/** Right and wrong names of types, and values that are no names. */
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

function read(value: unknown, isPiped = false): SourceItem[] {
  return [...readDocuments(JSON.stringify(value))].flatMap((document) => {
    assert.ok(!("fault" in document));
    return [...itemsOfDocument(document, "a.json", { isPiped })];
  });
}

test("every document has a result, and the result is explained", () => {
  fc.assert(
    fc.property(
      values.filter((value) => isRecord(value)),
      (value) => {
        const items = read(value);
        assert.notEqual(items.length, 0);
        if (items.some(({ type }) => type !== "other")) return;
        // Only known kinds and custom resources are counted without a message.
        const { apiVersion, kind, items: listed } = value;
        // A list is recognized by its items.
        if (typeof kind === "string" && isListKind(kind) && Array.isArray(listed)) return;
        assert.ok(typeof apiVersion === "string" && typeof kind === "string");
        assert.match(classifyKind(apiVersion, kind).class, /^(builtin|custom)$/);
      },
    ),
    RUNS,
  );
});

const REPLIES: readonly Readonly<Record<string, unknown>>[] = [
  { apiVersion: "v1", kind: "Status", status: "Failure", reason: "NotFound", code: 404 },
  { apiVersion: "v1", kind: "Status", status: "Success" },
  { apiVersion: "meta.k8s.io/v1", kind: "Table", rows: [] },
  { apiVersion: "v1", kind: "DeleteOptions" },
  ...WORKLOADS.flatMap((object) => [
    { type: "ADDED", object },
    { apiVersion: "v1", kind: "WatchEvent", type: "ADDED", object },
  ]),
];

const objects = fc.oneof(fc.constantFrom(...WORKLOADS, ...REPLIES), values);
/** Values that are no objects and may contain one, as text or as a value. */
const roots = fc.oneof(
  objects,
  fc.array(objects, { maxLength: 3 }),
  fc.constantFrom<unknown>("", "text", 0, 5, true, false, []),
  fc.constantFrom(...WORKLOADS).map((workload) => `\uFEFF${JSON.stringify(workload)}`),
  fc.constantFrom(...WORKLOADS).map((workload) => `-- ${JSON.stringify(workload)}`),
);

/** Whether a document has a message above the severity of information. */
function isTold(items: readonly SourceItem[]): boolean {
  return items.some(
    ({ type, ...item }) => type === "unreadable" || ("severity" in item && item.severity === "warning"),
  );
}

test("a string, a number, a list or a reply has more than information, and is unreadable if it contains a kind", () => {
  fc.assert(
    fc.property(roots, fc.boolean(), (root, isPiped) => {
      const items = read(root, isPiped);
      if (isRecord(root)) {
        if (REPLIES.includes(root)) assert.ok(isTold(items), JSON.stringify(items));
        return;
      }
      assert.ok(isTold(items) || isJsonPatch(root), JSON.stringify(items));
      const hasKind = Array.isArray(root)
        ? root.some((item) => isRecord(item) && item["kind"] !== undefined)
        : typeof root === "string" && root.includes('"kind"');
      assert.equal(
        items.some(({ type }) => type === "unreadable"),
        hasKind || isPiped,
        JSON.stringify(root),
      );
    }),
    RUNS,
  );
});

test("a list has a result for each of its items, also if only its items make it a list", () => {
  fc.assert(
    fc.property(fc.constantFrom("List", "PodList", "AllowList"), fc.array(values, { maxLength: 5 }), (kind, items) => {
      const inside = items.filter((item) => isRecord(item));
      const alone = inside.flatMap((object) => read(object)).length;
      const listed = read({ apiVersion: "v1", kind, items: inside });
      assert.ok(listed.length >= inside.length, `${listed.length} of ${inside.length}`);
      // Items without a type get it from their list, and lose no result.
      assert.ok(kind !== "List" || listed.length >= alone, `${listed.length} of ${alone}`);
    }),
    RUNS,
  );
});

test("a workload with any items is judged, and so are items that are workloads", () => {
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
