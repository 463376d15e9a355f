import { allowPrivilegeEscalation } from "../../../src/policy/checks/allowPrivilegeEscalation.ts";
import { testCheck } from "../check-table.ts";

const FIRST_UNSET = {
  reason: "allowPrivilegeEscalation != false",
  detail: 'container "a" must set securityContext.allowPrivilegeEscalation=false',
  fields: [{ path: ["spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"], value: null }],
};

testCheck(allowPrivilegeEscalation, [
  { name: "no containers", pod: { spec: {} } },
  {
    name: "false",
    pod: { spec: { containers: [{ name: "a", securityContext: { allowPrivilegeEscalation: false } }] } },
  },
  {
    name: "unset, true and false",
    pod: {
      spec: {
        containers: [
          { name: "a" },
          { name: "b", securityContext: {} },
          { name: "c", securityContext: { allowPrivilegeEscalation: true } },
          { name: "d", securityContext: { allowPrivilegeEscalation: false } },
        ],
      },
    },
    forbidden: {
      reason: "allowPrivilegeEscalation != false",
      detail: 'containers "a", "b", "c" must set securityContext.allowPrivilegeEscalation=false',
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "allowPrivilegeEscalation"], value: null },
        { path: ["spec", "containers", 1, "securityContext", "allowPrivilegeEscalation"], value: null },
        { path: ["spec", "containers", 2, "securityContext", "allowPrivilegeEscalation"], value: true },
      ],
    },
  },
  {
    name: "an init container and an ephemeral one",
    pod: { spec: { initContainers: [{ name: "i" }], ephemeralContainers: [{ name: "e" }] } },
    forbidden: {
      reason: "allowPrivilegeEscalation != false",
      detail: 'containers "i", "e" must set securityContext.allowPrivilegeEscalation=false',
      fields: [
        { path: ["spec", "initContainers", 0, "securityContext", "allowPrivilegeEscalation"], value: null },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "allowPrivilegeEscalation"], value: null },
      ],
    },
  },
  { name: "a Windows pod", at: [25], pod: { spec: { os: { name: "windows" }, containers: [{ name: "a" }] } } },
  {
    name: "a Windows pod, not yet let off",
    at: [8],
    pod: { spec: { os: { name: "windows" }, containers: [{ name: "a" }] } },
    forbidden: FIRST_UNSET,
  },
  ...[{}, { name: "linux" }, { name: "Windows" }].map((os) => ({
    name: `another operating system: ${JSON.stringify(os)}`,
    pod: { spec: { os, containers: [{ name: "a" }] } },
    forbidden: FIRST_UNSET,
  })),
]);
