import { seccompProfile_restricted } from "../../../src/policy/checks/seccompProfile_restricted.ts";
import { testCheck } from "../check-table.ts";

const REASON = "seccompProfile";

function context(type: string) {
  return { securityContext: { seccompProfile: { type } } };
}

const FIRST_WITHOUT = {
  reason: REASON,
  detail: 'pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"',
  fields: [{ path: ["spec", "containers", 0, "securityContext", "seccompProfile", "type"], value: null }],
};

testCheck(seccompProfile_restricted, [
  { name: "no containers", pod: { spec: {} } },
  {
    name: "the pod's profile applies to its containers",
    pod: { spec: { ...context("RuntimeDefault"), containers: [{ name: "a" }, { name: "b", securityContext: {} }] } },
  },
  {
    name: "every container's own profile",
    pod: {
      spec: {
        initContainers: [{ name: "i", ...context("Localhost") }],
        containers: [{ name: "a", ...context("RuntimeDefault") }],
      },
    },
  },
  {
    name: "neither the pod nor a container sets a profile",
    pod: { spec: { containers: [{ name: "a" }] } },
    forbidden: FIRST_WITHOUT,
  },
  {
    name: "an annotation does not count",
    pod: {
      metadata: { annotations: { "seccomp.security.alpha.kubernetes.io/pod": "runtime/default" } },
      spec: { containers: [{ name: "a" }] },
    },
    forbidden: FIRST_WITHOUT,
  },
  {
    name: "some containers do not set one",
    pod: {
      spec: {
        securityContext: {},
        containers: [
          { name: "a" },
          { name: "b", securityContext: {} },
          { name: "d", ...context("RuntimeDefault") },
          { name: "e", ...context("RuntimeDefault") },
        ],
        ephemeralContainers: [{ name: "f" }],
      },
    },
    forbidden: {
      reason: REASON,
      detail:
        'pod or containers "a", "b", "f" must set securityContext.seccompProfile.type to ' +
        '"RuntimeDefault" or "Localhost"',
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "seccompProfile", "type"], value: null },
        { path: ["spec", "containers", 1, "securityContext", "seccompProfile", "type"], value: null },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "seccompProfile", "type"], value: null },
      ],
    },
  },
  {
    name: "the pod's forbidden profile is reported in place of unset containers",
    pod: { spec: { ...context("Unconfined"), containers: [{ name: "a" }] } },
    forbidden: {
      reason: REASON,
      detail: 'pod must not set securityContext.seccompProfile.type to "Unconfined"',
      fields: [{ path: ["spec", "securityContext", "seccompProfile", "type"], value: "Unconfined" }],
    },
  },
  {
    name: "the pod's forbidden profile, although its container's is allowed",
    pod: { spec: { securityContext: { seccompProfile: {} }, containers: [{ name: "a", ...context("Localhost") }] } },
    forbidden: {
      reason: REASON,
      detail: 'pod must not set securityContext.seccompProfile.type to ""',
      fields: [{ path: ["spec", "securityContext", "seccompProfile", "type"], value: null }],
    },
  },
  {
    name: "containers' forbidden profiles, although the pod's is allowed",
    pod: {
      spec: {
        ...context("RuntimeDefault"),
        containers: [
          { name: "a" },
          { name: "b", securityContext: {} },
          { name: "c", ...context("Unconfined") },
          { name: "d", ...context("Unconfined") },
          { name: "e", ...context("RuntimeDefault") },
          { name: "f", ...context("RuntimeDefault") },
        ],
      },
    },
    forbidden: {
      reason: REASON,
      detail: 'containers "c", "d" must not set securityContext.seccompProfile.type to "Unconfined"',
      fields: [
        { path: ["spec", "containers", 2, "securityContext", "seccompProfile", "type"], value: "Unconfined" },
        { path: ["spec", "containers", 3, "securityContext", "seccompProfile", "type"], value: "Unconfined" },
      ],
    },
  },
  {
    name: "pod and a container, and another container without a profile",
    pod: { spec: { ...context("b"), containers: [{ name: "c", ...context("a") }, { name: "d" }] } },
    forbidden: {
      reason: REASON,
      detail: 'pod and container "c" must not set securityContext.seccompProfile.type to "a", "b"',
      fields: [
        { path: ["spec", "securityContext", "seccompProfile", "type"], value: "b" },
        { path: ["spec", "containers", 0, "securityContext", "seccompProfile", "type"], value: "a" },
      ],
    },
  },
  {
    name: "a Windows pod, with any profile",
    at: [25],
    pod: { spec: { os: { name: "windows" }, ...context("Unconfined"), containers: [{ name: "a" }] } },
  },
  {
    name: "a Windows pod, not yet let off",
    at: [19],
    pod: { spec: { os: { name: "windows" }, containers: [{ name: "a" }] } },
    forbidden: FIRST_WITHOUT,
  },
  {
    name: "a Linux pod",
    pod: { spec: { os: { name: "linux" }, containers: [{ name: "a" }] } },
    forbidden: FIRST_WITHOUT,
  },
]);
