import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../property.ts";
import { findStablePath, formatStablePath } from "../../../src/audit/workload/stable-path.ts";
import type { FieldPath } from "../../../src/api/field-path.ts";
import type { Pod } from "../../../src/api/pod.ts";

const POD: Pod = {
  metadata: { annotations: {} },
  spec: {
    containers: [
      { name: "web", ports: [{ hostPort: 80, containerPort: 8080 }, { containerPort: 8081 }, {}] },
      { name: "0", securityContext: { capabilities: { add: ["NET_ADMIN", "7"] } } },
      {},
      { name: "" },
      { name: "a]b" },
      { name: 'a"\u001b\u202e' },
      { name: "日本" },
      { name: "\ud800" },
    ],
    initContainers: [{ name: "init-1" }],
    volumes: [{ name: "data.x", hostPath: {} }],
    securityContext: { sysctls: [{ name: "kernel.msgmax" }, { name: "net/ipv4/x" }] },
  },
};

const PATHS: readonly (readonly [path: FieldPath, expected: string])[] = [
  [["spec", "hostNetwork"], "hostNetwork"],
  [["spec", "securityContext", "runAsUser"], "securityContext.runAsUser"],
  [["spec", "containers", 0, "securityContext", "privileged"], "containers[web].securityContext.privileged"],
  [["spec", "initContainers", 0, "image"], "initContainers[init-1].image"],
  [["spec", "containers", 0, "ports", 0, "hostPort"], "containers[web].ports[80].hostPort"],
  [["spec", "containers", 0, "ports", 1, "hostPort"], "containers[web].ports[8081].hostPort"],
  [["spec", "containers", 0, "ports", 2, "hostPort"], "containers[web].ports[2].hostPort"],
  [
    ["spec", "containers", 1, "securityContext", "capabilities", "add", 0],
    'containers["0"].securityContext.capabilities.add[NET_ADMIN]',
  ],
  [
    ["spec", "containers", 1, "securityContext", "capabilities", "add", 1],
    'containers["0"].securityContext.capabilities.add["7"]',
  ],
  [["spec", "containers", 2, "image"], "containers[2].image"],
  [["spec", "containers", 3, "image"], "containers[3].image"],
  [["spec", "containers", 4, "image"], 'containers["a]b"].image'],
  [["spec", "containers", 5, "image"], String.raw`containers["a\"\x1b\u202e"].image`],
  [["spec", "containers", 6, "image"], 'containers["日本"].image'],
  [["spec", "containers", 7, "image"], 'containers["\ufffd"].image'],
  [["spec", "containers", 99, "image"], "containers[99].image"],
  [["spec", "volumes", 0, "hostPath"], "volumes[data.x].hostPath"],
  [["spec", "volumes", 0], "volumes[data.x]"],
  [["spec", "securityContext", "sysctls", 0, "name"], "securityContext.sysctls[kernel.msgmax].name"],
  [["spec", "securityContext", "sysctls", 1, "name"], "securityContext.sysctls[net/ipv4/x].name"],
  [
    ["metadata", "annotations", "container.apparmor.security.beta.kubernetes.io/web"],
    "metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]",
  ],
  [["metadata", "annotations", "a].b"], 'metadata.annotations["a].b"]'],
];

for (const [path, expected] of PATHS) {
  test(`${JSON.stringify(path)} is ${expected}`, () => assert.equal(formatStablePath(POD, path), expected));
}

test("the place of an item does not matter", () => {
  const reversed = { spec: { containers: (POD.spec.containers ?? []).toReversed() } };
  assert.equal(
    formatStablePath(reversed, ["spec", "containers", 7, "ports", 0, "hostPort"]),
    "containers[web].ports[80].hostPort",
  );
});

test("different names are different paths", () => {
  const name = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom("0", "1", "a]", 'a"', '"a"', "a.b", "a[b", "\\x1b", "\u001b", "\u202e", "\\u202e"),
  );
  fc.assert(
    fc.property(name, name, (a, b) => {
      const [first, second] = [a, b].map((text) =>
        formatStablePath({ spec: { containers: [{ name: text }] } }, ["spec", "containers", 0, "image"]),
      );
      assert.equal(first === second, a.toWellFormed() === b.toWellFormed());
      assert.doesNotMatch(first ?? "", /\p{Cc}/u);
    }),
  );
});

/** Whether a pod has the field of a path. */
function has(pod: Pod, path: FieldPath): boolean {
  let value: unknown = pod;
  for (const step of path) value = Object(value)[step];
  return value !== undefined;
}

test("finds the field of a stable path", () => {
  const found = PATHS.filter(([path]) => has(POD, path));
  assert.ok(found.length >= 6, String(found.length));
  for (const [path, text] of found) assert.deepEqual(findStablePath(POD, text), path, text);
});

test("finds the nearest parent of a field that is not set", () => {
  for (const [text, path] of [
    ["hostNetwork", ["spec"]],
    ["containers[web].securityContext.privileged", ["spec", "containers", 0]],
    ["containers[injected].image", ["spec", "containers"]],
    ["containers[we].image", ["spec", "containers"]],
    ["containersX", ["spec"]],
    ["metadata.annotations[x]", ["metadata", "annotations"]],
  ] as const) {
    assert.deepEqual(findStablePath(POD, text), path, text);
  }
});

test("finds the field in a pod whose lists have another order", () => {
  const { containers = [] } = POD.spec ?? {};
  const turned: Pod = { ...POD, spec: { ...POD.spec, containers: containers.toReversed() } };
  const path = ["spec", "containers", 0, "ports", 1, "hostPort"];
  const text = formatStablePath(POD, path);
  assert.deepEqual(findStablePath(turned, text).slice(0, 4), ["spec", "containers", containers.length - 1, "ports"]);
});
