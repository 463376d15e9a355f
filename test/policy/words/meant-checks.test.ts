import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../../../src/policy/checks.ts";
import { meantChecks } from "../../../src/policy/words/meant-checks.ts";

for (const [name, meant] of [
  ["hostPort", ["hostPorts"]],
  ["HOSTPORTS", ["hostPorts"]],
  ["seccompProfile", ["seccompProfile_baseline", "seccompProfile_restricted"]],
  ["seccompprofiles", ["seccompProfile_baseline", "seccompProfile_restricted"]],
  ["capabilities", ["capabilities_baseline", "capabilities_restricted"]],
  ["seccomp", ["seccompProfile_baseline", "seccompProfile_restricted"]],
  ["procMount_baseline", ["procMount"]],
  ["hostPorts_baseline", ["hostPorts"]],
  ["appArmor", ["appArmorProfile"]],
  ["seLinux", ["seLinuxOptions"]],
  ["windows", ["windowsHostProcess"]],
  ["hostNetwork", ["hostNamespaces"]],
  ["hostPID", ["hostNamespaces"]],
  ["hostPath", ["hostPathVolumes"]],
  ["hostProcess", ["windowsHostProcess"]],
  ["host", []],
  ["run", []],
  ["type", []],
  ["", []],
  ["hunter2", []],
] as const) {
  test(`the checks that ${JSON.stringify(name)} means`, () => {
    assert.deepEqual(meantChecks(name), meant);
  });
}

test("the name of a check without its level means the check", () => {
  for (const { id } of CHECKS) assert.ok(meantChecks(id.replace(/_.*/, "")).length > 0, id);
});
