import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigurationError, type Stage } from "../../../src/admission/configuration/configuration-error.ts";

const CASES: readonly [stage: Stage, message: string][] = [
  ["read", "failed to read plugin config: REASON"],
  ["load", `couldn't init admission plugin "PodSecurity": REASON`],
  ["initialize", `failed to initialize admission plugin "PodSecurity": REASON`],
];

for (const [stage, message] of CASES) {
  test(`${stage}: kube-apiserver's words come before the reason`, () => {
    const error = new ConfigurationError(stage, "REASON", ["a", 0], "Hint.");
    assert.equal(error.message, message);
    assert.equal(error.name, "ConfigurationError");
    assert.deepEqual(error.path, ["a", 0]);
    assert.equal(error.hint, "Hint.");
  });
}
