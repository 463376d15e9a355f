/** The use case of an audit: its namespaces, and violations of levels that no mode requires. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { AcceptedUpdate } from "../../src/app/accepted/accepted-request.ts";
import { runAudit, type AuditRequest } from "../../src/app/audit.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { renderReport, type Format } from "../../src/render/format.ts";
import type { ListUpdate } from "../../src/accepted/update.ts";
import { renderAcceptedList } from "../../src/render/formats/accepted/list.ts";
import type { Report } from "../../src/report/report.ts";
import { levelAt } from "../audit/items.ts";
import { namespace, pod, workloadOf } from "../audit/clusters.ts";
import { renderHtml } from "../../src/render/formats/html/html.ts";
import { PIPE, text } from "../render/painted.ts";
import { tree } from "../sources/tree.ts";
import { recordedTerminal } from "./terminal.ts";

const LATEST_BASELINE = [levelAt("baseline", "latest")];

/** Audits a dump with these contents. */
function audit(dump: string, request: Partial<AuditRequest> = {}): Promise<Report> {
  const usual = { levels: [], strict: false, identify: true, accepted: undefined, hasPlannedLevels: false };
  const filename = [tree({ "dump.yaml": dump })];
  return runAudit({ ...usual, failOn: "enforce", verbosity: 0, filename, ...request }, recordedTerminal());
}

function namesOf({ namespaces }: Report): string[] {
  return namespaces.map(({ name }) => name);
}

const LABELLED = namespace("labelled", { enforce: "baseline" });
const RUNNER = pod("runner", "  hostPID: true\n");
const DUMP = namespace("team-a") + RUNNER + namespace("empty") + LABELLED;

/** A Deployment in namespace team-a. */
const deployment = (name: string): string =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: team-a}\n` +
  "spec: {template: {spec: {containers: [{name: a, image: a}]}}}\n";

describe("the patches of a page", () => {
  it("are those of 1,000 workloads, and the others have a reason", async () => {
    const dump = namespace("team-a") + Array.from({ length: 1001 }, (_, index) => deployment(`web-${index}`)).join("");
    for (const [patches, planned] of [
      ["page", 1000],
      ["all", 1001],
    ] as const) {
      const report = await audit(dump, { patches });
      const all = report.namespaces.flatMap(({ workloads }) => workloads);
      assert.equal(all.filter(({ patch }) => patch?.fix?.state === "fixed").length, planned);
      assert.equal(all.filter(({ patch }) => patch?.obstacle === "limit").length, 1001 - planned);
      const page = text(renderHtml(report, PIPE));
      assert.equal(page.match(/"kubectl patch deployment/g)?.length, 1000);
      assert.equal(page.split("No patch: the page has the patches of 1,000 workloads only").length, 2);
    }
  });
});

describe("--skip and --only", () => {
  it("a skipped namespace is neither in the report nor in its counts", async () => {
    const report = await audit(DUMP, { skip: ["team-a"] });
    assert.deepEqual([namesOf(report), report.summary.workloads], [["empty", "labelled"], 0]);
    assert.deepEqual(namesOf(await audit(DUMP, { skip: ["team-a", "empty", "nowhere"] })), ["labelled"]);
    assert.deepEqual(namesOf(await audit(DUMP, { namespace: ["team-a", "empty"], skip: ["labelled"] })), [
      "empty",
      "team-a",
    ]);
  });

  it("-n and --skip of one namespace contradict each other", async () => {
    await assert.rejects(audit(DUMP, { namespace: ["empty", "team-a"], skip: ["team-a"] }), {
      name: "UserError",
      message: '-n and --skip both name "team-a"',
    });
  });

  for (const [only, names] of [
    ["blocked", ["team-a"]],
    ["ready", []],
    ["unlabelled", ["empty", "team-a"]],
  ] as const) {
    it(`--only ${only} lists some namespaces, and hides nothing from the summary`, async () => {
      const all = await audit(DUMP, { levels: LATEST_BASELINE });
      const report = await audit(DUMP, { levels: LATEST_BASELINE, only });
      assert.deepEqual([report.only, namesOf(report)], [only, names]);
      assert.deepEqual([report.summary, all.only], [all.summary, null]);
      assert.equal(report.summary.failing, 1);
    });
  }
});

const NONE = { rules: [], today: "2026-12-01" };

/** The change that --update-accept makes, and the request that reads the list. */
async function accept(dump: string, request: Partial<AuditRequest>) {
  let update: ListUpdate | undefined;
  const file = join(tree({ README: "" }), "accepted.yaml");
  const write: AcceptedUpdate["write"] = async (merge) => {
    update = merge();
    writeFileSync(file, [...renderAcceptedList(update.entries, file)].join(""));
  };
  const updating = { reason: "r", refuseUnwritable: () => undefined, write };
  await audit(dump, { ...request, accepted: { ...NONE, file, update: updating } });
  assert.ok(update !== undefined);
  return { update, accepted: { ...NONE, file } };
}

describe("a violation of a level that no mode requires", () => {
  it("is not added to a list", async () => {
    const { update, accepted } = await accept(namespace("team-a") + RUNNER, {});
    assert.deepEqual([update.added, update.removed], [0, 0]);
    const read = await audit(namespace("team-a") + RUNNER, { accepted });
    assert.equal(read.summary.accepted, 0);
    for (const { allowed, violations } of workloadOf(read, "runner").otherResults) {
      assert.equal(allowed, false);
      assert.deepEqual(new Set(violations.map((violation) => violation.accepted)), new Set([null]));
    }
    assert.equal((await audit(namespace("team-a") + RUNNER, { accepted, levels: LATEST_BASELINE })).summary.failing, 1);
  });

  it("is accepted by the entry of the same violation at the level of a mode", async () => {
    const dump = namespace("team-a", { enforce: "baseline", "enforce-version": "v1.30" }) + RUNNER;
    const { update, accepted } = await accept(dump, {});
    assert.equal(update.added, 1);
    const { summary, namespaces, notes } = await audit(dump, { accepted });
    assert.deepEqual([summary.violations, summary.accepted, summary.failing], [1, 1, 0]);
    assert.deepEqual(notes, []);
    // The namespace does not change: accepting changes no readiness.
    assert.deepEqual([namespaces[0]?.readyFor, namespaces[0]?.rejectedNow], ["privileged", 1]);
  });

  it("is found, so that its entry is not unused", async () => {
    const labelled = namespace("team-a", { enforce: "baseline" }) + RUNNER;
    const { accepted } = await accept(labelled, {});
    assert.deepEqual((await audit(namespace("team-a") + RUNNER, { accepted })).notes, []);
  });

  for (const format of ["sarif", "junit", "github", "name"] as const satisfies readonly Format[]) {
    it(`is only in -o ${format} with its --level`, async () => {
      const style = { width: 120, colour: false, headers: true, details: true, checks: CHECKS };
      const render = async (report: Report): Promise<string> => text(await renderReport(report, format, style));
      const word = format === "name" ? "pod/runner" : "hostPID=true";
      const dump = namespace("team-a") + RUNNER;
      assert.ok(!(await render(await audit(dump, { failOn: "any" }))).includes(word));
      assert.ok((await render(await audit(dump, { levels: LATEST_BASELINE }))).includes(word));
    });
  }
});
