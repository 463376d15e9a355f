import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { count } from "../../../src/api/words/plural.ts";

describe("count", () => {
  for (const text of ["0 workloads", "1 workload", "2 workloads"]) {
    it(text, () => assert.equal(count(Number(text[0]), "workload"), text));
  }
});
