import { seccompProfile_baseline } from "../../../src/policy/checks/seccompProfile_baseline.ts";
import { testCheck } from "../check-table.ts";

const REASON = "seccompProfile";
const POD = "seccomp.security.alpha.kubernetes.io/pod";
const CONTAINER = "container.seccomp.security.alpha.kubernetes.io/";

function container(name: string, type: string) {
  return { name, securityContext: { seccompProfile: { type } } };
}

const CONTAINERS = [
  { name: "a" },
  { name: "b", securityContext: {} },
  container("c", "Unconfined"),
  container("d", "Unconfined"),
  container("e", "RuntimeDefault"),
  container("f", "Localhost"),
];
const CONTAINER_FIELDS = [
  { path: ["spec", "containers", 2, "securityContext", "seccompProfile", "type"], value: "Unconfined" },
  { path: ["spec", "containers", 3, "securityContext", "seccompProfile", "type"], value: "Unconfined" },
];

testCheck(seccompProfile_baseline, [
  { name: "neither fields nor metadata", pod: { spec: { containers: [{ name: "a" }] } } },
  {
    name: "allowed annotations, and annotations for containers that do not exist",
    at: [0],
    pod: {
      metadata: {
        annotations: {
          [POD]: "runtime/default",
          [`${CONTAINER}a`]: "docker/default",
          [`${CONTAINER}b`]: "localhost/",
          [`${CONTAINER}c`]: "localhost/profile",
          [`${CONTAINER}gone`]: "unconfined",
          [CONTAINER]: "unconfined",
        },
      },
      spec: { containers: [{ name: "a" }, { name: "b" }, { name: "c" }] },
    },
  },
  {
    name: "fields do not count yet",
    at: [0],
    pod: { spec: { securityContext: { seccompProfile: { type: "Unconfined" } }, containers: CONTAINERS } },
  },
  {
    name: "the pod's annotation",
    at: [0],
    pod: { metadata: { annotations: { [POD]: "unconfined" } }, spec: {} },
    forbidden: {
      reason: REASON,
      detail: `forbidden annotation ${POD}="unconfined"`,
      fields: [{ path: ["metadata", "annotations", POD], value: "unconfined" }],
    },
  },
  {
    name: "the containers' annotations",
    at: [0],
    pod: {
      metadata: { annotations: { [`${CONTAINER}b`]: "unknown", [`${CONTAINER}a`]: "unconfined" } },
      spec: { containers: [{ name: "a" }, { name: "b" }, { name: "c" }] },
    },
    forbidden: {
      reason: REASON,
      detail: `forbidden annotations ${CONTAINER}a="unconfined", ${CONTAINER}b="unknown"`,
      fields: [
        { path: ["metadata", "annotations", `${CONTAINER}a`], value: "unconfined" },
        { path: ["metadata", "annotations", `${CONTAINER}b`], value: "unknown" },
      ],
    },
  },
  {
    name: "the texts are sorted, the fields are in the order of visiting",
    at: [0],
    pod: {
      metadata: {
        annotations: { [POD]: "unconfined", [`${CONTAINER}b`]: "unknown", [`${CONTAINER}a`]: "unconfined" },
      },
      spec: { initContainers: [{ name: "b" }], ephemeralContainers: [{ name: "a" }] },
    },
    forbidden: {
      reason: REASON,
      detail: `forbidden annotations ${CONTAINER}a="unconfined", ${CONTAINER}b="unknown", ${POD}="unconfined"`,
      fields: [
        { path: ["metadata", "annotations", POD], value: "unconfined" },
        { path: ["metadata", "annotations", `${CONTAINER}b`], value: "unknown" },
        { path: ["metadata", "annotations", `${CONTAINER}a`], value: "unconfined" },
      ],
    },
  },
  {
    name: "an empty annotation, one with a character to escape, and two containers of one name",
    at: [0],
    pod: {
      metadata: { annotations: { [POD]: "", [`${CONTAINER}a`]: "x\u200b" } },
      spec: { containers: [{ name: "a" }, { name: "a" }] },
    },
    forbidden: {
      reason: REASON,
      detail: `forbidden annotations ${CONTAINER}a="x\\u200b", ${POD}=""`,
      fields: [
        { path: ["metadata", "annotations", POD], value: "" },
        { path: ["metadata", "annotations", `${CONTAINER}a`], value: "x\u200b" },
      ],
    },
  },
  {
    name: "annotations do not count any more",
    at: [19],
    pod: {
      metadata: { annotations: { [POD]: "unconfined", [`${CONTAINER}a`]: "unconfined" } },
      spec: { containers: [{ name: "a" }] },
    },
  },
  {
    name: "allowed types",
    at: [19],
    pod: {
      spec: {
        securityContext: { seccompProfile: { type: "Localhost" } },
        containers: [container("a", "RuntimeDefault")],
      },
    },
  },
  {
    name: "the pod's field",
    at: [19],
    pod: { spec: { securityContext: { seccompProfile: { type: "Unconfined" } }, containers: [{ name: "a" }] } },
    forbidden: {
      reason: REASON,
      detail: 'pod must not set securityContext.seccompProfile.type to "Unconfined"',
      fields: [{ path: ["spec", "securityContext", "seccompProfile", "type"], value: "Unconfined" }],
    },
  },
  {
    name: "the containers' fields",
    at: [19],
    pod: { spec: { securityContext: { seccompProfile: { type: "RuntimeDefault" } }, containers: CONTAINERS } },
    forbidden: {
      reason: REASON,
      detail: 'containers "c", "d" must not set securityContext.seccompProfile.type to "Unconfined"',
      fields: CONTAINER_FIELDS,
    },
  },
  {
    name: "the fields of pod and containers",
    at: [19],
    pod: { spec: { securityContext: { seccompProfile: { type: "Unconfined" } }, containers: CONTAINERS } },
    forbidden: {
      reason: REASON,
      detail: 'pod and containers "c", "d" must not set securityContext.seccompProfile.type to "Unconfined"',
      fields: [
        { path: ["spec", "securityContext", "seccompProfile", "type"], value: "Unconfined" },
        ...CONTAINER_FIELDS,
      ],
    },
  },
  {
    name: "a profile that is set to nothing, and an annotation's value in a field",
    at: [19],
    pod: { spec: { securityContext: { seccompProfile: {} }, initContainers: [container("i", "runtime/default")] } },
    forbidden: {
      reason: REASON,
      detail: 'pod and container "i" must not set securityContext.seccompProfile.type to "", "runtime/default"',
      fields: [
        { path: ["spec", "securityContext", "seccompProfile", "type"], value: null },
        { path: ["spec", "initContainers", 0, "securityContext", "seccompProfile", "type"], value: "runtime/default" },
      ],
    },
  },
]);
