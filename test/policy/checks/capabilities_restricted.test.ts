import { capabilities_restricted } from "../../../src/policy/checks/capabilities_restricted.ts";
import type { Container } from "../../../src/api/pod.ts";
import { testCheck } from "../check-table.ts";

const REASON = "unrestricted capabilities";

function container(name: string, capabilities: NonNullable<Container["securityContext"]>["capabilities"] & object) {
  return { name, securityContext: { capabilities } };
}

const FIRST_WITHOUT = {
  reason: REASON,
  detail: 'container "a" must set securityContext.capabilities.drop=["ALL"]',
  fields: [{ path: ["spec", "containers", 0, "securityContext", "capabilities", "drop"], value: null }],
};

testCheck(capabilities_restricted, [
  { name: "no containers", pod: { spec: {} } },
  {
    name: "ALL dropped, and NET_BIND_SERVICE taken back",
    pod: {
      spec: {
        initContainers: [container("i", { drop: ["FOO", "ALL"] })],
        containers: [
          container("a", { drop: ["ALL"], add: ["NET_BIND_SERVICE"] }),
          container("b", { drop: ["ALL"], add: [] }),
        ],
      },
    },
  },
  {
    name: "no security context, no capabilities, no drop",
    pod: { spec: { containers: [{ name: "a" }, { name: "b", securityContext: {} }, container("c", {})] } },
    forbidden: {
      reason: REASON,
      detail: 'containers "a", "b", "c" must set securityContext.capabilities.drop=["ALL"]',
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "drop"], value: null },
        { path: ["spec", "containers", 1, "securityContext", "capabilities", "drop"], value: null },
        { path: ["spec", "containers", 2, "securityContext", "capabilities", "drop"], value: null },
      ],
    },
  },
  {
    name: "both faults, the fields of one container together",
    pod: {
      spec: {
        containers: [
          container("a", { add: ["FOO", "BAR"] }),
          container("b", { add: ["BAR", "BAZ"] }),
          container("c", { add: ["NET_BIND_SERVICE", "CHOWN"], drop: ["ALL", "FOO"] }),
        ],
      },
    },
    forbidden: {
      reason: REASON,
      detail:
        'containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; ' +
        'containers "a", "b", "c" must not include "BAR", "BAZ", "CHOWN", "FOO" in securityContext.capabilities.add',
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "drop"], value: null },
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "add", 0], value: "FOO" },
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "add", 1], value: "BAR" },
        { path: ["spec", "containers", 1, "securityContext", "capabilities", "drop"], value: null },
        { path: ["spec", "containers", 1, "securityContext", "capabilities", "add", 0], value: "BAR" },
        { path: ["spec", "containers", 1, "securityContext", "capabilities", "add", 1], value: "BAZ" },
        { path: ["spec", "containers", 2, "securityContext", "capabilities", "add", 1], value: "CHOWN" },
      ],
    },
  },
  {
    name: "values that do not count as dropping ALL",
    pod: {
      spec: {
        containers: [container("a", { drop: ["all", "CAP_ALL"] })],
        ephemeralContainers: [container("e", { drop: [] })],
      },
    },
    forbidden: {
      reason: REASON,
      detail: 'containers "a", "e" must set securityContext.capabilities.drop=["ALL"]',
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "drop"], value: ["all", "CAP_ALL"] },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "capabilities", "drop"], value: [] },
      ],
    },
  },
  {
    name: "values that are not NET_BIND_SERVICE",
    pod: {
      spec: { containers: [container("b", { drop: ["ALL"], add: ["CAP_NET_BIND_SERVICE", "net_bind_service", ""] })] },
    },
    forbidden: {
      reason: REASON,
      detail:
        'container "b" must not include "", "CAP_NET_BIND_SERVICE", "net_bind_service" ' +
        "in securityContext.capabilities.add",
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "add", 0], value: "CAP_NET_BIND_SERVICE" },
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "add", 1], value: "net_bind_service" },
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "add", 2], value: "" },
      ],
    },
  },
  {
    name: "a Windows pod, with any added capabilities",
    at: [25],
    pod: { spec: { os: { name: "windows" }, containers: [{ name: "a" }, container("b", { add: ["SYS_ADMIN"] })] } },
  },
  {
    name: "a Windows pod, not yet let off",
    at: [22],
    pod: { spec: { os: { name: "windows" }, containers: [{ name: "a" }] } },
    forbidden: FIRST_WITHOUT,
  },
  {
    name: "a Linux pod",
    pod: { spec: { os: { name: "linux" }, containers: [{ name: "a" }] } },
    forbidden: FIRST_WITHOUT,
  },
]);
