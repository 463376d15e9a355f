import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createContentsOf } from "../../../../src/audit/inventory/repeats/contents.ts";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { createEvaluator } from "../../../../src/policy/evaluator.ts";
import type { WorkloadObject } from "../../../../src/workloads/object.ts";
import { itemsOf } from "../../items.ts";

const contentsOf = createContentsOf(createEvaluator(CHECKS));

function workload(text: string): WorkloadObject {
  const found = itemsOf(text).find((item) => item.type === "workload");
  assert.ok(found?.type === "workload");
  return found;
}

function pod(spec: string, metadata = ""): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a${metadata}}\nspec: {containers: [{name: c, image: i}]${spec}}\n`;
}

function statefulSet(apiVersion: string, replicas: number): string {
  return `apiVersion: ${apiVersion}\nkind: StatefulSet\nmetadata: {name: s}\nspec: {replicas: ${replicas}, template: {spec: {containers: [{name: c}]}}}\n`;
}

function owner(kind: string, apiVersion = "apps/v1"): string {
  return `, ownerReferences: [{apiVersion: ${apiVersion}, kind: ${kind}, name: o, uid: u, controller: true}]`;
}

const SAME: Readonly<Record<string, readonly [a: string, b: string]>> = {
  "places in a file": [pod(", hostPID: true"), `# a comment\n${pod(", hostPID: true")}`],
  "a field that no check reads": [pod(", nodeName: n1"), pod(", nodeName: n2", ", labels: {a: b}")],
  "the version of an owner": [pod("", owner("ReplicaSet")), pod("", owner("ReplicaSet", "extensions/v1beta1"))],
  "the version of the object": [statefulSet("apps/v1", 1), statefulSet("apps/v1beta1", 1)],
};

const ANOTHER: Readonly<Record<string, readonly [a: string, b: string]>> = {
  "a field that baseline reads": [pod(""), pod(", hostPID: true")],
  "a field that restricted reads": [pod(""), pod(", securityContext: {runAsNonRoot: true}")],
  "a value that is reported": [
    pod(", securityContext: {runAsUser: 0}"),
    pod(", securityContext: {runAsUser: 0, seLinuxOptions: {type: x}}"),
  ],
  "a field that only an old version reads": [
    pod(""),
    pod("", ', annotations: {"seccomp.security.alpha.kubernetes.io/pod": unconfined}'),
  ],
  "a runtime class, which may be exempt": [pod(""), pod(", runtimeClassName: kata")],
  "an owner": [pod("", owner("ReplicaSet")), pod("", owner("StatefulSet"))],
  "the containers that a kubelet runs": [pod(""), pod("", ', annotations: {"kubernetes.io/config.mirror": x}')],
  "a number of replicas": [statefulSet("apps/v1", 1), statefulSet("apps/v1", 2)],
};

describe("the contents of an object", () => {
  for (const [name, [a, b]] of Object.entries(SAME)) {
    it(`do not depend on ${name}`, () => {
      assert.equal(contentsOf(workload(a)), contentsOf(workload(b)));
    });
  }
  for (const [name, [a, b]] of Object.entries(ANOTHER)) {
    it(`depend on ${name}`, () => {
      assert.notEqual(contentsOf(workload(a)), contentsOf(workload(b)));
    });
  }

  it("exist for numbers that JSON does not have", () => {
    const huge = pod(", securityContext: {windowsOptions: {hostProcess: true}, runAsUser: 9007199254740993}");
    assert.match(contentsOf(workload(huge)), /windowsHostProcess/);
  });
});
