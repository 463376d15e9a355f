import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Pod } from "../../src/api/pod.ts";
import { minorVersion } from "../../src/policy/version.ts";
import { fixText } from "./fix-text.ts";

/** Pods with a field that no edit may set, and the reason. */
const PODS: readonly {
  name: string;
  spec: NonNullable<Pod["spec"]>;
  /** The minor version of restricted. */
  minor: number;
  check: string;
  reason: RegExp;
}[] = [
  {
    name: "an added CAP_SYS_ADMIN",
    spec: { containers: [{ name: "a", securityContext: { capabilities: { add: ["CAP_SYS_ADMIN"] } } }] },
    minor: 37,
    check: "allowPrivilegeEscalation",
    reason: /beside an added CAP_SYS_ADMIN/,
  },
  {
    name: "a privileged container",
    spec: { containers: [{ name: "a", securityContext: { privileged: true } }] },
    minor: 37,
    check: "allowPrivilegeEscalation",
    reason: /beside privileged: true/,
  },
  {
    name: "a pod of Windows at a version that has no exception for it",
    spec: { os: { name: "windows" }, containers: [{ name: "a" }] },
    minor: 24,
    check: "seccompProfile_restricted",
    reason: /rejects seccomp profiles in a pod with os\.name: windows/,
  },
  {
    name: "an ephemeral container that may run as root",
    spec: {
      containers: [{ name: "a" }],
      ephemeralContainers: [{ name: "debug", securityContext: { runAsNonRoot: false } }],
    },
    minor: 37,
    check: "runAsNonRoot",
    reason: /an ephemeral container cannot be changed/,
  },
];

describe("a violation that no edit may remove is left, with the reason", () => {
  for (const { name, spec, minor, check, reason } of PODS) {
    it(name, () => {
      const text = JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "web" }, spec });
      const report = fixText(text, { levels: [{ level: "restricted", version: minorVersion(minor) }] });
      const left = report.workloads.flatMap((workload) =>
        workload.left.filter((violation) => violation.check === check),
      );
      assert.match(JSON.stringify(left), reason);
    });
  }
});
