import assert from "node:assert/strict";
import { test } from "node:test";
import { marshalJson } from "../../../src/text/json/go-json.ts";

/** The output of encoding/json of Go 1.26. */
const CASES: readonly [value: unknown, json: string][] = [
  [null, "null"],
  [true, "true"],
  [{}, "{}"],
  [[], "[]"],
  [{ z: 1, y: [{ b: 1, a: 2 }], "10": 3, "9": 4, A: 5 }, '{"10":3,"9":4,"A":5,"y":[{"a":2,"b":1}],"z":1}'],
  [{ "\u{1f600}": 1, "\ufffd": 2 }, '{"\ufffd":2,"\u{1f600}":1}'],
  [[1.5, 1000, 1e21, 1e-7, 1e20, 0.5], "[1.5,1000,1e+21,1e-7,100000000000000000000,0.5]"],
  [[0, -0, -1], "[0,-0,-1]"],
  [9007199254740993n, "9007199254740993"],
  ["<&>\u2028\u2029é", String.raw`"\u003c\u0026\u003e\u2028\u2029é"`],
  ['\u0001"\\\b\f\n\r\t\x7f', String.raw`"\u0001\"\\\b\f\n\r\t` + '\x7f"'],
  ["\ud800", '"\ufffd"'],
  [{ "<": 1 }, String.raw`{"\u003c":1}`],
];

for (const [value, json] of CASES) {
  test(json, () => assert.equal(marshalJson(value), json));
}
