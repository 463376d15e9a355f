import { procMount } from "../../../src/policy/checks/procMount.ts";
import { testCheck } from "../check-table.ts";

function container(name: string, type: string) {
  return { name, securityContext: { procMount: type } };
}

const CONTAINERS = [
  { name: "a" },
  { name: "b", securityContext: {} },
  container("c", "Default"),
  container("d", "Unmasked"),
  container("e", "other"),
];
const FORBIDDEN = {
  reason: "procMount",
  detail: 'containers "d", "e" must not set securityContext.procMount to "Unmasked", "other"',
  fields: [
    { path: ["spec", "containers", 3, "securityContext", "procMount"], value: "Unmasked" },
    { path: ["spec", "containers", 4, "securityContext", "procMount"], value: "other" },
  ],
};

testCheck(procMount, [
  { name: "unset and Default", pod: { spec: { containers: CONTAINERS.slice(0, 3) } } },
  { name: "other values", pod: { spec: { containers: CONTAINERS } }, forbidden: FORBIDDEN },
  { name: "hostUsers: true", pod: { spec: { hostUsers: true, containers: CONTAINERS } }, forbidden: FORBIDDEN },
  {
    name: "hostUsers: false does not help yet",
    at: [0],
    pod: { spec: { hostUsers: false, containers: CONTAINERS } },
    forbidden: FORBIDDEN,
  },
  { name: "hostUsers: false", at: [35], pod: { spec: { hostUsers: false, containers: CONTAINERS } } },
  {
    name: "an empty value and the wrong case, in every list of containers",
    pod: {
      spec: {
        ephemeralContainers: [container("e", "")],
        containers: [container("a", "default")],
        initContainers: [container("i", "Unmasked"), container("j", "Unmasked")],
      },
    },
    forbidden: {
      reason: "procMount",
      detail: 'containers "i", "j", "a", "e" must not set securityContext.procMount to "", "Unmasked", "default"',
      fields: [
        { path: ["spec", "initContainers", 0, "securityContext", "procMount"], value: "Unmasked" },
        { path: ["spec", "initContainers", 1, "securityContext", "procMount"], value: "Unmasked" },
        { path: ["spec", "containers", 0, "securityContext", "procMount"], value: "default" },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "procMount"], value: "" },
      ],
    },
  },
]);
