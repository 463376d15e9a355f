import { seLinuxOptions } from "../../../src/policy/checks/seLinuxOptions.ts";
import type { SELinuxOptions } from "../../../src/api/pod.ts";
import { testCheck } from "../check-table.ts";

const REASON = "seLinuxOptions";

function container(name: string, options: SELinuxOptions) {
  return { name, securityContext: { seLinuxOptions: options } };
}

const ALLOWED = [
  container("a", { type: "container_t" }),
  container("b", { type: "container_init_t" }),
  container("c", { type: "container_kvm_t" }),
];
const ENGINE = container("d", { type: "container_engine_t" });
const BAD = [container("e", { type: "bar" }), container("f", { user: "bar" }), container("g", { role: "baz" })];
const BAD_FIELDS = [
  { path: ["spec", "containers", 4, "securityContext", "seLinuxOptions", "type"], value: "bar" },
  { path: ["spec", "containers", 5, "securityContext", "seLinuxOptions", "user"], value: "bar" },
  { path: ["spec", "containers", 6, "securityContext", "seLinuxOptions", "role"], value: "baz" },
];
const POD = { seLinuxOptions: { type: "foo", user: "bar", role: "baz" } };
const POD_FIELDS = [
  { path: ["spec", "securityContext", "seLinuxOptions", "type"], value: "foo" },
  { path: ["spec", "securityContext", "seLinuxOptions", "user"], value: "bar" },
  { path: ["spec", "securityContext", "seLinuxOptions", "role"], value: "baz" },
];

testCheck(seLinuxOptions, [
  { name: "unset", pod: { spec: { containers: [{ name: "a" }, { name: "b", securityContext: {} }] } } },
  {
    name: "set to nothing, to empty texts, and to the first types",
    pod: {
      spec: {
        securityContext: { seLinuxOptions: {} },
        initContainers: [container("i", { type: "", user: "", role: "" })],
        containers: ALLOWED,
      },
    },
  },
  { name: "container_engine_t", at: [31], pod: { spec: { containers: [...ALLOWED, ENGINE] } } },
  {
    name: "container_engine_t, not yet",
    at: [0],
    pod: { spec: { containers: [...ALLOWED, ENGINE] } },
    forbidden: {
      reason: REASON,
      detail: 'container "d" set forbidden securityContext.seLinuxOptions: type "container_engine_t"',
      fields: [
        { path: ["spec", "containers", 3, "securityContext", "seLinuxOptions", "type"], value: "container_engine_t" },
      ],
    },
  },
  {
    name: "pod and containers",
    at: [31],
    pod: { spec: { securityContext: POD, containers: [...ALLOWED, ENGINE, ...BAD] } },
    forbidden: {
      reason: REASON,
      detail:
        'pod and containers "e", "f", "g" set forbidden securityContext.seLinuxOptions: ' +
        'types "bar", "foo"; user may not be set; role may not be set',
      fields: [...POD_FIELDS, ...BAD_FIELDS],
    },
  },
  {
    name: "pod",
    pod: { spec: { securityContext: POD, containers: ALLOWED } },
    forbidden: {
      reason: REASON,
      detail: 'pod set forbidden securityContext.seLinuxOptions: type "foo"; user may not be set; role may not be set',
      fields: POD_FIELDS,
    },
  },
  {
    name: "containers of a pod that sets nothing",
    at: [31],
    pod: { spec: { securityContext: { seLinuxOptions: {} }, containers: [...ALLOWED, ENGINE, ...BAD] } },
    forbidden: {
      reason: REASON,
      detail:
        'containers "e", "f", "g" set forbidden securityContext.seLinuxOptions: ' +
        'type "bar"; user may not be set; role may not be set',
      fields: BAD_FIELDS,
    },
  },
  {
    name: "only a type",
    pod: { spec: { securityContext: { seLinuxOptions: { type: "Container_t" } } } },
    forbidden: {
      reason: REASON,
      detail: 'pod set forbidden securityContext.seLinuxOptions: type "Container_t"',
      fields: [{ path: ["spec", "securityContext", "seLinuxOptions", "type"], value: "Container_t" }],
    },
  },
  {
    name: "only a user",
    pod: { spec: { securityContext: { seLinuxOptions: { user: "bad" } } } },
    forbidden: {
      reason: REASON,
      detail: "pod set forbidden securityContext.seLinuxOptions: user may not be set",
      fields: [{ path: ["spec", "securityContext", "seLinuxOptions", "user"], value: "bad" }],
    },
  },
  {
    name: "only a role",
    pod: { spec: { securityContext: { seLinuxOptions: { role: "bad" } } } },
    forbidden: {
      reason: REASON,
      detail: "pod set forbidden securityContext.seLinuxOptions: role may not be set",
      fields: [{ path: ["spec", "securityContext", "seLinuxOptions", "role"], value: "bad" }],
    },
  },
  {
    name: "every list of containers, in the order of visiting",
    pod: {
      spec: {
        ephemeralContainers: [container("e", { type: "spc_t" })],
        containers: [container("a", { type: "spc_t" })],
        initContainers: [container("z", { role: "r", user: "u", type: "spc_t" })],
      },
    },
    forbidden: {
      reason: REASON,
      detail:
        'containers "z", "a", "e" set forbidden securityContext.seLinuxOptions: ' +
        'type "spc_t"; user may not be set; role may not be set',
      fields: [
        { path: ["spec", "initContainers", 0, "securityContext", "seLinuxOptions", "type"], value: "spc_t" },
        { path: ["spec", "initContainers", 0, "securityContext", "seLinuxOptions", "user"], value: "u" },
        { path: ["spec", "initContainers", 0, "securityContext", "seLinuxOptions", "role"], value: "r" },
        { path: ["spec", "containers", 0, "securityContext", "seLinuxOptions", "type"], value: "spc_t" },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "seLinuxOptions", "type"], value: "spc_t" },
      ],
    },
  },
]);
