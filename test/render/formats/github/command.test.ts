import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { workflowCommand } from "../../../../src/render/formats/github/command.ts";
import { logLine } from "../../../../src/render/words/annotations/annotation-lines.ts";
import type { Annotation } from "../../../../src/render/words/annotations/annotation.ts";
import { readOutput } from "./runner-reader.ts";

const PLAIN: Annotation = { severity: "error", code: "c", title: "", message: "m", place: null };

describe("a workflow command", () => {
  for (const [name, annotation, expected] of [
    ["of the whole run", PLAIN, "::error::m\n"],
    ["with a title", { ...PLAIN, severity: "warning", title: "a: b, c%" }, "::warning title=a%3A b%2C c%25::m\n"],
    [
      "at a place",
      { ...PLAIN, severity: "notice", title: "t", place: { file: "a,b:c.yaml", line: 3, column: 5 } },
      "::notice file=a%2Cb%3Ac.yaml,line=3,col=5,title=t::m\n",
    ],
    [
      "without a column",
      { ...PLAIN, place: { file: "a.yaml", line: 3, column: 0 } },
      "::error file=a.yaml,line=3::m\n",
    ],
    ["of several lines", { ...PLAIN, message: "100 %\n::%0A" }, "::error::100 %25%0A::%250A\n"],
    ["with control characters", { ...PLAIN, message: "\u001b[31m\r" }, "::error::\\x1b[31m\\r\n"],
    [
      "of a file below the directory",
      { ...PLAIN, place: { file: ".//./a.yaml", line: 1, column: 0 } },
      "::error file=a.yaml,line=1::m\n",
    ],
    [
      "of a file whose name the runner would cut",
      { ...PLAIN, place: { file: "==a.yaml", line: 1, column: 0 } },
      "::error file=./==a.yaml,line=1::m\n",
    ],
    [
      "of a file further up",
      { ...PLAIN, place: { file: "../a.yaml", line: 1, column: 0 } },
      "::error file=../a.yaml,line=1::m\n",
    ],
  ] as const) {
    it(name, () => assert.equal(workflowCommand(annotation), expected));
  }

  it("is read back by the runner", () => {
    const place = { file: " =a%2C,:\r\n%.yaml ", line: 1, column: 2 };
    const [command] = readOutput(
      workflowCommand({ severity: "error", code: "c", title: 'x %3A "', message: "a\n%0Ab::c", place }),
    ).commands;
    assert.deepEqual(command, {
      name: "error",
      properties: { file: " =a%2C,:\\r\\n%.yaml ", line: "1", col: "2", title: 'x %3A "' },
      data: "a\n%0Ab::c",
    });
  });
});

describe("a line of the log", () => {
  for (const [line, expected] of [
    ["3 of 6 workloads violate", "3 of 6 workloads violate\n"],
    ["  enforce  1 violation", "  enforce  1 violation\n"],
    ["a ::error::b", "a ::error::b\n"],
    ["::error::b", "\\x3a:error::b\n"],
    ["  ::add-mask::b", "  \\x3a:add-mask::b\n"],
    ["of a##[error]b##[group]", "of a\\x23#[error]b\\x23#[group]\n"],
    ["a\n::error::b", "a\\n::error::b\n"],
    ["a\r::error::b", "a\\r::error::b\n"],
  ] as const) {
    it(JSON.stringify(line), () => {
      assert.equal(logLine(line), expected);
      assert.deepEqual(readOutput(logLine(line)).commands, []);
    });
  }
});
