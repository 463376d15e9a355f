import assert from "node:assert/strict";
import { test } from "node:test";
import { messageOf } from "../../../src/audit/workload/texts.ts";
import { LATEST } from "../../../src/policy/version.ts";
import { reportedOf } from "../../../src/rollout/inputs/reported-violations.ts";

const MOST = 64 * 1024 * 1024;

/** The result of a violation whose message has a number of characters. */
function resultOf(length: number): Parameters<typeof messageOf>[0] {
  const violation = { check: "privileged", reason: "r".repeat(length), detail: "", fields: [] };
  return { level: "baseline", version: LATEST, modes: [], requested: true, newIn: [], violations: [violation] };
}

test("a message of 64 MiB is reported, and a longer one is not judged", () => {
  const fault = { message: "too large: its messages have more than 64 MiB" };
  assert.equal(messageOf(resultOf(MOST)).length, MOST);
  assert.throws(() => messageOf(resultOf(MOST + 1)), fault);
  assert.equal(reportedOf([resultOf(MOST)], "0", [], false).met, 0);
  assert.throws(() => reportedOf([resultOf(MOST + 1)], "0", [], false), fault);
});
