import { restrictedVolumes } from "../../../src/policy/checks/restrictedVolumes.ts";
import { testCheck } from "../check-table.ts";

const ALLOWED = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** In the order in which the check tests them. */
const RESTRICTED = [
  "hostPath",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "gitRepo",
  "nfs",
  "iscsi",
  "glusterfs",
  "rbd",
  "flexVolume",
  "cinder",
  "cephfs",
  "flocker",
  "fc",
  "azureFile",
  "vsphereVolume",
  "quobyte",
  "azureDisk",
  "photonPersistentDisk",
  "portworxVolume",
  "scaleIO",
  "storageos",
];

testCheck(restrictedVolumes, [
  { name: "no volumes", pod: { spec: {} } },
  ...ALLOWED.map((source) => ({ name: source, pod: { spec: { volumes: [{ name: "a", [source]: {} }] } } })),
  {
    name: "an allowed source beside a restricted one",
    pod: { spec: { volumes: [{ name: "a", hostPath: { path: "/" }, emptyDir: {} }] } },
  },
  ...RESTRICTED.map((source) => ({
    name: source,
    pod: {
      spec: {
        volumes: [
          { name: "a", emptyDir: {} },
          { name: "b", [source]: { some: "value" } },
        ],
      },
    },
    forbidden: {
      reason: "restricted volume types",
      detail: `volume "b" uses restricted volume type "${source}"`,
      // A source may contain a password, which no check reads.
      fields: [{ path: ["spec", "volumes", 1, source], value: {} }],
    },
  })),
  ...RESTRICTED.slice(1).map((source, index) => ({
    name: `${RESTRICTED[index]} is named before ${source}`,
    pod: { spec: { volumes: [{ name: "a", [source]: {}, [RESTRICTED[index] ?? ""]: {} }] } },
    forbidden: {
      reason: "restricted volume types",
      detail: `volume "a" uses restricted volume type "${RESTRICTED[index]}"`,
      fields: [{ path: ["spec", "volumes", 0, RESTRICTED[index] ?? ""], value: {} }],
    },
  })),
  {
    name: "every kind at once, the types as a sorted set",
    pod: {
      spec: {
        volumes: [
          ...ALLOWED.map((source, index) => ({ name: `a${index + 1}`, [source]: {} })),
          ...RESTRICTED.map((source, index) => ({ name: `b${index + 1}`, [source]: {} })),
          { name: "c1" },
        ],
      },
    },
    forbidden: {
      reason: "restricted volume types",
      detail:
        'volumes "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9", "b10", "b11", "b12", "b13", "b14", "b15", ' +
        '"b16", "b17", "b18", "b19", "b20", "b21", "c1" use restricted volume types "awsElasticBlockStore", ' +
        '"azureDisk", "azureFile", "cephfs", "cinder", "fc", "flexVolume", "flocker", "gcePersistentDisk", ' +
        '"gitRepo", "glusterfs", "hostPath", "iscsi", "nfs", "photonPersistentDisk", "portworxVolume", "quobyte", ' +
        '"rbd", "scaleIO", "storageos", "unknown", "vsphereVolume"',
      fields: [
        ...RESTRICTED.map((source, index) => ({ path: ["spec", "volumes", 9 + index, source], value: {} })),
        { path: ["spec", "volumes", 30], value: { name: "c1" } },
      ],
    },
  },
  {
    name: "several volumes of one type",
    pod: { spec: { volumes: [{ name: "b", hostPath: {} }, { hostPath: {} }, { name: "b", hostPath: {} }] } },
    forbidden: {
      reason: "restricted volume types",
      detail: 'volumes "b", "", "b" use restricted volume type "hostPath"',
      fields: [
        { path: ["spec", "volumes", 0, "hostPath"], value: {} },
        { path: ["spec", "volumes", 1, "hostPath"], value: {} },
        { path: ["spec", "volumes", 2, "hostPath"], value: {} },
      ],
    },
  },
  {
    name: "null is no source, and a source of another release is not known",
    pod: { spec: { volumes: [{ name: "a", emptyDir: null, nfs: null, newest: {} }] } },
    forbidden: {
      reason: "restricted volume types",
      detail: 'volume "a" uses restricted volume type "unknown"',
      fields: [{ path: ["spec", "volumes", 0], value: { name: "a" } }],
    },
  },
]);
