import { procMount_restricted } from "../../../src/policy/checks/procMount_restricted.ts";
import { testCheck } from "../check-table.ts";

const CONTAINERS = [
  { name: "a" },
  { name: "b", securityContext: {} },
  { name: "c", securityContext: { procMount: "Default" } },
  { name: "d", securityContext: { procMount: "Unmasked" } },
  { name: "e", securityContext: { procMount: "other" } },
];

testCheck(procMount_restricted, [
  { name: "unset and Default", pod: { spec: { containers: CONTAINERS.slice(0, 3) } } },
  ...[{}, { hostUsers: true }, { hostUsers: false }].map((users) => ({
    name: `other values, with any user namespace: ${JSON.stringify(users)}`,
    pod: { spec: { ...users, containers: CONTAINERS } },
    forbidden: {
      reason: "procMount",
      detail: 'containers "d", "e" must not set securityContext.procMount to "Unmasked", "other"',
      fields: [
        { path: ["spec", "containers", 3, "securityContext", "procMount"], value: "Unmasked" },
        { path: ["spec", "containers", 4, "securityContext", "procMount"], value: "other" },
      ],
    },
  })),
]);
