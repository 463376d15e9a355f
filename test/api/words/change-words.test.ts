import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldChange } from "../../../src/api/checks/field-change.ts";
import { changeWords } from "../../../src/api/words/checks/change-words.ts";

const inContainer = (name: string, path: string, value: boolean | readonly string[]): FieldChange => ({
  item: { list: "containers", name },
  path: path.split("."),
  value,
});
const text = (...changes: readonly FieldChange[]): string => changeWords(changes, TEMPLATE, []).join(" ");
const TEMPLATE = { path: ["spec", "template"] };
const POD = { path: [] };

test("a change of the pod itself has the whole path of the field, in the object that has the pod", () => {
  const change: FieldChange = { path: ["spec", "hostPID"], value: false };
  assert.equal(text(change), "set spec.template.spec.hostPID: false");
  const cronJob = { path: ["spec", "jobTemplate", "spec", "template"] };
  assert.equal(changeWords([change], cronJob, []).join(" "), "set spec.jobTemplate.spec.template.spec.hostPID: false");
  assert.equal(changeWords([change], { path: ["template"] }, []).join(" "), "set template.spec.hostPID: false");
  assert.equal(changeWords([change], POD, []).join(" "), "set spec.hostPID: false");
});

test("if the pod is in another object, or its path is not known, a change names the pod", () => {
  const change: FieldChange = { path: ["spec", "hostPID"], value: false };
  assert.equal(changeWords([change], { noun: "pod" }, []).join(" "), "pod: set spec.hostPID: false");
  assert.equal(changeWords([change], { noun: "pod template" }, []).join(" "), "pod template: set spec.hostPID: false");
});

test("an instruction for the pod has the whole path, or names the part of the pod", () => {
  const sysctls: FieldChange = {
    path: ["spec", "securityContext", "sysctls"],
    instruction: "remove kernel.x from spec.securityContext.sysctls",
  };
  assert.equal(text(sysctls), "remove kernel.x from spec.template.spec.securityContext.sysctls");
  assert.equal(changeWords([sysctls], POD, []).join(" "), "remove kernel.x from spec.securityContext.sysctls");
  const annotation: FieldChange = {
    path: ["metadata", "annotations", "a/b"],
    instruction: "remove the annotation a/b",
  };
  assert.equal(text(annotation), "spec.template.metadata: remove the annotation a/b");
  assert.equal(changeWords([annotation], POD, []).join(" "), "metadata: remove the annotation a/b");
});

test("several fields of the pod, and those of containers", () => {
  assert.equal(
    text(
      { path: ["spec", "hostPID"], value: false },
      { path: ["spec", "hostIPC"], value: false },
      inContainer("web", "a", false),
    ),
    'set spec.template.spec.hostPID: false, set spec.template.spec.hostIPC: false; container "web": set a: false',
  );
});

test("containers that need the same change share it", () => {
  assert.equal(
    text(inContainer("web", "a.b", false), inContainer("log", "a.b", false)),
    'containers "web", "log": set a.b: false',
  );
});

test("changes of the same places are together, and others are separate", () => {
  assert.equal(
    text(
      inContainer("web", "capabilities.drop", ["ALL"]),
      { item: { list: "containers", name: "web" }, path: ["x"], instruction: "remove NET_ADMIN from capabilities.add" },
      { item: { list: "volumes", name: "data" }, path: [], instruction: "replace hostPath by another kind of volume" },
    ),
    'container "web": set capabilities.drop: [ALL], remove NET_ADMIN from capabilities.add; ' +
      'volume "data": replace hostPath by another kind of volume',
  );
});

test("the pod and containers that need the same instruction share it", () => {
  const instruction = "remove securityContext.runAsUser: 0, or set the ID of another user";
  assert.equal(
    text({ path: ["spec"], instruction }, { item: { list: "containers", name: "web" }, path: [], instruction }),
    `spec.template.spec and container "web": ${instruction}`,
  );
});

test("a field and its value are one word, and so is a name", () => {
  assert.deepEqual(changeWords([inContainer("a b", "x.y", false)], POD, []), [
    "container",
    '"a b":',
    "set",
    "x.y: false",
  ]);
  const instruction = "remove hostPort: 9100 from ports";
  assert.deepEqual(changeWords([{ path: ["x"], instruction }], POD, []), [
    "x:",
    "remove",
    "hostPort: 9100",
    "from",
    "ports",
  ]);
});

test("in a custom resource, a field of the pod has its whole path in the object", () => {
  const said = (change: FieldChange, ...paths: readonly string[]): string =>
    changeWords(
      [change],
      { noun: "pod template" },
      paths.map((path) => ({ path })),
    ).join(" ");
  const hostPid: FieldChange = { path: ["spec", "hostPID"], value: false };
  assert.equal(said(hostPid, "spec.driver.template.spec.hostPID"), "set spec.driver.template.spec.hostPID: false");
  assert.equal(said(hostPid, "spec.podTemplate.hostPID"), "set spec.podTemplate.hostPID: false");
  assert.equal(said(hostPid), "pod template: set spec.hostPID: false");
  const runAsUser: FieldChange = {
    path: ["spec", "securityContext"],
    instruction: "remove securityContext.runAsUser: 0",
  };
  assert.equal(said(runAsUser, "spec.podSecurityContext.runAsUser"), "remove spec.podSecurityContext.runAsUser: 0");
  const profile: FieldChange = { path: ["spec", "securityContext", "seccompProfile", "type"], value: "RuntimeDefault" };
  assert.equal(said(profile, "spec.seccompProfile.type"), "set spec.seccompProfile.type: RuntimeDefault");
  const sysctls: FieldChange = {
    path: ["spec", "securityContext", "sysctls"],
    instruction: "remove kernel.name from spec.securityContext.sysctls",
  };
  assert.equal(
    said(sysctls, "spec.predictor.securityContext.sysctls[0].name"),
    "remove kernel.name from spec.predictor.securityContext.sysctls",
  );
});

test("in a custom resource, a field of the pod that fixes its containers has the path of their pod", () => {
  const change: FieldChange = { path: ["spec", "securityContext", "runAsNonRoot"], value: true };
  const paths = ["spec.groups[1].template.spec.initContainers[0].securityContext.runAsNonRoot"];
  assert.equal(
    changeWords(
      [change],
      { noun: "pod template" },
      paths.map((path) => ({ path, container: "a" })),
    ).join(" "),
    "set spec.groups[1].template.spec.securityContext.runAsNonRoot: true",
  );
});

test("a container without a unique name has its path", () => {
  const path = "securityContext.privileged";
  const said = (...fields: Parameters<typeof changeWords>[2]): string =>
    changeWords(
      [...new Set(fields.map(({ container = "" }) => container))].map((name) => inContainer(name, path, false)),
      TEMPLATE,
      fields,
    ).join(" ");
  assert.equal(said({ path: `spec.containers[0].${path}`, container: "web" }), `container "web": set ${path}: false`);
  assert.equal(said({ path: `spec.containers[0].${path}` }), `spec.containers[0]: set ${path}: false`);
  assert.equal(
    said(
      { path: `spec.executor.${path}`, container: "executor" },
      { path: `spec.executor.sidecars[0].${path}`, container: "a" },
    ),
    `spec.executor and container "a": set ${path}: false`,
  );
  const hostPort: FieldChange = {
    item: { list: "containers", name: "model" },
    path: ["ports"],
    instruction: "remove hostPort: 80 from ports",
  };
  assert.equal(
    changeWords([hostPort], TEMPLATE, [{ path: "spec.model.ports[0].hostPort", container: "model" }]).join(" "),
    "spec.model: remove hostPort: 80 from ports",
  );
});

test("without a change, there is no text", () => assert.deepEqual(changeWords([], POD, []), []));
