/** Every expectation here is the result of sigs.k8s.io/yaml v1.6.0 over go.yaml.in/yaml/v2 v2.4.4. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatKey, resolvePlain, resolveTagged, type Scalar } from "../../../src/text/yaml/scalar.ts";

const PLAIN: readonly (readonly [text: string, value: Scalar])[] = [
  ["", null],
  [".inf", Infinity],
  [".Inf", Infinity],
  [".INF", Infinity],
  ["+.inf", Infinity],
  ["+.INF", Infinity],
  ["-.inf", -Infinity],
  ["-.INF", -Infinity],
  [".nan", NaN],
  [".NaN", NaN],
  [".NAN", NaN],
  ["0o777", 511],
  ["0x50", 80],
  ["0120", 80],
  ["08", 8],
  ["09", 9],
  ["-08", -8],
  ["+08", 8],
  ["1_000", 1000],
  ["1e3", 1000],
  ["80.0", 80],
  ["+12", 12],
  ["-12", -12],
  ["-0x1F", -31],
  ["+0x1F", 31],
  ["0b11", 3],
  ["-0b1", -1],
  ["+0b1", 1],
  ["0b+1", 1],
  ["0b-1", -1],
  ["0b1_1", 3],
  ["1__0", 10],
  ["12e03", 12000],
  ["1.e+2", 100],
  [".5", 0.5],
  ["~", null],
  ["y", true],
  ["Y", true],
  ["n", false],
  ["N", false],
  ["yes", true],
  ["Yes", true],
  ["YES", true],
  ["no", false],
  ["No", false],
  ["NO", false],
  ["on", true],
  ["On", true],
  ["ON", true],
  ["off", false],
  ["Off", false],
  ["OFF", false],
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
  ["null", null],
  ["Null", null],
  ["NULL", null],
  ["18446744073709551615", 18446744073709551615n],
  ["18446744073709551616", 2 ** 64],
  ["9223372036854775807", 9223372036854775807n],
  ["9223372036854775808", 9223372036854775808n],
  ["-9223372036854775808", -9223372036854775808n],
  ["-9223372036854775809", -(2 ** 63)],
  ["+9223372036854775808", 2 ** 63],
  ["+9223372036854775807", 9223372036854775807n],
  ["1e-400", 0],
  ["4.9e-324", 5e-324],
  ["0x_1", 1],
  ["0X1F", 31],
  ["0O17", 15],
  ["0B11", 3],
  ["-0o17", -15],
  ["+0o17", 15],
  ["0_", 0],
  ["0_7", 7],
  ["0_8", 8],
  ["00", 0],
  ["007", 7],
  ["000", 0],
  ["-0", 0],
  ["+0", 0],
  ["-0.0", -0],
  ["+0.0", 0],
  ["0.0", 0],
  ["-00", 0],
  ["1_", 1],
  ["+_1", 1],
  ["-_1", -1],
  ["1.5e3", 1500],
  ["1E3", 1000],
  ["1.E3", 1000],
  [".5e1", 5],
  [".5E-1", 0.05],
  [".5_0", 0.5],
  ["1_0.5", 10.5],
  ["1.5_0", 1.5],
  ["0.1", 0.1],
  ["1e21", 1e21],
  ["1e20", 1e20],
  ["1e-7", 1e-7],
  ["123456789012345678901234567890", 1.2345678901234568e29],
  ["9007199254740993", 9007199254740993n],
  ["9007199254740992", 9007199254740992n],
  ["-9007199254740993", -9007199254740993n],
  ["0xffffffffffffffff", 18446744073709551615n],
  ["-0x8000000000000000", -9223372036854775808n],
  ["01777777777777777777777", 18446744073709551615n],
  ["02000000000000000000000", 2e21],
  ["0b1111111111111111111111111111111111111111111111111111111111111111", 18446744073709551615n],
  ["0b-111", -7],
  ["+.5", 0.5],
  ["-.5", -0.5],
  ["-.5e3", -500],
  ["0777", 511],
  ["0xdeadBEEF", 3735928559],
  ["1e1_0", 10000000000],
  ["1_e1", 10],
  ["1e_1", 10],
  ["0e0", 0],
  ["0e5", 0],
  ["0x0", 0],
  ["0x00", 0],
  ["0_x1", 1],
  ["0_b1", 1],
  ["0_o7", 7],
  ["0o_7", 7],
  ["0b_1", 1],
  ["0__1", 1],
  ["1__", 1],
  ["12_", 12],
  ["4294967296", 4294967296],
  ["2147483648", 2147483648],
  ["-2147483649", -2147483649],
  ["1.0", 1],
  ["1.10", 1.1],
  ["2.71", 2.71],
  ["1e300", 1e300],
  ["1.7976931348623157e308", 1.7976931348623157e308],
  ["179769313486231570000000000000000000000000000000000", 1.7976931348623156e50],
  ["5e-324", 5e-324],
  ["2e-324", 0],
];

for (const [text, value] of PLAIN) {
  test(`the plain scalar ${JSON.stringify(text)} is ${typeof value} ${String(value)}`, () => {
    assert.ok(Object.is(resolvePlain(text), value), `found ${String(resolvePlain(text))}`);
  });
}

const STRINGS =
  "0o8 -0b+1 0b 0b2 ._1 . + yEs oFF tRUE nULL .iNF 2001-12-14 2001-12-14T21:59:43.10Z 2001-1-1 2001-13-45 12:30:45 190:20:30 " +
  "190:20:30.15 1e400 -1e400 0x 0xG 0o _1 -_ 1,000 1.2.3 1.2.3.4 v1.2 1e 1e+ 1e5x .e1 .5. .5_ .5__0 .5e_1 0x10000000000000000 " +
  "-0x8000000000000001 0b11111111111111111111111111111111111111111111111111111111111111111 -0b-1 " +
  "-0b11111111111111111111111111111111111111111111111111111111111111111 0x1p4 0x1.8p1 0xap1 Infinity inf nan NaN +inf -inf Inf " +
  ".infinity +. -. - -- ++1 +-1 1- 1+ << = a null1 truee T F t f o O 1Ki 100m 1.5Gi e1 00x1 2001-12-14t21:59:43Z " +
  "1.7976931348623159e308 ??? é 😀 __proto__ constructor";

test("plain scalars that look like something else are strings", () => {
  const texts = STRINGS.split(" ");
  assert.deepEqual(texts.map(resolvePlain), texts);
});

const TAGGED: readonly (readonly [tag: string, text: string, value: Scalar])[] = [
  ["!!str", "80", "80"],
  ["!!str", "~", "~"],
  ["!!str", "", ""],
  ["!!int", "80", 80],
  ["!!int", "0x50", 80],
  ["!!int", "1_0", 10],
  ["!!int", "9007199254740993", 9007199254740993n],
  ["!!int", "18446744073709551615", 18446744073709551615n],
  ["!!float", "1.5", 1.5],
  ["!!float", "12", 12],
  ["!!float", "0120", 80],
  ["!!float", "08", 8],
  ["!!float", "9007199254740993", 9007199254740992],
  ["!!float", ".inf", Infinity],
  ["!!bool", "yes", true],
  ["!!bool", "off", false],
  ["!!null", "~", null],
  ["!!null", "", null],
  ["!!timestamp", "2001-12-14", "2001-12-14"],
  ["!!timestamp", "2001-12-14T21:59:43Z", "2001-12-14T21:59:43Z"],
  ["!!timestamp", "2001-1-1t1:1:1.5+01:00", "2001-1-1t1:1:1.5+01:00"],
  ["!!timestamp", "2001-1-1 1:1:1", "2001-1-1 1:1:1"],
  ["!!binary", "aGVsbG8=", "hello"],
  ["!!binary", "aGVs\n  bG8=\n".replaceAll(" ", ""), "hello"],
  ["!!binary", "", ""],
  ["!local", "12", "12"],
  ["!", "12", "12"],
  ["!!set", "12", "12"],
  ["tag:example.com,2024:int", "80", "80"],
];

/** The whole tag, with the prefix that `!!` abbreviates. */
function whole(tag: string): string {
  return tag.replace(/^!!/, "tag:yaml.org,2002:");
}

test("`!!int` in angle brackets is not a tag of YAML", () => {
  assert.equal(resolveTagged("!!int", "80"), "80");
});

for (const [tag, text, value] of TAGGED) {
  test(`${tag} ${JSON.stringify(text)} is ${typeof value} ${String(value)}`, () => {
    assert.ok(Object.is(resolveTagged(whole(tag), text), value), `found ${String(resolveTagged(whole(tag), text))}`);
  });
}

const MISTAGGED: readonly (readonly [tag: string, text: string, message: string])[] = [
  ["!!int", "1.0", "cannot decode !!float as a !!int"],
  ["!!int", "08", "cannot decode !!float as a !!int"],
  ["!!int", "1e3", "cannot decode !!float as a !!int"],
  ["!!int", "yes", "cannot decode !!bool as a !!int"],
  ["!!int", "", "cannot decode !!null as a !!int"],
  ["!!int", "2001-12-14", "cannot decode !!str as a !!int"],
  ["!!float", "x", "cannot decode !!str as a !!float"],
  ["!!float", "18446744073709551615", "cannot decode !!int as a !!float"],
  ["!!bool", "1", "cannot decode !!int as a !!bool"],
  ["!!bool", "1.0", "cannot decode !!float as a !!bool"],
  ["!!bool", "18446744073709551615", "cannot decode !!int as a !!bool"],
  ["!!null", "x", "cannot decode !!str as a !!null"],
  ["!!timestamp", "12", "cannot decode !!int as a !!timestamp"],
  ["!!timestamp", "2001-13-45", "cannot decode !!str as a !!timestamp"],
  ["!!binary", "aGVsbG8", "!!binary value contains invalid base64 data"],
  ["!!binary", "a*==", "!!binary value contains invalid base64 data"],
];

for (const [tag, text, message] of MISTAGGED) {
  test(`${tag} ${JSON.stringify(text)} is rejected`, () => {
    assert.throws(() => resolveTagged(whole(tag), text), { name: "RangeError", message });
  });
}

const KEYS: readonly (readonly [text: string, key: string | undefined])[] = [
  ["a", "a"],
  ["yes", "true"],
  ["OFF", "false"],
  ["0x50", "80"],
  ["-0", "0"],
  ["1000000", "1000000"],
  ["9223372036854775807", "9223372036854775807"],
  ["-9223372036854775808", "-9223372036854775808"],
  ["9223372036854775808", undefined],
  ["~", undefined],
  ["", undefined],
  ["1.5", "1.5"],
  ["0.1", "0.1"],
  ["80.0", "80"],
  ["1e6", "1e+06"],
  ["1e20", "1e+20"],
  ["123456.0", "123456"],
  ["1234567.0", "1.234567e+06"],
  ["16777217.0", "1.6777216e+07"],
  ["0.0001", "0.0001"],
  ["0.00001", "1e-05"],
  ["-0.0", "-0"],
  ["0.0", "0"],
  ["1e300", ".inf"],
  ["-1e300", "-.inf"],
  [".inf", ".inf"],
  ["-.inf", "-.inf"],
  [".nan", ".nan"],
];

for (const [text, key] of KEYS) {
  test(`the key ${JSON.stringify(text)} becomes ${key}`, () => {
    assert.equal(formatKey(resolvePlain(text), text), key);
  });
}
