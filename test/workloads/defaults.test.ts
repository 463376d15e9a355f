import assert from "node:assert/strict";
import { test } from "node:test";
import type { Container, Pod, PodSpec, Volume } from "../../src/api/pod.ts";
import { fieldsOf } from "../../src/objects/decode/schema-types.ts";
import { defaultPod, defaultTemplate, originOfDefault } from "../../src/workloads/defaults.ts";

const withVolumes = (...volumes: readonly Volume[]): Pod => ({ spec: { volumes } });

test("a volume without a source is an emptyDir, in a template and in a Pod", () => {
  const pod = withVolumes({ name: "a" }, { name: "b", hostPath: undefined }, { name: "c", secret: {} }, {});
  const defaulted = withVolumes(
    { name: "a", emptyDir: {} },
    { name: "b", hostPath: undefined, emptyDir: {} },
    { name: "c", secret: {} },
    { emptyDir: {} },
  );
  assert.deepEqual(defaultTemplate(pod), defaulted);
  assert.deepEqual(defaultPod(pod), defaulted);
});

test("every volume source of the API counts as a source", () => {
  const sources = [...fieldsOf("Volume").keys()].filter((field) => field !== "name");
  assert.equal(sources.length, 30);
  for (const source of sources) {
    const pod = withVolumes({ name: "a", [source]: {} });
    assert.deepEqual(defaultTemplate(pod), pod, source);
  }
});

test("an unknown field of a volume is not a source", () => {
  assert.deepEqual(defaultTemplate(withVolumes({ hostpath: {} })), withVolumes({ hostpath: {}, emptyDir: {} }));
});

test("a pod that needs no default is returned unchanged", () => {
  for (const pod of [{ spec: {} }, withVolumes(), withVolumes({ emptyDir: {} })]) {
    assert.equal(defaultTemplate(pod), pod);
  }
});

const withPorts = (...ports: readonly (number | undefined)[]): Container => ({
  ports: ports.map((hostPort) => ({ containerPort: 80, ...(hostPort !== undefined && { hostPort }) })),
});

test("with hostNetwork a Pod's ports are host ports, except those of ephemeral containers", () => {
  const spec: PodSpec = {
    hostNetwork: true,
    initContainers: [withPorts(undefined)],
    containers: [withPorts(undefined, 0, 8080), { name: "none" }, { ports: [{}] }],
    ephemeralContainers: [withPorts(undefined)],
  };
  assert.deepEqual(defaultPod({ spec }).spec, {
    hostNetwork: true,
    initContainers: [withPorts(80)],
    containers: [withPorts(80, 80, 8080), { name: "none" }, { ports: [{ hostPort: 0 }] }],
    ephemeralContainers: [withPorts(undefined)],
  });
  assert.deepEqual(defaultTemplate({ spec }), { spec });
});

test("without hostNetwork ports do not change", () => {
  for (const hostNetwork of [false, undefined]) {
    const pod: Pod = {
      spec: { ...(hostNetwork !== undefined && { hostNetwork }), containers: [withPorts(undefined)] },
    };
    assert.deepEqual(defaultPod(pod), pod);
  }
});

const PREFIX = "container.apparmor.security.beta.kubernetes.io/";

function withAnnotation(annotation: string, container: Container, spec: PodSpec = {}): Pod {
  const name = container.name ?? "";
  return { metadata: { annotations: { [PREFIX + name]: annotation } }, spec: { ...spec, containers: [container] } };
}

const ANNOTATIONS: readonly (readonly [annotation: string, profile: unknown])[] = [
  ["unconfined", { type: "Unconfined" }],
  ["runtime/default", { type: "RuntimeDefault" }],
  ["localhost/my-profile", { type: "Localhost", localhostProfile: "my-profile" }],
  ["localhost/a/b", { type: "Localhost", localhostProfile: "a/b" }],
  [`localhost/${"a".repeat(4095)}`, { type: "Localhost", localhostProfile: "a".repeat(4095) }],
  [`localhost/${"a".repeat(4096)}`, undefined],
  [`localhost/${"é".repeat(2048)}`, undefined],
  ["localhost/", undefined],
  ["localhost/ a", undefined],
  ["localhost/a ", undefined],
  ["", undefined],
  ["Unconfined", undefined],
  ["runtime/other", undefined],
];

for (const [annotation, profile] of ANNOTATIONS) {
  test(`the AppArmor annotation ${annotation.slice(0, 30)} as a field`, () => {
    const pod = withAnnotation(annotation, { name: "a" });
    const [container] = defaultPod(pod).spec.containers ?? [];
    assert.deepEqual(
      container,
      profile === undefined ? { name: "a" } : { name: "a", securityContext: { appArmorProfile: profile } },
    );
    assert.deepEqual(defaultTemplate(pod), pod);
  });
}

const UNCONFINED = { appArmorProfile: { type: "Unconfined" } };

test("the annotation and the rest of the security context do not change", () => {
  const pod = withAnnotation("unconfined", { name: "a", securityContext: { privileged: true } });
  assert.deepEqual(defaultPod(pod), {
    ...pod,
    spec: { containers: [{ name: "a", securityContext: { privileged: true, ...UNCONFINED } }] },
  });
});

test("an annotation may be for a container without a name", () => {
  assert.deepEqual(defaultPod(withAnnotation("unconfined", {})).spec.containers, [{ securityContext: UNCONFINED }]);
});

test("containers of every type get their own profile, and no other", () => {
  const annotations = { [`${PREFIX}a`]: "unconfined", [`${PREFIX}x`]: "unconfined", [`${PREFIX}c`]: "runtime/default" };
  const pod: Pod = {
    metadata: { annotations },
    spec: { initContainers: [{ name: "a" }], containers: [{ name: "b" }], ephemeralContainers: [{ name: "c" }] },
  };
  assert.deepEqual(defaultPod(pod).spec, {
    initContainers: [{ name: "a", securityContext: UNCONFINED }],
    containers: [{ name: "b" }],
    ephemeralContainers: [{ name: "c", securityContext: { appArmorProfile: { type: "RuntimeDefault" } } }],
  });
});

const KEPT: readonly (readonly [name: string, pod: Pod])[] = [
  ["no annotations", { metadata: {}, spec: { containers: [{ name: "a" }] } }],
  [
    "a container with its own profile",
    withAnnotation("unconfined", { name: "a", securityContext: { appArmorProfile: {} } }),
  ],
  ["the pod's own profile", withAnnotation("unconfined", { name: "a" }, { securityContext: UNCONFINED })],
  [
    "the pod's own local profile",
    withAnnotation(
      "localhost/x",
      { name: "a" },
      { securityContext: { appArmorProfile: { type: "Localhost", localhostProfile: "x" } } },
    ),
  ],
  ["Windows", withAnnotation("unconfined", { name: "a" }, { os: { name: "windows" } })],
];

for (const [name, pod] of KEPT) {
  test(`no profile is copied: ${name}`, () => {
    assert.deepEqual(defaultPod(pod), pod);
  });
}

for (const [name, spec] of [
  ["another profile of the pod", { securityContext: { appArmorProfile: { type: "RuntimeDefault" } } }],
  [
    "the pod's profile with an empty name",
    { securityContext: { appArmorProfile: { type: "Unconfined", localhostProfile: "" } } },
  ],
  ["an os that is not quite Windows", { os: { name: "Windows" } }],
] as const) {
  test(`a profile is copied despite ${name}`, () => {
    const [container] = defaultPod(withAnnotation("unconfined", { name: "a" }, spec)).spec.containers ?? [];
    assert.deepEqual(container?.securityContext, UNCONFINED);
  });
}

test("all defaults work together", () => {
  const pod: Pod = {
    ...withAnnotation("unconfined", { name: "a", ...withPorts(undefined) }, { hostNetwork: true, volumes: [{}] }),
  };
  assert.deepEqual(defaultPod(pod).spec, {
    hostNetwork: true,
    volumes: [{ emptyDir: {} }],
    containers: [{ name: "a", ...withPorts(80), securityContext: UNCONFINED }],
  });
});

test("a defaulted field has its value from another field, and all others have their own value", () => {
  const key = "container.apparmor.security.beta.kubernetes.io/a";
  const pod: Pod = {
    metadata: { annotations: { [key]: "unconfined" } },
    spec: {
      hostNetwork: true,
      initContainers: [{ name: "b", securityContext: { appArmorProfile: { type: "Unconfined" } } }],
      containers: [{ name: "a", ports: [{ containerPort: 80 }, { containerPort: 81, hostPort: 81 }] }, { name: "c" }],
      ephemeralContainers: [{ name: "a" }],
    },
  };
  const profile = ["securityContext", "appArmorProfile", "type"];
  for (const [field, origin] of [
    [
      ["spec", "containers", 0, ...profile],
      ["metadata", "annotations", key],
    ],
    [
      ["spec", "ephemeralContainers", 0, ...profile],
      ["metadata", "annotations", key],
    ],
    [["spec", "initContainers", 0, ...profile], undefined],
    [["spec", "containers", 1, ...profile], undefined],
    [["spec", "containers", 9, ...profile], undefined],
    [["spec", "containers", 0, "securityContext", "privileged"], undefined],
    [
      ["spec", "containers", 0, "ports", 0, "hostPort"],
      ["spec", "containers", 0, "ports", 0, "containerPort"],
    ],
    [["spec", "containers", 0, "ports", 1, "hostPort"], undefined],
    [["spec", "hostNetwork"], undefined],
    [["metadata", "annotations", key], undefined],
    [["spec", "securityContext", "appArmorProfile"], undefined],
  ] as const) {
    assert.deepEqual(originOfDefault(pod, field, false), origin ?? field);
  }
});
