import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest, nearestName } from "../../../src/api/words/nearest-name.ts";

const NAMES = ["hostPID", "hostIPC", "hostPorts", "privileged"];

const NEAREST: readonly (readonly [name: string, nearest: string | undefined, distance: number | undefined])[] = [
  ["hostPID", "hostPID", 0],
  ["HOSTPID", "hostPID", 0],
  ["hostPd", "hostPID", 1],
  ["hostPort", "hostPorts", 1],
  ["previlegd", "privileged", 2],
  ["prvlgd", undefined, undefined],
  ["host", undefined, undefined],
  ["x", undefined, undefined],
  ["", undefined, undefined],
  ["a".repeat(1_000_000), undefined, undefined],
];

for (const [name, expected, distance] of NEAREST) {
  test(`${name.slice(0, 40)}: ${expected}`, () => {
    assert.deepEqual(nearest(name, NAMES), expected === undefined ? undefined : { name: expected, distance });
    assert.equal(nearestName(name, NAMES), expected);
  });
}

test("the first of equally close names counts", () => {
  assert.equal(nearestName("hostPXD", ["hostPAD", "hostPBD"]), "hostPAD");
});

test("no candidates", () => assert.equal(nearestName("hostPID", []), undefined));
