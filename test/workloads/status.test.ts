import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { WORKLOAD_KINDS } from "../../src/workloads/pod-template.ts";
import { findRejection, readPodCreation } from "../../src/workloads/status.ts";

const MESSAGE = 'pods "web-5d9c-" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (pod …)';
const QUOTA = 'pods "web-5d9c-" is forbidden: exceeded quota: pods, requested: pods=1, used: pods=5, limited: pods=5';

function conditions(...all: readonly object[]): object {
  return { conditions: all };
}

const yes = (type: string, message?: string): object => ({ type, status: "True", message });

describe("objects that make no more pods", () => {
  for (const [name, kind, status, isFinished] of [
    ["a Job that is Complete", "Job", conditions(yes("Complete")), true],
    ["a Job that is Failed", "Job", conditions(yes("SuccessCriteriaMet"), yes("Failed")), true],
    ["a Job that is suspended", "Job", conditions(yes("Suspended")), false],
    ["a Job whose pods are being deleted", "Job", conditions(yes("FailureTarget")), false],
    ["a Job that is not Complete", "Job", conditions({ type: "Complete", status: "False" }), false],
    ["a Job with an unknown status", "Job", conditions({ type: "Failed", status: "Unknown" }), false],
    ["a Job that was never seen", "Job", undefined, false],
    ["a Job without conditions", "Job", { succeeded: 1 }, false],
    ["a Pod that has Succeeded", "Pod", { phase: "Succeeded" }, true],
    ["a Pod that has Failed", "Pod", { phase: "Failed" }, true],
    ["a Pod that is Running", "Pod", { phase: "Running" }, false],
    ["a Pod that is Pending", "Pod", { phase: "Pending" }, false],
    ["a Pod without a phase", "Pod", {}, false],
    ["a Pod with the condition of a Job", "Pod", conditions(yes("Complete")), false],
    ["a Deployment that is complete", "Deployment", conditions(yes("Complete")), false],
    ["a ReplicaSet with the phase of a Pod", "ReplicaSet", { phase: "Succeeded" }, false],
  ] as const) {
    it(`${name}: ${isFinished}`, () => assert.deepEqual(readPodCreation(kind, { status }), { isFinished }));
  }
});

describe("the rejection in a condition", () => {
  for (const kind of WORKLOAD_KINDS) {
    const isRead = kind !== "Pod" && kind !== "Job";
    it(`of a ${kind}: ${isRead}`, () => {
      const rejection = isRead ? { rejection: { message: MESSAGE } } : {};
      assert.deepEqual(readPodCreation(kind, { status: conditions(yes("ReplicaFailure", MESSAGE)) }), {
        isFinished: false,
        ...rejection,
      });
    });
  }
  for (const [name, status] of [
    ["that is over", conditions({ type: "ReplicaFailure", status: "False", message: MESSAGE })],
    ["without a message", conditions(yes("ReplicaFailure"))],
    ["about a quota", conditions(yes("ReplicaFailure", QUOTA))],
    ["of another type", conditions(yes("Progressing", MESSAGE))],
  ] as const) {
    it(`${name}: no rejection`, () =>
      assert.deepEqual(readPodCreation("Deployment", { status }), { isFinished: false }));
  }
  it("is the first message about a pod", () => {
    const status = conditions(yes("ReplicaFailure", QUOTA), yes("ReplicaFailure", MESSAGE));
    assert.equal(readPodCreation("ReplicaSet", { status }).rejection?.message, MESSAGE);
  });
});

describe("the API server's message in the words of a controller", () => {
  for (const before of [
    "",
    "Error creating: ",
    "create Pod web-0 in StatefulSet web failed error: ",
    'Error creating: admission webhook "pod-security-webhook.kubernetes.io" denied the request: ',
  ]) {
    it(JSON.stringify(before), () => assert.equal(findRejection(before + MESSAGE), MESSAGE));
  }
  for (const text of ["", QUOTA, 'violates PodSecurity "restricted:latest": x', MESSAGE.replace("pods", "jobs")]) {
    it(`no message in ${JSON.stringify(text)}`, () => assert.equal(findRejection(text), undefined));
  }
});
