import assert from "node:assert/strict";
import { test } from "node:test";
import type { TypeFault } from "../../../src/objects/decode/decode.ts";
import { describeFaults } from "../../../src/objects/decode/type-faults.ts";

const fault = (expected: string, found: string, remedy?: TypeFault["remedy"], hint?: string): TypeFault => ({
  path: ["spec", "containers", 0, "x"],
  expected,
  found,
  remedy,
  ...(hint !== undefined && { hint }),
});

const DESCRIPTIONS: readonly (readonly [faults: readonly TypeFault[], description: string])[] = [
  [[], ""],
  [[fault("a list", "an object")], "spec.containers[0].x: expected a list, found an object"],
  [
    [fault("a list", "an object"), fault("a", "b")],
    "spec.containers[0].x: expected a list, found an object (and 1 more of this kind)",
  ],
  [
    [fault("a string", "a number", "add quotes")],
    "spec.containers[0].x: expected a string, found a number; put it in quotes",
  ],
  [
    [fault("a string", "a boolean", "add quotes"), fault("a", "b"), fault("a", "b")],
    "spec.containers[0].x: expected a string, found a boolean; put it in quotes (and 2 more of this kind)",
  ],
  [
    [fault("a boolean", "a string", undefined, "; render it"), fault("a", "b")],
    "spec.containers[0].x: expected a boolean, found a string; render it (and 1 more of this kind)",
  ],
  [
    [fault("a boolean", "a string", "remove quotes")],
    "spec.containers[0].x: expected a boolean, found a string; remove the quotes",
  ],
];

for (const [faults, description] of DESCRIPTIONS) {
  test(description || "no faults", () => {
    assert.equal(describeFaults(faults), description);
  });
}

test("a key of a path is shortened, and stays on one line", () => {
  const [one] = DESCRIPTIONS[1]?.[0] ?? [];
  assert.ok(one);
  const path = ["metadata", "annotations", `a\n${"b".repeat(200)}`];
  assert.equal(
    describeFaults([{ ...one, path }]),
    `metadata.annotations[a\\n${"b".repeat(98)}…]: expected a list, found an object`,
  );
});
