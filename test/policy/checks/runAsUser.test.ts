import { runAsUser } from "../../../src/policy/checks/runAsUser.ts";
import { testCheck } from "../check-table.ts";

function container(name: string, user: number) {
  return { name, securityContext: { runAsUser: user } };
}

const ROOT_EVERYWHERE = {
  securityContext: { runAsUser: 0 },
  initContainers: [container("i", 0)],
  containers: [container("a", 0), container("b", 1)],
  ephemeralContainers: [container("e", 0)],
};
const FORBIDDEN_EVERYWHERE = {
  reason: "runAsUser=0",
  detail: 'pod and containers "i", "a", "e" must not set runAsUser=0',
  fields: [
    { path: ["spec", "securityContext", "runAsUser"], value: 0 },
    { path: ["spec", "initContainers", 0, "securityContext", "runAsUser"], value: 0 },
    { path: ["spec", "containers", 0, "securityContext", "runAsUser"], value: 0 },
    { path: ["spec", "ephemeralContainers", 0, "securityContext", "runAsUser"], value: 0 },
  ],
};

testCheck(runAsUser, [
  {
    name: "unset",
    pod: { spec: { securityContext: {}, containers: [{ name: "a" }, { name: "b", securityContext: {} }] } },
  },
  {
    name: "another user of the pod",
    pod: { spec: { securityContext: { runAsUser: 1000 }, containers: [{ name: "a" }] } },
  },
  {
    name: "other users of the containers",
    pod: { spec: { containers: [container("c", 1), container("d", 2), container("e", 3), container("f", -1)] } },
  },
  {
    name: "pod, although its container sets another user",
    pod: { spec: { securityContext: { runAsUser: 0 }, containers: [container("a", 1000)] } },
    forbidden: {
      reason: "runAsUser=0",
      detail: "pod must not set runAsUser=0",
      fields: [{ path: ["spec", "securityContext", "runAsUser"], value: 0 }],
    },
  },
  {
    name: "containers",
    pod: {
      spec: {
        securityContext: { runAsUser: 1000 },
        containers: [
          { name: "a" },
          { name: "b", securityContext: {} },
          container("c", 0),
          container("d", 0),
          container("e", 1),
          container("f", 1),
        ],
      },
    },
    forbidden: {
      reason: "runAsUser=0",
      detail: 'containers "c", "d" must not set runAsUser=0',
      fields: [
        { path: ["spec", "containers", 2, "securityContext", "runAsUser"], value: 0 },
        { path: ["spec", "containers", 3, "securityContext", "runAsUser"], value: 0 },
      ],
    },
  },
  { name: "pod and containers", pod: { spec: ROOT_EVERYWHERE }, forbidden: FORBIDDEN_EVERYWHERE },
  { name: "hostUsers: true", pod: { spec: { hostUsers: true, ...ROOT_EVERYWHERE } }, forbidden: FORBIDDEN_EVERYWHERE },
  {
    name: "hostUsers: false does not help yet",
    at: [23],
    pod: { spec: { hostUsers: false, ...ROOT_EVERYWHERE } },
    forbidden: FORBIDDEN_EVERYWHERE,
  },
  { name: "hostUsers: false", at: [35], pod: { spec: { hostUsers: false, ...ROOT_EVERYWHERE } } },
]);
