import assert from "node:assert/strict";
import { test } from "node:test";
import { mayBePatch } from "../../../src/objects/stream/read-stream.ts";

const CONTAINER = { name: "a", image: "a" };
const template = (...containers: readonly unknown[]) => ({ template: { spec: { containers } } });

const OBJECTS: readonly (readonly [name: string, value: unknown, expected: boolean])[] = [
  ["a whole Deployment", { kind: "Deployment", spec: { selector: {}, ...template(CONTAINER) } }, false],
  ["a Deployment without a selector", { kind: "Deployment", spec: template(CONTAINER) }, true],
  ["a Deployment without a spec", { kind: "Deployment" }, true],
  ["a Deployment of null", { kind: "Deployment", spec: null }, true],
  ["a whole Pod", { kind: "Pod", spec: { containers: [CONTAINER] } }, false],
  ["a Pod without an image", { kind: "Pod", spec: { containers: [CONTAINER, { name: "b" }] } }, true],
  ["a Pod without containers", { kind: "Pod", spec: { hostNetwork: true } }, true],
  ["a Pod whose containers are no list", { kind: "Pod", spec: { containers: "x" } }, true],
  ["a Pod whose container is no mapping", { kind: "Pod", spec: { containers: ["x"] } }, false],
  ["a Job, whose selector the API server makes", { kind: "Job", spec: template(CONTAINER) }, false],
  ["a whole CronJob", { kind: "CronJob", spec: { jobTemplate: { spec: template(CONTAINER) } } }, false],
  ["a CronJob of a schedule", { kind: "CronJob", spec: { schedule: "@daily" } }, true],
  ["a ReplicationController without a template", { kind: "ReplicationController", spec: { replicas: 3 } }, true],
  ["another kind", { kind: "Service", spec: {} }, false],
  ["a kind that is no text", { kind: 5 }, false],
  ["no object", "text", false],
];

for (const [name, value, expected] of OBJECTS) {
  test(`${name}: ${expected ? "partial" : "not partial"}`, () => assert.equal(mayBePatch(value), expected));
}
