import { runAsNonRoot } from "../../../src/policy/checks/runAsNonRoot.ts";
import { testCheck } from "../check-table.ts";

const REASON = "runAsNonRoot != true";
const TRUE = { runAsNonRoot: true };
const FALSE = { runAsNonRoot: false };
const FALSE_EVERYWHERE = {
  securityContext: FALSE,
  initContainers: [{ name: "i", securityContext: FALSE }],
  containers: [{ name: "a", securityContext: FALSE }, { name: "b" }],
};
const FORBIDDEN_EVERYWHERE = {
  reason: REASON,
  detail: 'pod and containers "i", "a" must not set securityContext.runAsNonRoot=false',
  fields: [
    { path: ["spec", "securityContext", "runAsNonRoot"], value: false },
    { path: ["spec", "initContainers", 0, "securityContext", "runAsNonRoot"], value: false },
    { path: ["spec", "containers", 0, "securityContext", "runAsNonRoot"], value: false },
  ],
};

testCheck(runAsNonRoot, [
  { name: "no containers", pod: { spec: {} } },
  {
    name: "the pod's true applies to its containers",
    pod: { spec: { securityContext: TRUE, containers: [{ name: "a" }, { name: "b", securityContext: {} }] } },
  },
  { name: "every container's true", pod: { spec: { containers: [{ name: "a", securityContext: TRUE }] } } },
  {
    name: "neither the pod nor a container sets it",
    pod: { spec: { containers: [{ name: "a" }] } },
    forbidden: {
      reason: REASON,
      detail: 'pod or container "a" must set securityContext.runAsNonRoot=true',
      fields: [{ path: ["spec", "containers", 0, "securityContext", "runAsNonRoot"], value: null }],
    },
  },
  {
    name: "some containers do not set it",
    pod: {
      spec: {
        securityContext: {},
        containers: [
          { name: "a" },
          { name: "b", securityContext: {} },
          { name: "d", securityContext: TRUE },
          { name: "e", securityContext: TRUE },
        ],
        ephemeralContainers: [{ name: "f" }],
      },
    },
    forbidden: {
      reason: REASON,
      detail: 'pod or containers "a", "b", "f" must set securityContext.runAsNonRoot=true',
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "runAsNonRoot"], value: null },
        { path: ["spec", "containers", 1, "securityContext", "runAsNonRoot"], value: null },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "runAsNonRoot"], value: null },
      ],
    },
  },
  {
    name: "another user does not replace it",
    pod: {
      spec: { securityContext: { runAsUser: 1000 }, containers: [{ name: "a", securityContext: { runAsUser: 1000 } }] },
    },
    forbidden: {
      reason: REASON,
      detail: 'pod or container "a" must set securityContext.runAsNonRoot=true',
      fields: [{ path: ["spec", "containers", 0, "securityContext", "runAsNonRoot"], value: null }],
    },
  },
  {
    name: "the pod's false is reported in place of unset containers",
    pod: { spec: { securityContext: FALSE, containers: [{ name: "a" }] } },
    forbidden: {
      reason: REASON,
      detail: "pod must not set securityContext.runAsNonRoot=false",
      fields: [{ path: ["spec", "securityContext", "runAsNonRoot"], value: false }],
    },
  },
  {
    name: "the pod's false, although every container sets true",
    pod: { spec: { securityContext: FALSE, containers: [{ name: "a", securityContext: TRUE }] } },
    forbidden: {
      reason: REASON,
      detail: "pod must not set securityContext.runAsNonRoot=false",
      fields: [{ path: ["spec", "securityContext", "runAsNonRoot"], value: false }],
    },
  },
  {
    name: "containers' false, although the pod sets true",
    pod: {
      spec: {
        securityContext: TRUE,
        containers: [
          { name: "a" },
          { name: "b", securityContext: {} },
          { name: "c", securityContext: FALSE },
          { name: "d", securityContext: FALSE },
          { name: "e", securityContext: TRUE },
          { name: "f", securityContext: TRUE },
        ],
      },
    },
    forbidden: {
      reason: REASON,
      detail: 'containers "c", "d" must not set securityContext.runAsNonRoot=false',
      fields: [
        { path: ["spec", "containers", 2, "securityContext", "runAsNonRoot"], value: false },
        { path: ["spec", "containers", 3, "securityContext", "runAsNonRoot"], value: false },
      ],
    },
  },
  { name: "pod and containers", pod: { spec: FALSE_EVERYWHERE }, forbidden: FORBIDDEN_EVERYWHERE },
  { name: "hostUsers: true", pod: { spec: { hostUsers: true, ...FALSE_EVERYWHERE } }, forbidden: FORBIDDEN_EVERYWHERE },
  {
    name: "hostUsers: false does not help yet",
    at: [0],
    pod: { spec: { hostUsers: false, ...FALSE_EVERYWHERE } },
    forbidden: FORBIDDEN_EVERYWHERE,
  },
  { name: "hostUsers: false", at: [35], pod: { spec: { hostUsers: false, ...FALSE_EVERYWHERE } } },
]);
