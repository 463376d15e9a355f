import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { ourOutcomes, theirOutcomes } from "../outcomes.ts";
import { Referee } from "../referee.ts";

const POLICIES = ["baseline:latest", "restricted:latest"];

/** Scalars that users may write: kubectl and the type of the field determine the value of each. */
const SCALARS: readonly string[] = [
  ...["yes", "Yes", "YES", "no", "No", "on", "On", "off", "y", "Y", "n", "N", "true", "True", "TRUE", "tRue", "false"],
  ...["~", "null", "Null", "NULL", "nUll", "", '""', "''", '"yes"', "'true'", "!!bool yes", '!!bool "yes"'],
  ...[
    "0",
    "-0",
    "+0",
    "1",
    "+1",
    "-1",
    "01",
    "007",
    "0120",
    "08",
    "09",
    "0o17",
    "0o8",
    "0O17",
    "0777777777777777777777",
  ],
  ...["0x10", "0X10", "0xG", "-0x10", "+0x10", "0x_1", "0x", "0x7fffffff", "0x80000000", "-0x8000000000000000"],
  ...["0b101", "0B1", "-0b1", "0b2", "0b", "0o", "1_000", "1__0", "_1", "1_", "0_1", "685_230.15", "0.1_0", "1_0e1"],
  ...["1e3", "1E3", "1e+3", "1e-3", "1.e3", ".5", "5.", "1.0", "80.0", "80.5", "-1.0", "-0.0", "1.5e1", "123e-2", "1e"],
  ...[
    "1e400",
    "-1e400",
    ".inf",
    "-.inf",
    "+.inf",
    ".Inf",
    ".nan",
    ".NaN",
    "inf",
    "NaN",
    "Infinity",
    "+.5",
    "._5",
    ".e1",
  ],
  ...[
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "9007199254740991",
    "9007199254740993",
    "1e18",
    "9.3e18",
  ],
  ...[
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "0xffffffffffffffff",
  ],
  ...[
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999",
    "0x1p-2",
    "1.2.3",
    "1,000",
    "190:20:30",
  ],
  ...["2001-12-14", "2001-12-14t21:59:43.10-05:00", "2001-12-14T21:59:43Z", "2001-02-30T00:00:00Z", "12:30:45"],
  ...[
    "!!str 1",
    '!!int "1"',
    "!!int 1.0",
    "!!float 1",
    '!!null ""',
    "!!null x",
    "!!binary YWJj",
    '!!binary "!!!"',
    "!foo 1",
  ],
  ...[
    "!!timestamp 2001-01-01",
    "!!str ~",
    "!<tag:yaml.org,2002:str> 1",
    "!!set {a}",
    "=",
    "<<",
    '"<<"',
    "-",
    "--",
    "...",
  ],
  ...[
    "a:b",
    "a#b",
    "a #b",
    "[1]",
    "{a: 1}",
    "{}",
    "[]",
    "@a",
    "%a",
    "`a",
    "&x a",
    "*x",
    "|-",
    ">",
    "? a",
    "!",
    "&",
    "*",
  ],
  ...["100m", "1Gi", "1.5Gi", "1e3Mi", ".5Gi", "1Ei", "1zz", "-5m", "0.0000000001", '"80"', "80%", "50.5%", "+", "."],
  ...[
    '"\\x41"',
    '"\\u0041"',
    '"\\U0001F600"',
    '"\\ud83d\\ude00"',
    '"\\ud800"',
    '"\\/"',
    '"\\_"',
    '"\\N"',
    '"\\e"',
    "'\\x'",
  ],
  ...["é", "日本", "😀", '"a\\tb"', '"a\tb"', "a\tb", "\t1", "1\t", "a\u00a0b", "a\u0085b", "a\u2028b", "\ufeffa"],
];

/** The place of a scalar in a manifest. The verdict, a label or an error shows its value. */
const PLACES: Readonly<Record<string, (scalar: string) => string>> = {
  bool: (scalar) => pod(`  hostPID: ${scalar}`),
  int32: (scalar) => pod("  containers:", "  - ports:", `    - hostPort: ${scalar}`),
  int64: (scalar) => pod("  securityContext:", `    runAsUser: ${scalar}`),
  string: (scalar) => pod("  volumes:", "  - hostPath: {}", `    name: ${scalar}`),
  "string in a flow mapping": (scalar) => pod(`  volumes: [{hostPath: {}, name: ${scalar}}]`),
  "item of a list": (scalar) =>
    pod("  containers:", "  - securityContext:", "      capabilities:", "        add:", `        - ${scalar}`),
  quantity: (scalar) => pod("  containers:", "  - resources:", "      limits:", `        cpu: ${scalar}`),
  "integer or string": (scalar) =>
    pod("  containers:", "  - livenessProbe:", "      httpGet:", `        port: ${scalar}`),
  struct: (scalar) => pod(`  securityContext: ${scalar}`),
  time: (scalar) => namespace(`  creationTimestamp: ${scalar}`),
  "value of a map": (scalar) => namespace("  labels:", `    a: ${scalar}`),
  key: (scalar) => namespace("  labels:", `    ${scalar}: "x"`),
  kind: (scalar) => `kind: ${scalar}\napiVersion: v1\n`,
  "unknown field": (scalar) => pod(`  unknown: ${scalar}`),
  document: (scalar) => `${scalar}\n`,
};

function pod(...spec: readonly string[]): string {
  return ["kind: Pod", "apiVersion: v1", "spec:", ...spec, ""].join("\n");
}

function namespace(...metadata: readonly string[]): string {
  return ["kind: Namespace", "apiVersion: v1", "metadata:", ...metadata, ""].join("\n");
}

const referee = await Referee.start();
if (referee !== undefined) {
  describe("scalars have the same values for us as for kubectl and the API server", () => {
    after(() => referee.stop());

    for (const [place, write] of Object.entries(PLACES)) {
      it(place, async () => {
        const differing: string[] = [];
        for (const scalar of SCALARS) {
          const text = write(scalar);
          const theirs = theirOutcomes(await referee.manifest({ text, policies: POLICIES }));
          if (!isDeepStrictEqual(ourOutcomes(text, POLICIES), theirs)) differing.push(scalar);
        }
        assert.deepEqual(differing, []);
      });
    }
  });
}
