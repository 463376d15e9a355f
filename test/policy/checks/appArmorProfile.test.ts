import { appArmorProfile } from "../../../src/policy/checks/appArmorProfile.ts";
import { testCheck } from "../check-table.ts";

const PREFIX = "container.apparmor.security.beta.kubernetes.io/";

function container(name: string, type: string) {
  return { name, securityContext: { appArmorProfile: { type } } };
}

testCheck(appArmorProfile, [
  { name: "no metadata", pod: { spec: {} } },
  { name: "no annotations", pod: { metadata: {}, spec: { containers: [{ name: "a" }] } } },
  {
    name: "allowed annotations, and others",
    pod: {
      metadata: {
        annotations: {
          env: "unconfined",
          [`${PREFIX}a`]: "runtime/default",
          [`${PREFIX}b`]: "localhost/profile",
          [`${PREFIX}c`]: "localhost/",
          [`${PREFIX}d`]: "",
          [PREFIX]: "",
          [`x${PREFIX}a`]: "unconfined",
        },
      },
      spec: {},
    },
  },
  {
    name: "allowed types",
    pod: {
      spec: {
        securityContext: { appArmorProfile: { type: "RuntimeDefault" } },
        initContainers: [
          { name: "i", securityContext: { appArmorProfile: { type: "Localhost", localhostProfile: "p" } } },
        ],
        containers: [container("a", "RuntimeDefault"), { name: "b", securityContext: {} }],
      },
    },
  },
  {
    name: "an unconfined pod",
    pod: { spec: { securityContext: { appArmorProfile: { type: "Unconfined" } }, containers: [{ name: "a" }] } },
    forbidden: {
      reason: "forbidden AppArmor profile",
      detail: 'pod must not set AppArmor profile type to "Unconfined"',
      fields: [{ path: ["spec", "securityContext", "appArmorProfile", "type"], value: "Unconfined" }],
    },
  },
  {
    name: "an unconfined container of an allowed pod",
    pod: {
      spec: {
        securityContext: { appArmorProfile: { type: "RuntimeDefault" } },
        containers: [container("foo", "Unconfined")],
      },
    },
    forbidden: {
      reason: "forbidden AppArmor profile",
      detail: 'container "foo" must not set AppArmor profile type to "Unconfined"',
      fields: [{ path: ["spec", "containers", 0, "securityContext", "appArmorProfile", "type"], value: "Unconfined" }],
    },
  },
  {
    name: "an unconfined init container",
    pod: { spec: { initContainers: [container("bar", "Unconfined")], containers: [{ name: "foo" }] } },
    forbidden: {
      reason: "forbidden AppArmor profile",
      detail: 'container "bar" must not set AppArmor profile type to "Unconfined"',
      fields: [
        { path: ["spec", "initContainers", 0, "securityContext", "appArmorProfile", "type"], value: "Unconfined" },
      ],
    },
  },
  {
    name: "the number of the reason is that of the values, not of the containers",
    pod: {
      spec: {
        securityContext: { appArmorProfile: { type: "Unconfined" } },
        containers: [container("a", "Unconfined")],
        ephemeralContainers: [container("b", "Unconfined")],
      },
    },
    forbidden: {
      reason: "forbidden AppArmor profile",
      detail: 'pod and containers "a", "b" must not set AppArmor profile type to "Unconfined"',
      fields: [
        { path: ["spec", "securityContext", "appArmorProfile", "type"], value: "Unconfined" },
        { path: ["spec", "containers", 0, "securityContext", "appArmorProfile", "type"], value: "Unconfined" },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "appArmorProfile", "type"], value: "Unconfined" },
      ],
    },
  },
  {
    name: "a profile that is set to nothing",
    pod: { spec: { securityContext: { appArmorProfile: {} }, containers: [container("a", "runtimedefault")] } },
    forbidden: {
      reason: "forbidden AppArmor profiles",
      detail: 'pod and container "a" must not set AppArmor profile type to "", "runtimedefault"',
      fields: [
        { path: ["spec", "securityContext", "appArmorProfile", "type"], value: null },
        { path: ["spec", "containers", 0, "securityContext", "appArmorProfile", "type"], value: "runtimedefault" },
      ],
    },
  },
  {
    name: "one annotation, for a container that does not exist",
    pod: { metadata: { annotations: { [`${PREFIX}gone`]: "unconfined" } }, spec: { containers: [{ name: "a" }] } },
    forbidden: {
      reason: "forbidden AppArmor profile",
      detail: `annotation must not set AppArmor profile type to "${PREFIX}gone="unconfined""`,
      fields: [{ path: ["metadata", "annotations", `${PREFIX}gone`], value: "unconfined" }],
    },
  },
  {
    name: "several annotations among allowed ones",
    pod: {
      metadata: {
        annotations: {
          [`${PREFIX}f`]: "unknown",
          [`${PREFIX}a`]: "",
          [`${PREFIX}b`]: "runtime/default",
          [`${PREFIX}e`]: "unconfined",
          [`${PREFIX}c`]: "localhost/",
          [`${PREFIX}d`]: "localhost/foo",
          [PREFIX]: "bogus",
        },
      },
      spec: {},
    },
    forbidden: {
      reason: "forbidden AppArmor profiles",
      detail:
        "annotations must not set AppArmor profile type to " +
        `"${PREFIX}="bogus"", "${PREFIX}e="unconfined"", "${PREFIX}f="unknown""`,
      fields: [
        { path: ["metadata", "annotations", PREFIX], value: "bogus" },
        { path: ["metadata", "annotations", `${PREFIX}e`], value: "unconfined" },
        { path: ["metadata", "annotations", `${PREFIX}f`], value: "unknown" },
      ],
    },
  },
  {
    name: "annotations are quoted as Go quotes, and nearly allowed values are not allowed",
    pod: {
      metadata: {
        annotations: {
          [`${PREFIX}b`]: "runtime/default ",
          [`${PREFIX}a`]: 'a"b\\c\n\t\u00a0é\x7f',
          [`${PREFIX}c`]: "localhost",
        },
      },
      spec: {},
    },
    forbidden: {
      reason: "forbidden AppArmor profiles",
      detail:
        "annotations must not set AppArmor profile type to " +
        `"${PREFIX}a="a\\"b\\\\c\\n\\t\\u00a0é\\x7f"", "${PREFIX}b="runtime/default "", "${PREFIX}c="localhost""`,
      fields: [
        { path: ["metadata", "annotations", `${PREFIX}a`], value: 'a"b\\c\n\t\u00a0é\x7f' },
        { path: ["metadata", "annotations", `${PREFIX}b`], value: "runtime/default " },
        { path: ["metadata", "annotations", `${PREFIX}c`], value: "localhost" },
      ],
    },
  },
  {
    name: "annotations are sorted by the bytes of key and value together",
    pod: { metadata: { annotations: { [`${PREFIX}a`]: "x", [`${PREFIX}a-b`]: "x" } }, spec: {} },
    forbidden: {
      reason: "forbidden AppArmor profiles",
      detail: `annotations must not set AppArmor profile type to "${PREFIX}a-b="x"", "${PREFIX}a="x""`,
      fields: [
        { path: ["metadata", "annotations", `${PREFIX}a-b`], value: "x" },
        { path: ["metadata", "annotations", `${PREFIX}a`], value: "x" },
      ],
    },
  },
  {
    name: "pod, containers and an annotation",
    pod: {
      metadata: { annotations: { [`${PREFIX}a`]: "unconfined" } },
      spec: {
        securityContext: { appArmorProfile: { type: "z" } },
        containers: [container("a", "Unconfined"), container("b", "z")],
      },
    },
    forbidden: {
      reason: "forbidden AppArmor profiles",
      detail:
        'pod and containers "a", "b" and annotation must not set AppArmor profile type to ' +
        `"Unconfined", "z", "${PREFIX}a="unconfined""`,
      fields: [
        { path: ["spec", "securityContext", "appArmorProfile", "type"], value: "z" },
        { path: ["spec", "containers", 0, "securityContext", "appArmorProfile", "type"], value: "Unconfined" },
        { path: ["spec", "containers", 1, "securityContext", "appArmorProfile", "type"], value: "z" },
        { path: ["metadata", "annotations", `${PREFIX}a`], value: "unconfined" },
      ],
    },
  },
]);
