import { privileged } from "../../../src/policy/checks/privileged.ts";
import { testCheck } from "../check-table.ts";

const PRIVILEGED = { securityContext: { privileged: true } };

testCheck(privileged, [
  { name: "no containers", pod: { spec: {} } },
  {
    name: "unset and false",
    pod: {
      spec: {
        containers: [
          { name: "a" },
          { name: "b", securityContext: {} },
          { name: "c", securityContext: { privileged: false } },
        ],
      },
    },
  },
  {
    name: "one container",
    pod: { spec: { containers: [{ name: "a" }, { name: "b", ...PRIVILEGED }] } },
    forbidden: {
      reason: "privileged",
      detail: 'container "b" must not set securityContext.privileged=true',
      fields: [{ path: ["spec", "containers", 1, "securityContext", "privileged"], value: true }],
    },
  },
  {
    name: "every list of containers, in the order of visiting and without removing equal names",
    pod: {
      spec: {
        ephemeralContainers: [{ name: "debug", ...PRIVILEGED }],
        containers: [{ name: "a", ...PRIVILEGED }, { name: "ok" }, { name: "a", ...PRIVILEGED }],
        initContainers: [{ name: "z", ...PRIVILEGED }],
      },
    },
    forbidden: {
      reason: "privileged",
      detail: 'containers "z", "a", "a", "debug" must not set securityContext.privileged=true',
      fields: [
        { path: ["spec", "initContainers", 0, "securityContext", "privileged"], value: true },
        { path: ["spec", "containers", 0, "securityContext", "privileged"], value: true },
        { path: ["spec", "containers", 2, "securityContext", "privileged"], value: true },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "privileged"], value: true },
      ],
    },
  },
  {
    name: "a container without a name, and a container with quotes in its name",
    pod: { spec: { containers: [PRIVILEGED, { name: 'q"x', ...PRIVILEGED }] } },
    forbidden: {
      reason: "privileged",
      detail: 'containers "", "q"x" must not set securityContext.privileged=true',
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "privileged"], value: true },
        { path: ["spec", "containers", 1, "securityContext", "privileged"], value: true },
      ],
    },
  },
]);
