import assert from "node:assert/strict";
import { test } from "node:test";
import { goldenOutput, outputBlocks } from "./golden-output.ts";

for (const document of ["README.md", "docs/output.md"]) {
  test(`the table of lint in ${document} is real output`, () => {
    assert.deepEqual(outputBlocks(document, "shop  "), [goldenOutput("lint/examples-80-columns")]);
  });
}
