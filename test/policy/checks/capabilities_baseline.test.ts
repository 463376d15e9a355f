import { capabilities_baseline } from "../../../src/policy/checks/capabilities_baseline.ts";
import { testCheck } from "../check-table.ts";

function container(name: string, ...add: string[]) {
  return { name, securityContext: { capabilities: { add } } };
}

testCheck(capabilities_baseline, [
  {
    name: "nothing added",
    pod: {
      spec: {
        containers: [
          { name: "a" },
          { name: "b", securityContext: {} },
          { name: "c", securityContext: { capabilities: {} } },
          container("d"),
        ],
      },
    },
  },
  {
    name: "every default capability",
    pod: {
      spec: {
        containers: [
          container(
            "a",
            "AUDIT_WRITE",
            "CHOWN",
            "DAC_OVERRIDE",
            "FOWNER",
            "FSETID",
            "KILL",
            "MKNOD",
            "NET_BIND_SERVICE",
            "SETFCAP",
            "SETGID",
            "SETPCAP",
            "SETUID",
            "SYS_CHROOT",
          ),
        ],
      },
    },
  },
  {
    name: "any dropped capabilities",
    pod: {
      spec: { containers: [{ name: "a", securityContext: { capabilities: { drop: ["NET_RAW", "ALL", "x"] } } }] },
    },
  },
  {
    name: "NET_RAW among allowed ones",
    pod: { spec: { containers: [{ name: "a" }, container("b", "CHOWN", "NET_RAW")] } },
    forbidden: {
      reason: "non-default capabilities",
      detail: 'container "b" must not include "NET_RAW" in securityContext.capabilities.add',
      fields: [{ path: ["spec", "containers", 1, "securityContext", "capabilities", "add", 1], value: "NET_RAW" }],
    },
  },
  {
    name: "several containers: the capabilities as a sorted set",
    pod: { spec: { containers: [container("a", "FOO", "BAR"), container("b", "BAR", "BAZ")] } },
    forbidden: {
      reason: "non-default capabilities",
      detail: 'containers "a", "b" must not include "BAR", "BAZ", "FOO" in securityContext.capabilities.add',
      fields: [
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "add", 0], value: "FOO" },
        { path: ["spec", "containers", 0, "securityContext", "capabilities", "add", 1], value: "BAR" },
        { path: ["spec", "containers", 1, "securityContext", "capabilities", "add", 0], value: "BAR" },
        { path: ["spec", "containers", 1, "securityContext", "capabilities", "add", 1], value: "BAZ" },
      ],
    },
  },
  {
    name: "names must be exact",
    pod: {
      spec: {
        initContainers: [container("i", "chown", "CAP_CHOWN", "")],
        ephemeralContainers: [container("e", "ALL")],
      },
    },
    forbidden: {
      reason: "non-default capabilities",
      detail:
        'containers "i", "e" must not include "", "ALL", "CAP_CHOWN", "chown" in securityContext.capabilities.add',
      fields: [
        { path: ["spec", "initContainers", 0, "securityContext", "capabilities", "add", 0], value: "chown" },
        { path: ["spec", "initContainers", 0, "securityContext", "capabilities", "add", 1], value: "CAP_CHOWN" },
        { path: ["spec", "initContainers", 0, "securityContext", "capabilities", "add", 2], value: "" },
        { path: ["spec", "ephemeralContainers", 0, "securityContext", "capabilities", "add", 0], value: "ALL" },
      ],
    },
  },
]);
