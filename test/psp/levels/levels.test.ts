import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator } from "../../../src/policy/evaluator.ts";
import { levelsOf } from "../../../src/psp/levels/levels.ts";
import { MAPPING } from "../../../src/psp/levels/mapping.ts";
import { faultOf, type PolicySpec } from "../../../src/psp/policy.ts";
import type { Level } from "../../../src/api/level.ts";
import { STRICT, strictBut } from "../policies.ts";

const evaluator = createEvaluator(CHECKS);
const SECCOMP = "seccomp.security.alpha.kubernetes.io/allowedProfileNames";
const APPARMOR = "apparmor.security.beta.kubernetes.io/allowedProfileNames";

/** One changed field of a strict policy, the exact level, and the level in spirit if it differs. */
const FIELDS: readonly (readonly [spec: PolicySpec, letter: Level, spirit?: Level])[] = [
  [{}, "restricted"],
  [{ privileged: false }, "restricted"],
  [{ privileged: true }, "privileged"],
  [{ hostNetwork: true }, "privileged"],
  [{ hostPID: true }, "privileged"],
  [{ hostIPC: true }, "privileged"],
  [{ hostIPC: false }, "restricted"],
  [{ hostPorts: [{ min: 0, max: 0 }] }, "restricted"],
  [{ hostPorts: [{ min: 0, max: 1 }] }, "privileged"],
  [{ hostPorts: [{ min: 80, max: 79 }] }, "restricted"],
  [{ allowedCapabilities: ["NET_BIND_SERVICE"] }, "restricted"],
  [{ allowedCapabilities: ["CHOWN"] }, "baseline"],
  [{ defaultAddCapabilities: ["CHOWN"] }, "baseline"],
  [{ allowedCapabilities: ["NET_RAW"] }, "privileged"],
  [{ allowedCapabilities: ["CAP_CHOWN"] }, "privileged"],
  [{ allowedCapabilities: ["*"] }, "privileged"],
  [{ requiredDropCapabilities: ["ALL", "KILL"] }, "restricted"],
  [{ requiredDropCapabilities: ["all"] }, "baseline"],
  [{ requiredDropCapabilities: [] }, "baseline"],
  [{ volumes: [] }, "restricted"],
  [{ volumes: ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral"] }, "restricted"],
  [{ volumes: ["persistentVolumeClaim", "projected", "secret"] }, "restricted"],
  [{ volumes: ["nfs"] }, "baseline"],
  [{ volumes: ["cephFS", "gitRepo", "storageos"] }, "baseline"],
  [{ volumes: ["hostPath"] }, "privileged"],
  [{ volumes: ["*"] }, "privileged"],
  [{ seLinux: { rule: "RunAsAny" } }, "privileged", "restricted"],
  [{ seLinux: { rule: "MustRunAs", seLinuxOptions: {} } }, "restricted"],
  [{ seLinux: { rule: "MustRunAs", seLinuxOptions: { type: "container_t" } } }, "restricted"],
  [{ seLinux: { rule: "MustRunAs", seLinuxOptions: { type: "spc_t" } } }, "privileged"],
  [{ seLinux: { rule: "MustRunAs", seLinuxOptions: { user: "system_u" } } }, "privileged"],
  [{ seLinux: { rule: "MustRunAs", seLinuxOptions: { role: "system_r" } } }, "privileged"],
  [{ runAsUser: { rule: "RunAsAny" } }, "baseline"],
  [{ runAsUser: { rule: "MustRunAs", ranges: [{ min: 1000, max: 2000 }] } }, "baseline"],
  [{ runAsUser: { rule: "MustRunAs", ranges: [{ min: 0, max: 0 }] } }, "baseline"],
  [{ allowPrivilegeEscalation: true }, "baseline"],
  [{ allowedUnsafeSysctls: ["kernel.shm_rmid_forced"] }, "restricted"],
  [{ allowedUnsafeSysctls: ["kernel.msgmax"] }, "privileged"],
  [{ allowedUnsafeSysctls: ["net.ipv4.ip_local_port_range*"] }, "privileged"],
  [{ allowedUnsafeSysctls: ["*"] }, "privileged"],
  [{ allowedProcMountTypes: ["Default"] }, "restricted"],
  [{ allowedProcMountTypes: ["Unmasked"] }, "privileged"],
  [
    { runAsGroup: { rule: "RunAsAny" }, readOnlyRootFilesystem: true, defaultAllowPrivilegeEscalation: false },
    "restricted",
  ],
  [{ forbiddenSysctls: ["*"], runtimeClass: { allowedRuntimeClassNames: ["*"] } }, "restricted"],
];

const ANNOTATIONS: readonly (readonly [key: string, value: string | undefined, letter: Level, spirit?: Level])[] = [
  [SECCOMP, undefined, "baseline"],
  [SECCOMP, "", "baseline"],
  [SECCOMP, "docker/default,localhost/a", "restricted"],
  [SECCOMP, "runtime/default,", "baseline"],
  [SECCOMP, "*", "privileged"],
  [SECCOMP, "runtime/default,unconfined", "privileged"],
  [APPARMOR, undefined, "privileged", "restricted"],
  [APPARMOR, "localhost/a", "restricted"],
  // A list with an empty item still requires a profile.
  [APPARMOR, "runtime/default,", "restricted"],
  [APPARMOR, "unconfined", "privileged"],
];

describe("the levels of a policy", () => {
  for (const [spec, letter, spirit = letter] of FIELDS) {
    it(`${JSON.stringify(spec)} is ${letter}`, () => {
      const levels = levelsOf(strictBut(spec), evaluator);
      assert.deepEqual([levels.letter, levels.spirit], [letter, spirit]);
      // With *, the drops are not verified either.
      const limits = letter === "restricted" ? 0 : spec.allowedCapabilities?.includes("*") === true ? 2 : 1;
      assert.equal(levels.limits.length, limits, JSON.stringify(levels.limits));
    });
  }

  for (const [key, value, letter, spirit = letter] of ANNOTATIONS) {
    it(`${key}: ${value} is ${letter}`, () => {
      const levels = levelsOf(strictBut({}, { [key]: value }), evaluator);
      assert.deepEqual([levels.letter, levels.spirit], [letter, spirit]);
    });
  }

  for (const [spec, minor] of [
    [{ allowedUnsafeSysctls: ["net.ipv4.ip_local_reserved_ports"] }, 27],
    [{ allowedUnsafeSysctls: ["net.ipv4.tcp_keepalive_time"] }, 29],
    [{ allowedUnsafeSysctls: ["net.ipv4.tcp_rmem"] }, 32],
    [{ seLinux: { rule: "MustRunAs", seLinuxOptions: { type: "container_engine_t" } } }, 31],
  ] as const) {
    it(`${JSON.stringify(spec)} is restricted from v1.${minor} on, so it is privileged for v1.24 and the newest version`, () => {
      const policy = strictBut(spec);
      assert.equal(levelsOf(policy, evaluator, [minor]).letter, "restricted");
      assert.equal(levelsOf(policy, evaluator, [minor - 1]).letter, "privileged");
      assert.equal(levelsOf(policy, evaluator).letter, "privileged");
    });
  }

  it("of upstream's two examples are privileged, and restricted in spirit", () => {
    const any = { rule: "RunAsAny" };
    const all = { privileged: true, allowedCapabilities: ["*"], volumes: ["*"], hostNetwork: true, hostIPC: true };
    const open = { metadata: { name: "privileged" }, spec: { ...all, runAsUser: any, seLinux: any, fsGroup: any } };
    assert.equal(levelsOf(open, evaluator).spirit, "privileged");
    const ranges = { rule: "MustRunAs", ranges: [{ min: 1, max: 65535 }] };
    const spec = { seLinux: any, supplementalGroups: ranges, fsGroup: ranges };
    const restricted = strictBut(spec, { [SECCOMP]: "docker/default,runtime/default" });
    const { letter, spirit, limits } = levelsOf(restricted, evaluator);
    assert.deepEqual([letter, spirit], ["privileged", "restricted"]);
    assert.deepEqual(
      limits.map(({ field }) => field),
      ["seLinux"],
    );
  });

  it("depend on every check of the standards except the one without a field in PodSecurityPolicy", () => {
    const mapped = new Set(MAPPING.flatMap(({ checks }) => checks));
    assert.deepEqual(
      CHECKS.map(({ id }) => id).filter((id) => !mapped.has(id)),
      ["hostProbesAndHostLifecycle"],
    );
  });
});

describe("a policy that the API server cannot use", () => {
  for (const [spec, fault] of [
    [{}, undefined],
    [{ seLinux: { rule: "MustRunAs" } }, "seLinux: MustRunAs needs seLinuxOptions"],
    [{ seLinux: { rule: "Any" } }, "seLinux.rule: expected MustRunAs or RunAsAny"],
    [{ runAsUser: { rule: "MustRunAs" } }, "runAsUser: MustRunAs needs a range"],
    [{ fsGroup: { rule: "MayRunAs", ranges: [] } }, "fsGroup: MayRunAs needs a range"],
    [{ runAsGroup: {} }, "runAsGroup.rule: expected MustRunAs or MayRunAs or RunAsAny"],
    [{ supplementalGroups: {} }, "supplementalGroups.rule: expected MustRunAs or MayRunAs or RunAsAny"],
  ] as const) {
    it(`${JSON.stringify(spec)}: ${fault}`, () => assert.equal(faultOf(strictBut(spec)), fault));
  }

  it("is not a complete one", () => assert.equal(faultOf(STRICT), undefined));
});
