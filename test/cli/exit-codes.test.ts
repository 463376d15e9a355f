import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Note, Report } from "../../src/report/report.ts";
import { exitCodeOf } from "../../src/cli/exit-codes.ts";

const error: Note = { severity: "error", code: "patch", message: "", source: { file: "a", document: 0, line: 1 } };

function report(notes: readonly Note[], unreadable: number, failing: number): Report {
  return {
    kind: "LintReport",
    source: { type: "files", files: 1 },
    serverVersion: "v1.37",
    namespaces: [],
    notes,
    unreadable: [],
    accept: null,
    failOn: "enforce",
    only: null,
    byLevel: false,
    summary: {
      namespaces: 0,
      objects: 0,
      workloads: 0,
      pods: 0,
      violations: failing,
      accepted: 0,
      failing,
      unreadable,
    },
  };
}

describe("exit codes", () => {
  for (const [name, value, expected] of [
    ["nothing violates", report([], 0, 0), 0],
    ["a warning is no fault", report([{ ...error, severity: "warning" }], 0, 0), 0],
    ["violations", report([], 0, 2), 1],
    ["unreadable beats violations", report([], 1, 2), 3],
    ["wrong beats unreadable", report([error], 1, 2), 2],
  ] as const) {
    it(name, () => assert.equal(exitCodeOf(value), expected));
  }
});
