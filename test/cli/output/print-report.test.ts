import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { after, test } from "node:test";
import type { Report, WorkloadReport } from "../../../src/report/report.ts";
import { writeOutputs, printReport } from "../../../src/cli/output/print-report.ts";
import { FORMATS, type Format } from "../../../src/render/format.ts";
import { REPORT } from "../../fixtures/reports/report.ts";
import { SUGGESTIONS } from "../../fixtures/suggestions.ts";

const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-print-"));
after(() => rmSync(folder, { recursive: true }));

const isFormat = (name: string): name is Format => FORMATS.includes(name);

/** A report that no format can print, with something for standard error. */
function brokenReport(): Report {
  const [namespace] = REPORT.namespaces;
  const whole = namespace?.workloads[0];
  assert.ok(namespace !== undefined && whole !== undefined);
  const workload: WorkloadReport = {
    ...whole,
    get results(): never {
      throw new TypeError("injected");
    },
    get violations(): never {
      throw new TypeError("injected");
    },
  };
  const source = { file: "a.yaml", document: 0, line: 3 };
  const unreadable = [{ message: "this one could not be read", source, list: null }];
  return { ...REPORT, namespaces: [{ ...namespace, workloads: [workload] }], notes: [], unreadable };
}

for (const output of FORMATS.filter(isFormat)) {
  test(`notes about the inputs are printed even if -o ${output} cannot print the report`, async () => {
    const stdout = new PassThrough().resume();
    const stderr = new PassThrough();
    const io = { stdin: Readable.from([]), stdout, stderr, env: {} };
    await assert.rejects(
      printReport(
        brokenReport(),
        { output: { stdout: output, isNamed: true, files: [] }, headers: true, timestamp: false },
        io,
        true,
        SUGGESTIONS,
      ),
      {
        message: "injected",
      },
    );
    assert.match(String(stderr.read()), /^error: a\.yaml:3: this one could not be read$/m);
  });
}

test("all outputs are tried, and the first failure is thrown", async () => {
  const done: string[] = [];
  const outputs = [
    async () => void done.push("a"),
    async () => {
      throw new Error("b");
    },
    async () => {
      throw new Error("c");
    },
    async () => void done.push("d"),
  ];
  await assert.rejects(writeOutputs(outputs), { message: "b" });
  assert.deepEqual(done, ["a", "d"]);
});

test("the summary of a step is written even if standard output fails", async () => {
  const summary = join(folder, "summary.md");
  const stdout = new PassThrough();
  stdout.on("error", () => {});
  stdout.destroy(new Error("disk full"));
  const io = { stdin: Readable.from([]), stdout, stderr: new PassThrough(), env: { GITHUB_STEP_SUMMARY: summary } };
  await printReport(
    REPORT,
    { output: { stdout: "github", isNamed: true, files: [] }, headers: true, timestamp: false },
    io,
    true,
    SUGGESTIONS,
  ).catch(() => {});
  assert.match(readFileSync(summary, "utf8"), /^## Pod Security/);
});
