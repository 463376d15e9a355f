/**
 * Every expectation here is the result of the API server's decoder: k8s.io/apimachinery v0.37.2, after kubectl has read
 * and sent the value.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { SCALAR_TYPES } from "../../../src/objects/decode/schema-types.ts";

const TIMES = {
  accepted: [
    "2006-01-02T15:04:05Z",
    "2006-01-02T15:04:05+00:00",
    "2006-01-02T15:04:05-07:00",
    "2006-01-02T15:04:05+24:00",
    "2006-01-02T15:04:05+23:60",
    "2006-01-02T15:04:05.1Z",
    "2006-01-02T15:04:05,1Z",
    "2006-01-02T15:04:05.123456789012Z",
    "2006-01-02T5:04:05Z",
    "2008-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
  ],
  refused: [
    "",
    "2006-01-02T15:04:05z",
    "2006-01-02t15:04:05Z",
    "2006-01-02 15:04:05Z",
    "2006-01-02T15:04:05",
    "2006-01-02",
    "2006-01-02T15:04:05+25:00",
    "2006-01-02T15:04:05+0000",
    "2006-01-02T15:04:05.Z",
    "2006-1-2T15:04:05Z",
    "2006-01-02T15:4:05Z",
    "2006-01-02T24:00:00Z",
    "2006-01-02T23:59:60Z",
    "2006-02-29T00:00:00Z",
    "1900-02-29T00:00:00Z",
    "2006-13-01T00:00:00Z",
    "2006-00-01T00:00:00Z",
    "2006-01-00T00:00:00Z",
    "2006-01-32T00:00:00Z",
    "2006-04-31T00:00:00Z",
    "10000-01-01T00:00:00Z",
    "-001-01-01T00:00:00Z",
    " 2006-01-02T15:04:05Z",
    "2006-01-02T15:04:05Z ",
    "null",
    0,
    true,
    {},
    [],
  ],
} as const;

const VALUES: Readonly<
  Record<string, { readonly accepted: readonly unknown[]; readonly refused: readonly unknown[] }>
> = {
  string: { accepted: ["", "a", "80", "true", "\ud800"], refused: [true, false, 0, 80.5, 9007199254740993n, {}, []] },
  bool: { accepted: [true, false], refused: ["true", "yes", "", 0, 1, {}, []] },
  int32: {
    accepted: [0, -0, 1, -1, 80, 1e2, 2147483647, -2147483648],
    refused: [
      80.5,
      0.1,
      1e-7,
      2147483648,
      -2147483649,
      1e10,
      9007199254740993n,
      Infinity,
      "",
      "80",
      "-1",
      true,
      {},
      [],
    ],
  },
  int64: {
    accepted: [0, -1, 80, 1e10, 1e18, 9.2e18, 9007199254740993n, 9223372036854775807n, -9223372036854775808n],
    refused: [
      80.5,
      9.3e18,
      2 ** 63,
      1e19,
      1e21,
      9223372036854775808n,
      -9223372036854775809n,
      18446744073709551615n,
      "80",
      true,
      {},
      [],
    ],
  },
  intOrString: {
    accepted: [0, 80, -1, 2147483647, "", "80", "http", "\ud800"],
    refused: [80.5, 2147483648, 9007199254740993n, true, {}, []],
  },
  quantity: {
    accepted: [
      ...[0, 1, -1, 80.5, 1e21, 1e-7, 9007199254740993n, 123456789012345678901234567890n],
      ..."80 80.0 -1 +1 .5 1. . - + -.5 +.5 0 -0 0.0 00 00012 0.00000000001 9223372036854775808 9223372036854775807Ei".split(
        " ",
      ),
      ..."1e3 1E3 1E+3 1e-3 1.5e3 1e03 1e400 1e9223372036854775807".split(" "),
      ..."1Ki 1Mi 1Gi 1Ti 1Pi 1Ei 1n 1u 1m 1k 1M 1G 1T 1P 1E 1.123456789123Ki".split(" "),
      ...[" 1", "1 ", "\u00a01", "1\u00a0", "\u20031"],
    ],
    refused: [
      ...["", " ", "a", "true", "null", "yes"],
      ..."1e 1e+ 1e3.5 1e99999999999999999999 1e9223372036854775808 --1 1ki 1KI 1mi 1K 1U 1g 1gi 1i 1Kim 1mm 1e18Ki".split(
        " ",
      ),
      ..."1_000 1,000 0x10 NaN inf Infinity 1.2.3 １".split(" "),
      ...["1 Ki", "\t1", "1\n", "1\u0000"],
      ...[true, {}, [], Infinity],
    ],
  },
  time: TIMES,
  microTime: TIMES,
  bytes: {
    accepted: ["", "aGVsbG8=", "aGVsbA==", "aGVs"],
    refused: ["a", "aGVsbG8", "aGVsbG8==", "a-_=", "a b=", 0, true, {}, []],
  },
  any: { accepted: ["", 0, true, {}, [], 1n], refused: [] },
};

const show = (value: unknown): string => (typeof value === "bigint" ? `${value}n` : JSON.stringify(value));

for (const [name, { accepted, refused }] of Object.entries(VALUES)) {
  const type = SCALAR_TYPES[name];
  for (const value of accepted) {
    test(`${name} accepts ${show(value)}`, () => {
      assert.equal(type?.accepts(value), true);
    });
  }
  for (const value of refused) {
    test(`${name} rejects ${show(value)}`, () => {
      assert.equal(type?.accepts(value), false);
    });
  }
}

test("every scalar type is in the table above", () => {
  assert.deepEqual(Object.keys(SCALAR_TYPES).toSorted(), Object.keys(VALUES).toSorted());
});

test("the value of a null element in a list or map, and the name of the type", () => {
  const facts = Object.entries(SCALAR_TYPES).map(([name, { expected, zero }]) => [name, expected, zero]);
  assert.deepEqual(facts, [
    ["string", "a string", ""],
    ["bool", "a boolean", false],
    ["int32", "a 32-bit integer", 0],
    ["int64", "a 64-bit integer", 0],
    ["intOrString", "a 32-bit integer or a string", 0],
    ["quantity", "a quantity such as 100m or 128Mi", "0"],
    ["time", "a time such as 2006-01-02T15:04:05Z", undefined],
    ["microTime", "a time such as 2006-01-02T15:04:05.000000Z", undefined],
    ["bytes", "base64 text", ""],
    ["any", "anything", undefined],
  ]);
});

test("a quantity may have Unicode's spaces and U+0085 around it, and no other characters", () => {
  const { accepts } = SCALAR_TYPES["quantity"] ?? assert.fail();
  for (let code = 0; code < 0x1_0000; code++) {
    const character = String.fromCharCode(code);
    const isSpace = /[\p{Zs}\u0085]/u.test(character);
    const isPart = /[-+.\dnumkMGTPE]/.test(character);
    if (!isPart) assert.equal(accepts(`${character}1${character}`), isSpace, `U+${code.toString(16)}`);
  }
});
