import assert from "node:assert/strict";
import { test } from "node:test";
import { ACCEPTANCE, acceptedOf } from "../../../fixtures/reports/acceptance.ts";
import type { Report, Result, ViolationReport } from "../../../../src/report/report.ts";
import { renderGithub } from "../../../../src/render/formats/github/github.ts";
import { AUDIT, DUMP_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import {
  CLEAN_REPORT,
  EMPTY_REPORT,
  namespaceOf,
  REPORT,
  REPORT_BY_LEVELS,
  reportOf,
  resultOf,
  violationOf,
  workloadOf,
} from "../../../fixtures/reports/report.ts";
import { readOutput, type Command } from "./runner-reader.ts";
import { colourTerminal, PIPE, text } from "../../painted.ts";
import { CREATE_ROLE } from "../../../../src/render/words/rights/grants.ts";

for (const [name, report] of [
  ["report", REPORT],
  ["levels", REPORT_BY_LEVELS],
  ["audit", AUDIT],
  ["audit-dump", DUMP_AUDIT],
] as const) {
  test(`annotations: ${name}`, () => {
    const output = text(renderGithub(report, PIPE));
    assertGolden(`formats/github/${name}.txt`, output);
    assert.equal(text(renderGithub(report, colourTerminal(40))), output, "a terminal makes no difference");
  });
}

function commandsOf(report: Report): readonly Command[] {
  return readOutput(text(renderGithub(report, PIPE))).commands;
}

function violating(file: string, modes: Result["modes"], ...violations: ViolationReport[]) {
  return workloadOf("Deployment", "apps/v1", "a", "web", { file, line: 1 }, [
    resultOf("template", null, "baseline", "latest", modes, violations),
  ]);
}

function lintOf(
  workloads: Report["namespaces"][number]["workloads"],
  parts: Partial<Parameters<typeof reportOf>[0]> = {},
) {
  return reportOf({ namespaces: [namespaceOf("a", { workloads })], files: 1, objects: 1, ...parts });
}

test("a report without a fault has only the summary", () => {
  for (const [report, lines] of [
    [CLEAN_REPORT, 2],
    [EMPTY_REPORT, 1],
  ] as const) {
    const { commands, log } = readOutput(text(renderGithub(report, PIPE)));
    assert.deepEqual(commands, []);
    assert.equal(log.length, lines);
  }
});

for (const [number, errors] of [
  [10, 10],
  [11, 9],
  [250, 9],
] as const) {
  test(`GitHub gets only as many of ${number} errors as it shows`, () => {
    const workloads = Array.from({ length: number }, (_, index) =>
      violating(`${index}.yaml`, ["enforce"], violationOf("privileged", "privileged", "no")),
    );
    const commands = commandsOf(
      lintOf([violating("warn.yaml", ["warn"], violationOf("hostPorts", "hostPort", "no")), ...workloads]),
    );
    assert.deepEqual(
      commands.map(({ name }) => name),
      [...Array.from({ length: 10 }, () => "error"), "warning"],
    );
    assert.deepEqual(
      commands.slice(0, errors).map(({ properties }) => properties["file"]),
      Array.from({ length: errors }, (_, index) => `${index}.yaml`),
    );
    const { data, properties } = commands[9] ?? { data: "", properties: {} };
    if (number === 10) assert.match(data, /^privileged \(no\)\n/);
    else {
      assert.match(data, new RegExp(`^${number - 9} more errors: GitHub shows 10 of a step\\.`));
      assert.deepEqual(properties, {});
    }
  });
}

test("annotations that cause exit code 2 or 3 are first, and notes are last", () => {
  const source = { file: "n.yaml", document: 0, line: 1 };
  const report = lintOf(
    [
      violating("b.yaml", ["audit"], violationOf("privileged", "privileged", "no")),
      violating("c.yaml", ["enforce"], violationOf("privileged", "privileged", "no")),
      violating("d.yaml", ["audit", "warn"], violationOf("privileged", "privileged", "no")),
    ],
    {
      notes: [
        { severity: "info", code: "not-an-object", message: "i", source },
        { severity: "warning", code: "duplicate-key", message: "w", source },
        { severity: "error", code: "invalid-label", message: "e", source },
      ],
      unreadable: [{ message: "u", source, list: null }],
    },
  );
  assert.deepEqual(
    commandsOf(report).map(({ name, data }) => `${name} ${data.split("\n")[0]}`),
    [
      "error e",
      "error u",
      "error privileged (no)",
      "warning privileged (no)",
      "warning w",
      "notice privileged (no)",
      "notice i",
    ],
  );
});

test("annotations that cause exit code 1 are first within their severity", () => {
  const workloads = [
    violating("a.yaml", ["enforce"], violationOf("privileged", "privileged", "no")),
    violating("b.yaml", ["enforce", "warn"], violationOf("privileged", "privileged", "no")),
    violating("c.yaml", ["audit"], violationOf("privileged", "privileged", "no")),
    violating("d.yaml", ["enforce", "audit"], violationOf("privileged", "privileged", "no")),
  ];
  for (const [failOn, expected] of [
    ["enforce", "a b d c"],
    ["warn", "b a d c"],
    ["audit", "d a b c"],
    ["any", "a b d c"],
    ["none", "a b d c"],
  ] as const) {
    const files = commandsOf(lintOf(workloads, { failOn })).map(({ properties }) => properties["file"]?.charAt(0));
    assert.equal(files.join(" "), expected, failOn);
  }
});

test("an annotation names the level of its strongest mode, and the violating field at that level", () => {
  const at = (line: number) => violationOf("privileged", "privileged", "no", { line, column: 7 });
  const report = lintOf([
    workloadOf("Pod", "v1", "a", "web", { file: "a.yaml", line: 1 }, [
      resultOf("pods", "web", "restricted", "v1.30", ["audit"], [at(3)]),
      resultOf("pods", "web", "baseline", "v1.20", ["warn"], [at(4)]),
    ]),
  ]);
  assert.deepEqual(
    commandsOf(report).map(({ name, properties }) => ({ name, ...properties })),
    [{ name: "warning", file: "a.yaml", line: "4", col: "7", title: 'would violate PodSecurity "baseline:v1.20"' }],
  );
});

test("a violation may have no detail, and an unknown check", () => {
  const report = lintOf([violating("a.yaml", [], violationOf("newCheck", "new reason", ""))]);
  assert.deepEqual(
    commandsOf(report).map(({ data }) => data),
    ["new reason\nDeployment/web in namespace a, check newCheck"],
  );
});

test("standard input is not a file of a repository", () => {
  const report = lintOf([
    violating("<stdin>", ["enforce"], violationOf("privileged", "privileged", "no", { line: 9 })),
  ]);
  const [command] = commandsOf(report);
  assert.deepEqual(command?.properties, { title: 'violates PodSecurity "baseline:latest"' });
  assert.match(command?.data ?? "", /^<stdin>:9: privileged \(no\)\n/);
});

test("an accepted violation is not annotated", () => {
  const accepted = acceptedOf(violationOf("privileged", "privileged", "old"), {
    ...ACCEPTANCE,
    reason: "::error::why",
  });
  const report = lintOf([violating("a.yaml", ["enforce"], accepted, violationOf("hostPorts", "hostPort", "new"))], {
    accepts: true,
  });
  const { commands, log } = readOutput(text(renderGithub(report, PIPE)));
  assert.deepEqual(
    commands.map(({ data }) => data.split("\n")[0]),
    ["hostPort (new)"],
  );
  assert.match(
    log.join("\n"),
    /^ {2}Deployment\/web in a: privileged: ::error::why \(until 2027-01-31, accepted\.yaml:7\)$/m,
  );
});

test("forbidden lists are one annotation, and a list with another error has its own", () => {
  const list = (resource: string, message: string, rule: string) => ({
    message,
    source: null,
    list: { resource, namespace: null, rule },
  });
  const refusal = 'pods is forbidden: User "jane" cannot list resource "pods" in API group "" at the cluster scope';
  const unreadable = [
    list("pods", refusal, "{}"),
    list("jobs", "the server broke off", ""),
    list("jobs", refusal, "{}"),
  ];
  assert.deepEqual(commandsOf(lintOf([], { unreadable })), [
    {
      name: "error",
      properties: { title: "forbidden" },
      data:
        '2 rights are missing: user "jane" may not list jobs and pods in all namespaces\n' +
        `An administrator can grant these rights:\n${CREATE_ROLE}\n` +
        "kubectl create clusterrolebinding kubectl-pss-jane --clusterrole=kubectl-pss --user=jane\n" +
        "Or only in one namespace, which -n NAMESPACE reads:\n" +
        "kubectl create rolebinding kubectl-pss-jane --clusterrole=kubectl-pss --user=jane -n NAMESPACE",
    },
    { name: "error", properties: { title: "jobs could not be listed" }, data: "the server broke off" },
  ]);
});

test("a chart that was not rendered is not judged", () => {
  const message = "not judged: web is a Helm chart";
  const [command] = commandsOf(lintOf([], { unreadable: [{ message, source: null, list: null }] }));
  assert.deepEqual(command, { name: "error", properties: { title: "was not judged" }, data: message });
});
