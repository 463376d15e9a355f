import assert from "node:assert/strict";
import { test } from "node:test";
import type { TypeFault } from "../../src/sources/decode.ts";
import { describeFaults } from "../../src/sources/type-faults.ts";

const fault = (expected: string, found: string, hint?: string): TypeFault => ({
  path: ["spec", "containers", 0, "x"],
  expected,
  found,
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
    [fault("a string", "the number 80")],
    "spec.containers[0].x: expected a string, found the number 80; put it in quotes",
  ],
  [
    [fault("a string", "the boolean true"), fault("a", "b"), fault("a", "b")],
    "spec.containers[0].x: expected a string, found the boolean true; put it in quotes (and 2 more of this kind)",
  ],
  [[fault("a string", "a list")], "spec.containers[0].x: expected a string, found a list"],
  [
    [fault("a boolean", 'the string "true"')],
    'spec.containers[0].x: expected a boolean, found the string "true"; remove the quotes',
  ],
  [
    [fault("a boolean", 'the string "off"')],
    'spec.containers[0].x: expected a boolean, found the string "off"; remove the quotes',
  ],
  [[fault("a boolean", 'the string "maybe"')], 'spec.containers[0].x: expected a boolean, found the string "maybe"'],
  [
    [fault("a boolean", 'the string "{{ .x }}"', "; render it"), fault("a", "b")],
    'spec.containers[0].x: expected a boolean, found the string "{{ .x }}"; render it (and 1 more of this kind)',
  ],
  [[fault("a boolean", "the number 1")], "spec.containers[0].x: expected a boolean, found the number 1"],
  [
    [fault("a 32-bit integer", 'the string "80"')],
    'spec.containers[0].x: expected a 32-bit integer, found the string "80"; remove the quotes',
  ],
  [
    [fault("a 64-bit integer", 'the string "-8"')],
    'spec.containers[0].x: expected a 64-bit integer, found the string "-8"; remove the quotes',
  ],
  [
    [fault("a 32-bit integer", 'the string "8.5"')],
    'spec.containers[0].x: expected a 32-bit integer, found the string "8.5"',
  ],
  [
    [fault("a 32-bit integer or a string", "the number 80.5")],
    "spec.containers[0].x: expected a 32-bit integer or a string, found the number 80.5",
  ],
];

for (const [faults, description] of DESCRIPTIONS) {
  test(description || "no faults", () => {
    assert.equal(describeFaults(faults), description);
  });
}
