import assert from "node:assert/strict";
import { test } from "node:test";
import { WorkloadLimit } from "../../../src/audit/lint/workload-limit.ts";

test("300,000 workloads are judged, and each one beyond them is reported as not judged", () => {
  const limit = new WorkloadLimit();
  for (let count = 0; count < 300_000; count++) limit.add();
  const fault = { message: "not judged: more than 300,000 workloads in one run; name fewer files" };
  assert.throws(() => limit.add(), fault);
  assert.throws(() => limit.add(), fault);
});
