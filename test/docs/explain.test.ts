import assert from "node:assert/strict";
import { test } from "node:test";
import { goldenOutput, outputBlocks } from "./golden-output.ts";

test("the answer to a message in docs/usage.md is real output", () => {
  assert.deepEqual(outputBlocks("docs/usage.md", "Rejected by "), [goldenOutput("explain/message-80-columns")]);
});
