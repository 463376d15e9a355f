import assert from "node:assert/strict";
import { test } from "node:test";
import { isRecord } from "../../../src/api/record.ts";
import { decodeObject, type TypeFault } from "../../../src/objects/decode/decode.ts";
import { parseJson } from "../../../src/text/json.ts";

const DECODED: readonly (readonly [name: string, struct: string, value: unknown, decoded: unknown])[] = [
  [
    "values of the right types do not change",
    "PodSpec",
    { hostNetwork: true, containers: [{ name: "a" }] },
    { hostNetwork: true, containers: [{ name: "a" }] },
  ],
  [
    "null is a field that is not set",
    "PodSpec",
    { hostNetwork: null, containers: null, securityContext: null },
    { hostNetwork: undefined, containers: undefined, securityContext: undefined },
  ],
  [
    "a null struct in a list is an empty one",
    "PodSpec",
    { containers: [null, { name: "a" }] },
    { containers: [{}, { name: "a" }] },
  ],
  ["a null string in a list is empty", "Capabilities", { add: [null, "ALL"] }, { add: ["", "ALL"] }],
  [
    "a null integer in a list is zero",
    "PodSecurityContext",
    { supplementalGroups: [null, 5] },
    { supplementalGroups: [0, 5] },
  ],
  [
    "a null string in a map is empty, and there",
    "ObjectMeta",
    { labels: { a: null, b: "c" } },
    { labels: { a: "", b: "c" } },
  ],
  ["a null quantity in a map is zero", "ResourceRequirements", { limits: { cpu: null } }, { limits: { cpu: "0" } }],
  [
    "a null list in a map is empty",
    "PodSpec",
    { nodeSelector: null, tolerations: [null] },
    { nodeSelector: undefined, tolerations: [{}] },
  ],
  [
    "lone surrogates become replacement characters",
    "ObjectMeta",
    { name: "a\ud800b", annotations: { k: "\udc00", "k\ud800": "v" } },
    { name: "a\ufffdb", annotations: { k: "\ufffd", "k\ufffd": "v" } },
  ],
  ["lone surrogates in lists, too", "Capabilities", { add: ["\ud800"] }, { add: ["\ufffd"] }],
  ["pairs of surrogates stay", "ObjectMeta", { name: "😀" }, { name: "😀" }],
  ["unknown fields do not change", "PodSpec", { hotPID: null, x: { y: null } }, { hotPID: null, x: { y: null } }],
];

for (const [name, struct, value, decoded] of DECODED) {
  test(name, () => {
    assert.deepEqual(decodeObject(value, struct).faults, []);
    assert.deepEqual(value, decoded);
  });
}

const FAULTS: readonly (readonly [
  struct: string,
  value: unknown,
  path: string,
  expected: string,
  found: string,
  remedy?: TypeFault["remedy"],
])[] = [
  ["Pod", "x", "", "an object", "a string"],
  ["Pod", [], "", "an object", "a list"],
  ["Pod", { spec: [] }, "spec", "an object", "a list"],
  ["Pod", { spec: "" }, "spec", "an object", "an empty string"],
  ["Pod", { spec: { hostNetwork: "yes" } }, "spec.hostNetwork", "a boolean", "a string", "remove quotes"],
  ["Pod", { spec: { hostNetwork: "yess" } }, "spec.hostNetwork", "a boolean", "a string"],
  ["Pod", { spec: { hostNetwork: 1 } }, "spec.hostNetwork", "a boolean", "a number"],
  ["Pod", { spec: { containers: {} } }, "spec.containers", "a list", "an object"],
  ["Pod", { spec: { containers: ["a"] } }, "spec.containers.0", "an object", "a string"],
  [
    "Pod",
    { spec: { containers: [{}, { ports: [{ containerPort: 80.5 }] }] } },
    "spec.containers.1.ports.0.containerPort",
    "a 32-bit integer",
    "a number",
  ],
  [
    "Pod",
    { spec: { activeDeadlineSeconds: 9223372036854775808n } },
    "spec.activeDeadlineSeconds",
    "a 64-bit integer",
    "a number",
  ],
  [
    "Pod",
    { spec: { activeDeadlineSeconds: "-8" } },
    "spec.activeDeadlineSeconds",
    "a 64-bit integer",
    "a string",
    "remove quotes",
  ],
  ["Pod", { spec: { activeDeadlineSeconds: "8.5" } }, "spec.activeDeadlineSeconds", "a 64-bit integer", "a string"],
  ["Pod", { metadata: { name: true } }, "metadata.name", "a string", "a boolean", "add quotes"],
  ["Pod", { metadata: { name: 10n ** 18n } }, "metadata.name", "a string", "a number", "add quotes"],
  ["Pod", { metadata: { name: [] } }, "metadata.name", "a string", "a list"],
  ["Pod", { metadata: { labels: [] } }, "metadata.labels", "an object", "a list"],
  ["Pod", { metadata: { labels: { a: 1 } } }, "metadata.labels.a", "a string", "a number", "add quotes"],
  [
    "Pod",
    { metadata: { creationTimestamp: "now" } },
    "metadata.creationTimestamp",
    "a time such as 2006-01-02T15:04:05Z",
    "a string",
  ],
  [
    "Namespace",
    { metadata: { labels: { __proto__: null, "a/b": false } } },
    "metadata.labels.a/b",
    "a string",
    "a boolean",
    "add quotes",
  ],
];

for (const [struct, value, path, expected, found, remedy] of FAULTS) {
  test(`${struct}.${path}: expected ${expected}, found ${found}`, () => {
    const faults = decodeObject(value, struct).faults.map((fault) => ({ ...fault, path: fault.path.join(".") }));
    assert.deepEqual(faults, [{ path, expected, found, remedy }]);
  });
}

test("the last of several equal keys counts", () => {
  const annotations = { a: "0", "\ud800": "1", "\ufffd": "2", "\udc00": "3", b: null };
  const meta: Record<string, unknown> = { annotations };
  assert.deepEqual(decodeObject(meta, "ObjectMeta").faults, []);
  assert.deepEqual(meta["annotations"], { a: "0", "\ufffd": "3", b: "" });
  const first = { annotations: { "\ud800": "1", "\ufffd": "2" } };
  decodeObject(first, "ObjectMeta");
  assert.deepEqual(first.annotations, { "\ufffd": "2" });
});

test("null for the key __proto__ is its type's zero value", () => {
  const meta = parseJson('{"annotations": {"__proto__": null}}');
  decodeObject(meta, "ObjectMeta");
  assert.equal(JSON.stringify(meta), '{"annotations":{"__proto__":""}}');
});

test("faults are in the order of the document", () => {
  const { faults } = decodeObject({ spec: { hostPID: 1, containers: [5, { name: 6 }], hostIPC: "no" } }, "Pod");
  assert.deepEqual(
    faults.map(({ path }) => path.join(".")),
    ["spec.hostPID", "spec.containers.0", "spec.containers.1.name", "spec.hostIPC"],
  );
});

test("unknown fields are reported with their struct; names are case-sensitive", () => {
  const object = parseJson(
    '{"spec": {"HostNetwork": true, "containers": [{"hostNetwork": {"a": 1}}], "__proto__": 1}, "constructor": 2, "metadata": {"labels": {"x": "y"}}}',
  );
  const { faults, unknownFields } = decodeObject(object, "Pod");
  assert.deepEqual(faults, []);
  assert.deepEqual(unknownFields, [
    { path: ["spec", "HostNetwork"], struct: "PodSpec" },
    { path: ["spec", "containers", 0, "hostNetwork"], struct: "Container" },
    { path: ["spec", "__proto__"], struct: "PodSpec" },
    { path: ["constructor"], struct: "Pod" },
  ]);
});

test("only mappings are records", () => {
  assert.deepEqual([{}, { a: 1 }, [], null, undefined, "a", 1].map(isRecord), [
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
