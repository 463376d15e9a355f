import { hostPathVolumes } from "../../../src/policy/checks/hostPathVolumes.ts";
import { testCheck } from "../check-table.ts";

testCheck(hostPathVolumes, [
  { name: "no volumes", pod: { spec: {} } },
  {
    name: "other sources, no source, and null",
    pod: { spec: { volumes: [{ name: "a", emptyDir: {} }, { name: "b" }, { name: "c", hostPath: null }] } },
  },
  {
    name: "one volume",
    pod: {
      spec: {
        volumes: [
          { name: "a", emptyDir: {} },
          { name: "b", hostPath: { path: "/var/run", type: "Directory", other: "x" } },
        ],
      },
    },
    forbidden: {
      reason: "hostPath volumes",
      detail: 'volume "b"',
      fields: [{ path: ["spec", "volumes", 1, "hostPath"], value: { path: "/var/run", type: "Directory" } }],
    },
  },
  {
    name: "several, in manifest order, with an empty source, with another source beside it, and without a name",
    pod: {
      spec: {
        volumes: [
          { name: "b", hostPath: {} },
          { name: "a", hostPath: {}, emptyDir: {} },
          { name: "b", hostPath: {} },
          { hostPath: {} },
        ],
      },
    },
    forbidden: {
      reason: "hostPath volumes",
      detail: 'volumes "b", "a", "b", ""',
      fields: [
        { path: ["spec", "volumes", 0, "hostPath"], value: {} },
        { path: ["spec", "volumes", 1, "hostPath"], value: {} },
        { path: ["spec", "volumes", 2, "hostPath"], value: {} },
        { path: ["spec", "volumes", 3, "hostPath"], value: {} },
      ],
    },
  },
]);
