/** Renders a report of 100,000 violations in every format: the output has pieces, and is complete. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { NamespaceReport, Report } from "../../src/report/report.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { FORMATS, renderReport, type Format } from "../../src/render/format.ts";
import { clusterReport } from "../fixtures/reports/cluster-workloads.ts";
import { namespaceOf, reportOf, resultOf, violationOf, workloadOf } from "../fixtures/reports/report.ts";
import { readXml } from "./formats/junit/xml-document.ts";

const NAMESPACES = 100;
const WORKLOADS = 250;
const VIOLATIONS = ["allowPrivilegeEscalation", "capabilities_restricted", "runAsNonRoot", "seccompProfile_restricted"];
const ALL = NAMESPACES * WORKLOADS * VIOLATIONS.length;
const LONGEST_PIECE = 1_000_000;

/** A namespace that creates its workloads at each access, so that the test detects a renderer that keeps them. */
function lazyNamespace(index: number): NamespaceReport {
  const namespace = `team-${index}`;
  const file = `manifests/${namespace}.yaml`;
  return {
    ...namespaceOf(namespace),
    get workloads() {
      return Array.from({ length: WORKLOADS }, (_, number) =>
        workloadOf("Deployment", "apps/v1", namespace, `web-${number}`, { file, line: number * 20 + 1 }, [
          resultOf(
            "template",
            null,
            "restricted",
            "latest",
            ["enforce"],
            VIOLATIONS.map((check) =>
              violationOf(check, check, `container "web-${number}" does not meet it`, { line: number * 20 + 9 }),
            ),
          ),
        ]),
      );
    },
  };
}

const namespaces = Array.from({ length: NAMESPACES }, (_, index) => lazyNamespace(index));
const REPORTS: Readonly<Record<string, Report>> = {
  lint: reportOf({ namespaces, files: NAMESPACES, objects: NAMESPACES * WORKLOADS }),
  audit: clusterReport("AuditReport", namespaces),
};

for (const [name, report] of Object.entries(REPORTS)) {
  describe(`${ALL} violations of ${name} are rendered in pieces`, () => {
    for (const format of FORMATS as readonly Format[]) {
      it(format, async () => {
        const style = { width: 120, colour: false, headers: true, details: true, checks: CHECKS };
        let longest = 0;
        let length = 0;
        for (const piece of await renderReport(report, format, style)) {
          longest = Math.max(longest, piece.length);
          length += piece.length;
        }
        assert.equal(report.summary.violations, ALL);
        assert.ok(longest <= LONGEST_PIECE, `a piece of ${longest} characters`);
        // Comments on pull requests and annotations have their own limits.
        if (format === "markdown" || format === "github" || format === "azure")
          assert.ok(length < 65_536, `${length} characters`);
        // Metrics are about namespaces, and have no series for each workload.
        else assert.ok(length > NAMESPACES * (format === "prometheus" ? 1 : WORKLOADS) * 10, `${length} characters`);
      });
    }
  });
}

/** A pod that violates eleven checks. */
const POD = `
      hostNetwork: true
      securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}
      containers:
        - name: web
          image: web
          ports: [{containerPort: 80, hostPort: 80}]
          securityContext: {privileged: true, procMount: Unmasked, runAsUser: 0}
      volumes: [{name: data, hostPath: {path: /}}]`;
const FILES = 100;
const PER_FILE = 91;

describe("the command writes its complete output to a pipe, with little memory", () => {
  const folder = mkdtempSync(join(tmpdir(), "large-"));
  let violations = 0;
  before(async () => {
    for (let file = 0; file < FILES; file++) {
      const documents = Array.from(
        { length: PER_FILE },
        (_, index) =>
          `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web-${index}, namespace: team-${file}}\n` +
          `spec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:${POD}\n`,
      );
      writeFileSync(join(folder, `${file}.yaml`), documents.join("---\n"));
    }
    violations = JSON.parse(await lint(folder, "json")).summary.violations;
  });
  after(() => rmSync(folder, { recursive: true }));

  /** How to count the violations in each format; undefined for a format that does not show each violation. */
  const readers: Readonly<Record<Format, ((output: string) => number) | undefined>> = {
    json: countJson,
    yaml: countYaml,
    sarif: (output) => JSON.parse(output).runs[0].results.length,
    junit: countJunit,
    html: countHtml,
    table: countLines,
    wide: countLines,
    // The names are workloads. Comments on pull requests and annotations have a limit.
    name: undefined,
    markdown: undefined,
    github: undefined,
    azure: undefined,
    // A lint has no patches of a cluster.
    patches: undefined,
    gitlab: (output) => JSON.parse(output).length,
    rdjson: (output) => JSON.parse(output).diagnostics.length,
    prometheus: (output) => Number(/^kubectl_pss_failing_violations (\d+)$/m.exec(output)?.[1]),
  };
  for (const [format, countIn] of Object.entries(readers)) {
    if (countIn === undefined) continue;
    it(format, async () => {
      assert.ok(violations >= 100_000, `${violations} violations`);
      assert.equal(countIn(await lint(folder, format)), violations);
    });
  }
});

/** Runs the command with its output on a pipe that is read late, so that the pipe is full for some time. */
async function lint(folder: string, format: string): Promise<string> {
  const node = `${process.execPath} --max-old-space-size=200`;
  const command = `${node} bin/kubectl-pss.js lint --level restricted -o ${format} ${folder} | { sleep 0.5; cat; }`;
  const child = spawn("bash", ["--norc", "-o", "pipefail", "-c", command], { stdio: ["ignore", "pipe", "pipe"] });
  const errors: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((resolve) => child.on("close", resolve));
  assert.deepEqual([code, Buffer.concat(errors).toString()], [1, ""]);
  return Buffer.concat(chunks).toString();
}

/** Counts the lines of a table that begin with a place. */
function countLines(output: string): number {
  return output.match(/^\S+:\d+: /gm)?.length ?? 0;
}

function countJson(output: string): number {
  const report = JSON.parse(output) as Report;
  const workloads = report.namespaces.flatMap((namespace) => namespace.workloads);
  const results = workloads.flatMap((workload) => workload.results.filter(({ requested }) => requested));
  return results.flatMap((result) => result.violations).length;
}

/** Counts the violations of the results of --level. */
function countYaml(output: string): number {
  const results = output.split(/^ {10}- subject: /m).filter((result) => result.includes("requested: true"));
  return results.reduce((sum, result) => sum + (result.match(/^ {14}- check: /gm)?.length ?? 0), 0);
}

/** Counts the lines of failures: one for each field, and each violation here has one field. */
function countJunit(output: string): number {
  const failures = readXml(output).getElementsByTagName("failure");
  return Array.from(failures, ({ textContent }) => (textContent ?? "").split("\n").length).reduce(
    (sum, one) => sum + one,
    0,
  );
}

/** Counts the violations of the page's data: a namespace is an object, a workload a list whose sixth item is its violations. */
function countHtml(output: string): number {
  assert.ok(output.endsWith("</html>\n"));
  const blocks = Array.from(
    output.matchAll(/<script type="application\/json" class="data">(.*?)<\/script>/gs),
    ([, json = ""]) => JSON.parse(json),
  );
  const workloads = blocks.flatMap(({ records }) => records.filter(Array.isArray));
  return workloads.reduce((sum, workload) => sum + workload[5].length, 0);
}
