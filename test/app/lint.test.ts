import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { AcceptedUpdate } from "../../src/app/accepted/accepted-request.ts";
import { runLint, type LintRequest } from "../../src/app/lint.ts";
import type { ListUpdate } from "../../src/accepted/update.ts";
import { renderAcceptedList } from "../../src/render/formats/accepted/list.ts";
import { tree } from "../sources/tree.ts";
import { recordedTerminal } from "./terminal.ts";

const POD =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\nspec: {containers: [{name: c}], hostPID: true}\n";
const NONE = { rules: [], today: "2026-12-01" };
const USUAL: Omit<LintRequest, "paths"> = {
  refuseReplacing: () => {},
  levels: [],
  failOn: "enforce",
  strict: false,
  identify: false,
  accepted: NONE,
};

test("a lint reads standard input through the terminal, and shows its progress there", async () => {
  const terminal = recordedTerminal(POD);
  const report = await runLint({ ...USUAL, paths: ["-"] }, terminal);
  assert.equal(report.summary.failing, 1);
  assert.deepEqual(terminal.lines, ["files of 1 1", "files of 1 ends"]);
});

test("a configuration without Pod Security Admission has a note, because the defaults of the API server then count", async () => {
  const admission = "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:";
  const machine = "version: v1alpha1\nmachine: {type: controlplane}\ncluster: {}\n";
  for (const [text, isSaid] of [
    [`${admission} []\n`, true],
    [`${admission} [{name: Other}]\n`, true],
    [`${admission} [{name: PodSecurity}]\n`, true],
    [machine, true],
    ["apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n", false],
  ] as const) {
    const admissionConfig = join(tree({ "a.yaml": text }), "a.yaml");
    const terminal = recordedTerminal(POD);
    await runLint({ ...USUAL, paths: ["-"], admissionConfig }, terminal);
    const line =
      `warning: ${admissionConfig} has no configuration of Pod Security Admission: ` +
      "the API server's own defaults count (privileged, no exemptions)";
    assert.deepEqual(
      terminal.lines.filter((one) => one.startsWith("warning")),
      isSaid ? [line] : [],
      text,
    );
  }
});

test("a server that is newer than the newest known version gets a note in the report", async () => {
  const { notes, serverVersion } = await runLint({ ...USUAL, paths: ["-"], serverVersion: 99 }, recordedTerminal(POD));
  const message = `v1.99 is newer than ${serverVersion}, the newest known: judged as ${serverVersion}`;
  assert.deepEqual(notes, [{ severity: "warning", code: "newer-server", message, source: null }]);
});

const HOST_NETWORK = `apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  template:
    spec:
      hostNetwork: true
      containers:
        - {name: web, image: i, ports: [{containerPort: 80}]}
---
${POD.replace("spec: {", "spec: {hostNetwork: true, ")}`;

test("servers before v1.28 also default the hostPort of a template, and its place is the containerPort", async () => {
  for (const [serverVersion, isDefaulted] of [
    [27, true],
    [28, false],
  ] as const) {
    const request = { ...USUAL, paths: ["-"], serverVersion };
    const { namespaces } = await runLint(request, recordedTerminal(HOST_NETWORK));
    const workloads = namespaces.flatMap((namespace) => namespace.workloads);
    const ports = workloads.flatMap(({ kind, violations }) =>
      violations.filter(({ check }) => check === "hostPorts").map((violation) => [kind, violation] as const),
    );
    assert.deepEqual(
      ports.map(([kind, { fields }]) => [kind, fields.map(({ line }) => line)]),
      isDefaulted ? [["Deployment", [9]]] : [],
      `v1.${serverVersion}`,
    );
  }
});

test("a server older than the oldest known one gets a note, and a field that it drops gets one for all objects", async () => {
  const request = { ...USUAL, paths: ["-"], serverVersion: 23 };
  const pod = POD.replace("spec: {", "spec: {securityContext: {appArmorProfile: {type: Localhost}}, ");
  const two = `${pod}---\n${pod.replace("name: p", "name: q")}`;
  const { notes, serverVersion } = await runLint(request, recordedTerminal(two));
  assert.equal(serverVersion, "v1.25");
  const dropped =
    "2 objects set securityContext.appArmorProfile, which API servers before v1.30 do not have: judged without it";
  assert.deepEqual(
    notes.filter(({ severity }) => severity === "warning").map(({ code, message }) => [code, message]),
    [
      ["dropped-field", dropped],
      ["older-server", "v1.23 is older than v1.25, the oldest known: judged as v1.25"],
    ],
  );
});

test("accepted violations are read from a list, and added to it by the caller", async () => {
  const directory = tree({ "pod.yaml": POD });
  const file = join(directory, "accepted.yaml");
  const request = { ...USUAL, paths: [directory] };
  let merged: ListUpdate | undefined;
  const update: AcceptedUpdate = {
    reason: "old debt",
    refuseUnwritable: () => undefined,
    write: async (merge) => {
      merged = merge();
      writeFileSync(file, [...renderAcceptedList(merged.entries, file)].join(""));
    },
  };
  const updated = await runLint({ ...request, accepted: { ...NONE, file, update } }, recordedTerminal());
  assert.deepEqual([merged?.added, merged?.removed, updated.summary.failing], [5, 0, 0]);
  assert.deepEqual([updated.accepts, updated.summary.accepted], [true, updated.summary.violations]);
  const read = await runLint({ ...request, accepted: { ...NONE, file } }, recordedTerminal());
  assert.deepEqual(read, updated);
  await assert.rejects(
    runLint({ ...request, accepted: { ...NONE, file: join(directory, "pod.yaml") } }, recordedTerminal()),
    { name: "UserError" },
  );
});
