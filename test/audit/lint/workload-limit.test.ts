import assert from "node:assert/strict";
import { test } from "node:test";
import { tooManyWorkloads } from "../../../src/audit/lint/workload-limit.ts";

test("a workload beyond the limit of a run is reported as not judged", () => {
  assert.equal(tooManyWorkloads().message, "not judged: more than 300,000 workloads in one run; name fewer files");
});
