import assert from "node:assert/strict";
import { test } from "node:test";
import { workloadLimit } from "../../../src/audit/lint/workload-limit.ts";

test("a run judges 300,000 workloads, and reports each further one as not judged", () => {
  const limit = workloadLimit();
  for (let count = 0; count < 300_000; count++) limit();
  const message = "not judged: more than 300,000 workloads in one run; name fewer files";
  assert.throws(limit, { message });
  assert.throws(limit, { message });
});
