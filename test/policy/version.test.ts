import assert from "node:assert/strict";
import { test } from "node:test";
import { INVALID_VERSION, LATEST, minorVersion, parseVersion } from "../../src/policy/version.ts";

const VALID: readonly [text: string, minor: number][] = [
  ["latest", Infinity],
  ["v1.0", 0],
  ["v1.9", 9],
  ["v1.10", 10],
  ["v1.37", 37],
  ["v1.999", 999],
  ["v1.9007199254740993", 9007199254740992],
  ["v1.9223372036854775807", 2 ** 63],
];

for (const [text, minor] of VALID) {
  test(`parseVersion reads ${text} and keeps its digits`, () => {
    assert.deepEqual(parseVersion(text), { text, minor });
  });
}

const INVALID = [
  "",
  "Latest",
  "latest ",
  "1.24",
  "v1",
  "v1.",
  "v1.01",
  "v1.00",
  "v1.24.0",
  "v1.-1",
  "v1.1e3",
  "v1.24\n",
  " v1.24",
  "v2.0",
  "v0.1",
  "V1.24",
  "v1.٣",
  "v1.9223372036854775808",
  "v1.99999999999999999999999999",
];

for (const text of INVALID) {
  test(`parseVersion rejects ${JSON.stringify(text)}`, () => assert.equal(parseVersion(text), undefined));
}

test("latest is above every minor", () => {
  assert.equal(parseVersion("latest"), LATEST);
  assert.ok(LATEST.minor > (parseVersion("v1.9223372036854775807")?.minor ?? Infinity));
});

test("minorVersion returns the version of a minor", () => {
  assert.deepEqual(minorVersion(24), { text: "v1.24", minor: 24 });
});

test("INVALID_VERSION is the API server's text", () => {
  assert.equal(INVALID_VERSION, 'must be "latest" or "v1.x"');
});
