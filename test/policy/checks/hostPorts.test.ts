import { hostPorts } from "../../../src/policy/checks/hostPorts.ts";
import { testCheck } from "../check-table.ts";

function container(name: string, ...ports: number[]) {
  return { name, ports: ports.map((hostPort) => ({ hostPort })) };
}

testCheck(hostPorts, [
  { name: "no ports", pod: { spec: { containers: [{ name: "a" }, container("b")] } } },
  {
    name: "unset and 0",
    pod: { spec: { containers: [{ name: "a", ports: [{ containerPort: 80 }, { hostPort: 0 }] }] } },
  },
  {
    name: "one container, one port",
    pod: { spec: { containers: [container("a", 0), container("b", 0, 20)] } },
    forbidden: {
      reason: "hostPort",
      detail: 'container "b" uses hostPort 20',
      fields: [{ path: ["spec", "containers", 1, "ports", 1, "hostPort"], value: 20 }],
    },
  },
  {
    name: "several containers, several ports",
    pod: { spec: { containers: [container("a", 0), container("b", 0, 10, 20), container("c", 0, 10, 30)] } },
    forbidden: {
      reason: "hostPort",
      detail: 'containers "b", "c" use hostPorts 10, 20, 30',
      fields: [
        { path: ["spec", "containers", 1, "ports", 1, "hostPort"], value: 10 },
        { path: ["spec", "containers", 1, "ports", 2, "hostPort"], value: 20 },
        { path: ["spec", "containers", 2, "ports", 1, "hostPort"], value: 10 },
        { path: ["spec", "containers", 2, "ports", 2, "hostPort"], value: 30 },
      ],
    },
  },
  {
    name: "one container, several ports, which are sorted as texts",
    pod: { spec: { initContainers: [container("i", 9000, 80, 443, 10000, 80)] } },
    forbidden: {
      reason: "hostPort",
      detail: 'container "i" uses hostPorts 10000, 443, 80, 9000',
      fields: [
        { path: ["spec", "initContainers", 0, "ports", 0, "hostPort"], value: 9000 },
        { path: ["spec", "initContainers", 0, "ports", 1, "hostPort"], value: 80 },
        { path: ["spec", "initContainers", 0, "ports", 2, "hostPort"], value: 443 },
        { path: ["spec", "initContainers", 0, "ports", 3, "hostPort"], value: 10000 },
        { path: ["spec", "initContainers", 0, "ports", 4, "hostPort"], value: 80 },
      ],
    },
  },
  {
    name: "several containers, the same negative port",
    pod: { spec: { containers: [container("a", -5)], ephemeralContainers: [container("b", -5)] } },
    forbidden: {
      reason: "hostPort",
      detail: 'containers "a", "b" use hostPort -5',
      fields: [
        { path: ["spec", "containers", 0, "ports", 0, "hostPort"], value: -5 },
        { path: ["spec", "ephemeralContainers", 0, "ports", 0, "hostPort"], value: -5 },
      ],
    },
  },
]);
