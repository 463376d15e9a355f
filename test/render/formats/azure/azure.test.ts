import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import * as fc from "../../../property.ts";
import { renderAzure } from "../../../../src/render/formats/azure/azure.ts";
import { loggingCommand } from "../../../../src/render/formats/azure/command.ts";
import type { Annotation } from "../../../../src/render/words/annotations/annotation.ts";
import { escapeText } from "../../../../src/render/words/escape.ts";
import { commandsOf } from "../../../ci-runners.ts";
import { AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { CLEAN_REPORT, EMPTY_REPORT, REPORT, REPORT_BY_LEVELS } from "../../../fixtures/reports/report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { clusterReports, lintReports, RAW } from "../../hostile-reports.ts";
import { hostileText } from "../../hostile-text.ts";
import { PIPE, text } from "../../painted.ts";
import { readAgentOutput } from "./agent-reader.ts";

const PLAIN: Annotation = { severity: "error", code: "hostPorts", title: "", message: "m", place: null };

for (const [name, report] of [
  ["report", REPORT],
  ["levels", REPORT_BY_LEVELS],
  ["audit", AUDIT],
] as const) {
  test(`issues of Azure Pipelines: ${name}`, () => {
    assertGolden(`formats/azure/${name}.txt`, text(renderAzure(report, PIPE)));
  });
}

describe("a logging command", () => {
  for (const [name, annotation, expected] of [
    ["of the whole run", PLAIN, "##vso[task.logissue type=error;code=hostPorts;]m\n"],
    [
      "with a title",
      { ...PLAIN, severity: "warning", title: "a; b] c%" },
      "##vso[task.logissue type=warning;code=hostPorts;]a; b] c%AZP25: m\n",
    ],
    [
      "at a place",
      { ...PLAIN, place: { file: "./a;b].yaml", line: 3, column: 5 } },
      "##vso[task.logissue type=error;sourcepath=a%3Bb%5D.yaml;linenumber=3;columnnumber=5;code=hostPorts;]m\n",
    ],
    [
      "of a file whose name the agent would cut",
      { ...PLAIN, place: { file: "==a.yaml", line: 3, column: 0 } },
      "##vso[task.logissue type=error;sourcepath=./==a.yaml;linenumber=3;code=hostPorts;]m\n",
    ],
    [
      "of several lines, with text that looks escaped",
      { ...PLAIN, message: "100 %\n##vso[task.complete result=Failed;]%0A" },
      "##vso[task.logissue type=error;code=hostPorts;]100 %AZP25%0A\\x23#vso[task.complete result=Failed;]%AZP250A\n",
    ],
    [
      "with control characters",
      { ...PLAIN, message: "\u001b[31m\r" },
      "##vso[task.logissue type=error;code=hostPorts;]\\x1b[31m\\r\n",
    ],
  ] as const) {
    it(name, () => assert.equal(loggingCommand(annotation), expected));
  }

  it("is read back by the agent, with any texts", () => {
    const line = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, line, (title, message, file, at) => {
        const place = { file: `x${file}`, line: at, column: 1 };
        const output = loggingCommand({ severity: "error", code: "hostPorts", title, message, place });
        const { commands, log } = readAgentOutput(output);
        assert.deepEqual(log, []);
        const lines = `${title === "" ? "" : `${title}: `}${message}`.split("\n").map(escapeText);
        assert.deepEqual(commands, [
          {
            name: "task.logissue",
            properties: {
              type: "error",
              sourcepath: escapeText(place.file),
              linenumber: String(at),
              columnnumber: "1",
              code: "hostPorts",
            },
            data: lines.join("\n"),
          },
        ]);
      }),
      { numRuns: 2000 },
    );
  });
});

test("no text of a manifest becomes a command: every command is an issue with the place and code of an annotation", () => {
  const hostile = fc.oneof(lintReports({ hasAccepted: true }), clusterReports("AuditReport", { hasAccepted: true }));
  fc.assert(
    fc.property(hostile, (report) => {
      const output = text(renderAzure(report, PIPE));
      assert.doesNotMatch(output.replaceAll("\n", ""), RAW);
      const own = output.split("\n").filter((one) => one.startsWith("##vso[task.logissue type="));
      const others = commandsOf(output).filter(({ runner, name }) => runner !== "azure" || name !== "task.logissue");
      assert.deepEqual(others, []);
      const { commands } = readAgentOutput(output);
      assert.equal(commands.length, own.length);
      for (const { name, properties } of commands) {
        assert.equal(name, "task.logissue");
        assert.ok(["error", "warning"].includes(properties["type"] ?? ""));
      }
    }),
    { numRuns: 300 },
  );
});

test("notes for information are lines of the log, and not issues", () => {
  const { commands, log } = readAgentOutput(text(renderAzure(REPORT, PIPE)));
  assert.ok(log.includes("note: values.yaml:1: not a Kubernetes object but a list; skipped"));
  assert.ok(commands.every(({ properties }) => properties["code"] !== "not-an-object"));
});

test("each type has at most the number of issues that Azure Pipelines shows, and the last one counts the rest", () => {
  const notes = Array.from({ length: 25 }, (_, index) => ({
    severity: "warning" as const,
    code: "patch" as const,
    message: `note ${index}`,
    source: null,
  }));
  const { commands } = readAgentOutput(text(renderAzure({ ...EMPTY_REPORT, notes }, PIPE)));
  assert.equal(commands.length, 10);
  assert.match(commands.at(-1)?.data ?? "", /^16 more warnings: Azure Pipelines shows 10 of a step\. .* -o azure, /);
});

test("a report without a fault has only the summary", () => {
  const { commands, log } = readAgentOutput(text(renderAzure(CLEAN_REPORT, PIPE)));
  assert.deepEqual(commands, []);
  assert.equal(log.length, 2);
});
