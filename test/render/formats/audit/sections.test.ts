import assert from "node:assert/strict";
import { test } from "node:test";
import { sectionsOf } from "../../../../src/render/formats/audit/sections.ts";
import { LATEST } from "../../../../src/policy/version.ts";
import { audit, type Setting } from "../../../audit/clusters.ts";
import { CLEAN, deployment, namespace, PLAIN, PRIVILEGED } from "./dumps.ts";

/** The sections of the only namespace: `TITLE: workload check,check (+repeated)`. */
function sections(dump: string, setting: Setting = {}): readonly string[] {
  const { namespaces, failOn } = audit(dump, setting);
  const [only] = namespaces;
  assert.ok(only !== undefined);
  return sectionsOf(only, failOn).map(({ title, workloads }) => {
    const parts = workloads.map(
      ({ workload, violations, repeated }) =>
        `${workload.name} ${violations.map(({ check }) => check).join(",")} +${repeated}`,
    );
    return `${title}: ${parts.join("; ")}`;
  });
}

test("without labels, violations of baseline come before violations of restricted, and each appears once", () => {
  const dump =
    namespace("a") +
    deployment("a", "clean", CLEAN) +
    deployment("a", "one", PRIVILEGED) +
    deployment("a", "two", PLAIN);
  assert.deepEqual(sections(dump), [
    "BLOCKS BASELINE: one privileged +0",
    "BLOCKS RESTRICTED: one allowPrivilegeEscalation,capabilities_restricted,runAsNonRoot,seccompProfile_restricted +1; " +
      "two allowPrivilegeEscalation,capabilities_restricted,runAsNonRoot,seccompProfile_restricted +0",
  ]);
});

test("violations that enforce rejects come first", () => {
  assert.deepEqual(sections(namespace("a", "enforce: baseline") + deployment("a", "one", PRIVILEGED)), [
    "REJECTED NOW (enforce=baseline): one privileged +0",
    "BLOCKS BASELINE: one  +1",
    "BLOCKS RESTRICTED: one allowPrivilegeEscalation,capabilities_restricted,runAsNonRoot,seccompProfile_restricted +1",
  ]);
});

test("a pinned level of audit has a separate section, after the two at latest", () => {
  const dump = namespace("a", "audit: baseline", "audit-version: v1.20") + deployment("a", "one", PRIVILEGED);
  assert.deepEqual(
    sections(dump).map((line) => line.split(":")[0]),
    ["BLOCKS BASELINE", "BLOCKS RESTRICTED", "VIOLATES baseline"],
  );
  assert.match(sections(dump)[2] ?? "", /^VIOLATES baseline:v1.20 \(audit\): one {2}\+1$/);
});

test("a level of --level comes before the levels at latest", () => {
  const v130 = { text: "v1.30", minor: 30 };
  const dump = namespace("a") + deployment("a", "one", PRIVILEGED);
  const levels = [
    { level: "baseline", version: v130 },
    { level: "restricted", version: LATEST },
  ] as const;
  assert.deepEqual(
    sections(dump, { levels }).map((line) => line.replace(/: one .*/, "")),
    ["VIOLATES baseline:v1.30 (--level)", "BLOCKS BASELINE", "BLOCKS RESTRICTED"],
  );
});

test("a namespace without violations has no section", () => {
  assert.deepEqual(sections(namespace("a") + deployment("a", "clean", CLEAN)), []);
});
