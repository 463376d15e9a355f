import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf } from "../../../../src/render/formats/table/columns.ts";
import { namespaceOf, reportOf, resultOf, violationOf, workloadOf } from "../../../golden/render/report.ts";
import { PIPE, terminal } from "../../painted.ts";

const DETAIL = 'container "web" must set securityContext.allowPrivilegeEscalation=false';

function reportWith(file: string, modes: Parameters<typeof resultOf>[4], detail = DETAIL) {
  const violation = violationOf("allowPrivilegeEscalation", "r", detail, { line: 31 });
  const workload = workloadOf("Deployment", "apps/v1", "shop", "web", { file, line: 1 }, [
    resultOf("template", null, "restricted", "latest", modes, [violation]),
  ]);
  return reportOf({ namespaces: [namespaceOf("shop", { workloads: [workload] })], files: 1, objects: 1 });
}

function setOut(report: ReturnType<typeof reportWith>, width: number): { hint: string; lines: string[] } {
  const columns = columnsOf(report, width === Infinity ? PIPE : terminal(width));
  const [workload] = report.namespaces[0]?.workloads ?? [];
  const [violation] = workload?.violations ?? [];
  assert.ok(workload && violation);
  return { hint: columns.hint, lines: [columns.heading, columns.line(workload, violation)] };
}

test("everything is shown whole where there is room", () => {
  for (const width of [150, Infinity]) {
    assert.deepEqual(setOut(reportWith("shop/web.yaml", ["enforce", "warn"]), width), {
      hint: "",
      lines: [
        "    LOCATION          MODES         CHECK                     DETAIL",
        `    shop/web.yaml:31  enforce,warn  allowPrivilegeEscalation  ${DETAIL}`,
      ],
    });
  }
});

test("first the detail is cut, then a file does without its directories, then modes are letters", () => {
  const report = reportWith("shop/overlays/web.yaml", ["enforce", "audit", "warn"]);
  const line = (width: number) => setOut(report, width).lines[1]?.trim();
  assert.equal(
    line(135),
    `shop/overlays/web.yaml:31  enforce,audit,warn  allowPrivilegeEscalation  ${DETAIL.slice(0, 57)}…`,
  );
  assert.equal(line(118), `…/web.yaml:31  enforce,audit,warn  allowPrivilegeEscalation  ${DETAIL.slice(0, 52)}…`);
  assert.equal(line(110), `…/web.yaml:31  E A W  allowPrivilegeEscalation  ${DETAIL.slice(0, 57)}…`);
  assert.equal(line(80), `…/web.yaml:31  E A W  allowPrivilegeEscalation  ${DETAIL.slice(0, 27)}…`);
});

test("a hint explains what is shortened", () => {
  const cut = "What is cut to the width of the terminal, -o wide shows in full.";
  const letters = "E A W: enforce, audit, warn.";
  const modes = ["enforce", "audit", "warn"] as const;
  assert.equal(setOut(reportWith("web.yaml", modes), 125).hint, cut);
  assert.equal(setOut(reportWith("web.yaml", modes), 80).hint, `${letters} ${cut}`);
  assert.equal(setOut(reportWith("web.yaml", modes, "host"), 60).hint, letters);
  assert.equal(setOut(reportWith("web.yaml", modes, "host"), 80).hint, "");
});

test("a mode that does not count is a dash", () => {
  assert.match(setOut(reportWith("web.yaml", ["audit", "warn"]), 80).lines[1] ?? "", / {2}- A W {2}/);
});

test("a name too long for its column keeps its end", () => {
  const report = reportWith("some-very-long-name-of-a-manifest.yaml", ["warn"]);
  assert.match(setOut(report, 80).lines[1] ?? "", /^ {4}…nifest\.yaml:31 {2}- - W {2}/);
});

test("in a pipe a very long path pushes only its own line aside", () => {
  const long = `${"directory/".repeat(10)}web.yaml`;
  const [heading = "", line = ""] = setOut(reportWith(long, ["warn"]), Infinity).lines;
  assert.equal(heading.indexOf("MODES"), 4 + 48 + 2);
  assert.ok(line.startsWith(`    ${long}:31  warn   allow`), line);
});
