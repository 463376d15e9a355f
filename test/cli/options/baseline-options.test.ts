import assert from "node:assert/strict";
import { test } from "node:test";
import { isIdentified } from "../../../src/cli/options/baseline-options.ts";
import { FORMATS, type Format } from "../../../src/render/format.ts";

test("fields are identified for the formats that tell them apart, and for a baseline", () => {
  const formats = FORMATS as readonly Format[];
  assert.deepEqual(
    formats.filter((format) => isIdentified(format, {})),
    ["json", "yaml", "sarif"],
  );
  assert.equal(
    formats.every((format) => isIdentified(format, { baseline: "b.json" })),
    true,
  );
});
