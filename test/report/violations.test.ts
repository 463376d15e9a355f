import assert from "node:assert/strict";
import { test } from "node:test";
import {
  hasAcceptedPart,
  hasOpen,
  openViolations,
  distinctViolations,
  failsRun,
  violationIn,
  violationsByFields,
  violationsByLevel,
} from "../../src/report/violations.ts";
import { acceptedOf } from "../fixtures/reports/acceptance.ts";
import type { FailOn, Result } from "../../src/report/report.ts";
import { ACCEPT_REPORT } from "../fixtures/reports/accept-report.ts";
import { REPORT, REPORT_BY_LEVELS, resultOf, violationOf, workloadOf } from "../fixtures/reports/report.ts";

const PLACE = { file: "web.yaml", line: 4 };

function workloadWith(...results: Parameters<typeof workloadOf>[5]) {
  return workloadOf("Deployment", "apps/v1", "shop", "web", PLACE, results);
}

test("equal violations of two levels are one violation, with the modes of both", () => {
  const violation = violationOf("privileged", "privileged", "same", { line: 9 });
  const workload = workloadWith(
    resultOf("template", null, "restricted", "v1.30", ["warn"], [violation]),
    resultOf("template", null, "baseline", "latest", ["enforce"], [violation]),
  );
  assert.deepEqual(workload.violations, [
    {
      check: "privileged",
      reason: "privileged",
      detail: "same",
      accepted: null,
      fails: true,
      modes: ["enforce", "warn"],
      levels: ["restricted:v1.30", "baseline:latest"],
      newIn: [],
      fields: violation.fields,
      line: 9,
    },
  ]);
});

test("other words or another check are other violations; a template and its pods share violations", () => {
  const workload = workloadWith(
    resultOf("template", null, "baseline", "latest", ["enforce"], [violationOf("sysctls", "r", "a")]),
    resultOf("template", null, "baseline", "v1.20", ["audit"], [violationOf("sysctls", "r", "b")]),
    resultOf("template", null, "restricted", "latest", ["warn"], [violationOf("hostPorts", "r", "a")]),
    resultOf("pods", "web-1", "restricted", "latest", ["warn"], [violationOf("hostPorts", "r", "a")]),
  );
  const found = workload.violations.map(({ check, detail, modes }) => [check, detail, ...modes].join(" "));
  assert.deepEqual(found, ["sysctls a enforce", "sysctls b audit", "hostPorts a warn"]);
});

test("a violation without fields has the place of its workload", () => {
  const violation = { ...violationOf("sysctls", "r", "a"), fields: [] };
  const workload = workloadWith(resultOf("template", null, "baseline", "latest", ["enforce"], [violation]));
  assert.equal(workload.violations[0]?.line, PLACE.line);
});

test("their number is the count in the report's summary", () => {
  for (const { namespaces, summary } of [REPORT, REPORT_BY_LEVELS, ACCEPT_REPORT]) {
    const workloads = namespaces.flatMap((namespace) => namespace.workloads);
    assert.equal(workloads.flatMap(({ violations }) => violations).length, summary.violations);
    assert.equal(workloads.flatMap(openViolations).length, summary.violations - summary.accepted);
  }
});

test("a violation that is accepted in every result is accepted", () => {
  const [a, b, c] = ["a", "b", "c"].map((detail) => violationOf("sysctls", "r", detail));
  assert.ok(a && b && c);
  const accepted = acceptedOf(a);
  const workload = workloadWith(
    resultOf("template", null, "baseline", "latest", ["enforce"], [accepted, b]),
    resultOf("template", null, "restricted", "latest", ["warn"], [accepted]),
    resultOf("pods", "web-1", "restricted", "latest", ["warn"], [accepted, b, c]),
  );
  assert.deepEqual(
    openViolations(workload).map(({ detail, modes }) => [detail, ...modes]),
    [
      ["b", "enforce", "warn"],
      ["c", "warn"],
    ],
  );
  const [first] = workload.results;
  assert.ok(first);
  assert.deepEqual(
    openViolations(workloadWith(first)).map(({ detail }) => detail),
    ["b"],
  );
});

test("an accepted violation is accepted in each of its results, and has the modes of all; any other has the modes in which it counts", () => {
  const violation = violationOf("sysctls", "r", "a");
  const accepted = acceptedOf(violation);
  const all = workloadWith(
    resultOf("template", null, "baseline", "latest", ["enforce"], [accepted]),
    resultOf("template", null, "restricted", "latest", ["warn"], [accepted]),
  );
  const partly = workloadWith(
    resultOf("template", null, "baseline", "latest", ["enforce"], [accepted]),
    resultOf("pods", "web-1", "restricted", "latest", ["warn"], [{ ...violation, fields: [] }]),
  );
  const facts = [all, partly].map((one) =>
    one.violations.map(({ accepted: acceptance, fails, modes, levels, fields }) => ({
      isAccepted: acceptance !== null,
      fails,
      modes,
      levels,
      fields: fields.length,
    })),
  );
  assert.deepEqual(facts, [
    [
      {
        isAccepted: true,
        fails: false,
        modes: ["enforce", "warn"],
        levels: ["baseline:latest", "restricted:latest"],
        fields: 1,
      },
    ],
    [{ isAccepted: false, fails: false, modes: ["warn"], levels: ["restricted:latest"], fields: 0 }],
  ]);
  assert.deepEqual(
    [hasOpen(all), hasAcceptedPart(all), hasOpen(partly), hasAcceptedPart(partly)],
    [false, true, true, false],
  );
});

test("a violation is new in the modes in which any of its results is new", () => {
  const violation = violationOf("sysctls", "r", "a");
  const results: Result[] = [
    { ...resultOf("template", null, "baseline", "latest", ["enforce"], [violation]), newIn: ["enforce"] },
    { ...resultOf("pods", "web-1", "restricted", "latest", ["warn", "audit"], [violation]), newIn: ["audit"] },
  ];
  assert.deepEqual(distinctViolations(results, null, "none")[0]?.newIn, ["enforce", "audit"]);
});

/** Without a mode, the level is that of `--level`. */
const FAILING: readonly (readonly [failOn: FailOn, modes: Result["modes"], fails: boolean])[] = [
  ["enforce", ["enforce"], true],
  ["enforce", ["audit", "warn"], false],
  ["audit", ["audit", "warn"], true],
  ["warn", ["enforce", "audit"], false],
  ["any", ["audit"], true],
  ["any", [], true],
  ["enforce", [], true],
  ["warn", [], true],
  ["none", [], false],
  ["none", ["enforce", "audit", "warn"], false],
];
for (const [failOn, modes, fails] of FAILING) {
  test(`--fail-on ${failOn}: a violation in ${modes.join(", ") || "a level of --level"} ${fails ? "fails" : "does not fail"} the run`, () => {
    const isRequested = modes.length === 0;
    assert.equal(failsRun(modes, isRequested, failOn), fails);
    const results = [resultOf("template", null, "baseline", "latest", modes, [violationOf("sysctls", "r", "a")])];
    assert.equal(distinctViolations(results, null, failOn)[0]?.fails, fails);
  });
}

test("a violation is found in each of its results", () => {
  const [a, b] = ["a", "b"].map((detail) => violationOf("sysctls", "r", detail));
  assert.ok(a && b);
  const result = resultOf("template", null, "baseline", "latest", ["enforce"], [a, b]);
  assert.equal(violationIn(result, { check: "sysctls", detail: "b" }), b);
  assert.equal(violationIn(result, { check: "privileged", detail: "b" }), undefined);
});

test("violations with different fields are different by fields, and the same by level", () => {
  const at = (stablePath: string, line: number) =>
    violationOf("privileged", "privileged", "same", { stablePath, line });
  const workload = workloadWith(
    resultOf("template", null, "baseline", "latest", ["enforce"], [at("containers[a]", 3)]),
    resultOf("pods", "web-1", "baseline", "latest", ["enforce"], [at("containers[b]", 5)]),
    resultOf("template", null, "restricted", "latest", ["warn"], [at("containers[a]", 3)]),
  );
  assert.equal(workload.violations.length, 1);
  assert.deepEqual(
    violationsByFields(workload, "enforce").map(({ violation: { line, modes, fails, levels }, results }) => [
      line,
      modes,
      fails,
      levels,
      results.map(({ subject }) => subject),
    ]),
    [
      [3, ["enforce", "warn"], true, ["baseline:latest", "restricted:latest"], ["template", "template"]],
      [5, ["enforce"], true, ["baseline:latest"], ["pods"]],
    ],
  );
  assert.deepEqual(
    violationsByLevel(workload, "enforce").map(({ level, results, violations }) => [
      level,
      results.length,
      violations.map(({ modes, fails }) => [modes, fails]),
    ]),
    [
      ["baseline:latest", 2, [[["enforce"], true]]],
      ["restricted:latest", 1, [[["warn"], false]]],
    ],
  );
});
