import { windowsHostProcess } from "../../../src/policy/checks/windowsHostProcess.ts";
import { testCheck } from "../check-table.ts";

const HOST_PROCESS = { windowsOptions: { hostProcess: true } };
const CONTAINERS = [
  { name: "a" },
  { name: "b", securityContext: {} },
  { name: "c", securityContext: { windowsOptions: {} } },
  { name: "d", securityContext: { windowsOptions: { hostProcess: false } } },
  { name: "e", securityContext: HOST_PROCESS },
  { name: "f", securityContext: HOST_PROCESS },
];

testCheck(windowsHostProcess, [
  {
    name: "unset and false",
    pod: {
      spec: { securityContext: { windowsOptions: { hostProcess: false } }, containers: CONTAINERS.slice(0, 4) },
    },
  },
  {
    name: "pod, with any operating system",
    pod: { spec: { os: { name: "linux" }, securityContext: HOST_PROCESS, containers: CONTAINERS.slice(0, 4) } },
    forbidden: {
      reason: "hostProcess",
      detail: "pod must not set securityContext.windowsOptions.hostProcess=true",
      fields: [{ path: ["spec", "securityContext", "windowsOptions", "hostProcess"], value: true }],
    },
  },
  {
    name: "pod and containers",
    pod: { spec: { securityContext: HOST_PROCESS, containers: CONTAINERS } },
    forbidden: {
      reason: "hostProcess",
      detail: 'pod and containers "e", "f" must not set securityContext.windowsOptions.hostProcess=true',
      fields: [
        { path: ["spec", "securityContext", "windowsOptions", "hostProcess"], value: true },
        { path: ["spec", "containers", 4, "securityContext", "windowsOptions", "hostProcess"], value: true },
        { path: ["spec", "containers", 5, "securityContext", "windowsOptions", "hostProcess"], value: true },
      ],
    },
  },
  {
    name: "an init container and an ephemeral one",
    pod: {
      spec: {
        initContainers: [{ name: "i", securityContext: HOST_PROCESS }],
        ephemeralContainers: [{ name: "e", securityContext: HOST_PROCESS }],
      },
    },
    forbidden: {
      reason: "hostProcess",
      detail: 'containers "i", "e" must not set securityContext.windowsOptions.hostProcess=true',
      fields: [
        { path: ["spec", "initContainers", 0, "securityContext", "windowsOptions", "hostProcess"], value: true },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "windowsOptions", "hostProcess"], value: true },
      ],
    },
  },
]);
