import assert from "node:assert/strict";
import { test } from "node:test";
import { lint } from "../../../src/library/lint.ts";

test("a violation in more than 10,000 fields is reported as not judged, and the other objects are judged", () => {
  const pod = (name: string, containers: number) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "shop" },
    spec: { containers: Array.from({ length: containers }, () => ({ securityContext: { privileged: true } })) },
  });
  const objects = [pod("most", 10_000), pod("more", 10_001)];
  const report = lint({ name: "a", objects }, { levels: [{ level: "baseline" }] });
  assert.deepEqual(
    report.unreadable.map(({ message }) => message),
    ["too large: 10001 fields violate privileged, and a report lists 10000 at most"],
  );
  assert.deepEqual(
    report.namespaces.flatMap(({ workloads }) => workloads.map(({ name }) => name)),
    ["most"],
  );
});
