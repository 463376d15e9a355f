/** Results at baseline:latest and restricted:latest that neither a mode nor --level requires, and levels of --level. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import type { PolicyChange } from "../../src/audit/dry-run/change.ts";
import { lint } from "../../src/audit/lint.ts";
import { FAIL_ON } from "../../src/report/violations.ts";
import type { Report, Result } from "../../src/report/report.ts";
import { ADMISSION, audit, controller, dryRun, namespace, namespaceOf, pod, workloadOf } from "./clusters.ts";
import { itemsOf, levelAt, OPTIONS } from "./items.ts";

const HOST = "  hostPID: true\n";
const RESTRICT: PolicyChange = { enforce: { type: "set", level: "baseline", version: undefined } };

/** `template baseline:latest! enforce+warn`: `!` marks a violated level, `?` a level of --level. */
function wordsOf({ subject, level, version, modes, requested, allowed }: Result): string {
  const marks = `${allowed ? "" : "!"}${requested ? "?" : ""}`;
  return `${subject} ${level}:${version}${marks} ${modes.join("+")}`.trimEnd();
}

function resultsOf(report: Report, name: string): { readonly asked: string[]; readonly others: string[] } {
  const { results, otherResults } = workloadOf(report, name);
  return { asked: results.map(wordsOf), others: otherResults.map(wordsOf) };
}

describe("without a level in the modes or in --level", () => {
  it("an audit judges templates and pods by both levels, and nothing violates", () => {
    const report = audit(namespace("team-a") + controller("StatefulSet", "db") + pod("db-0", HOST, "StatefulSet/db"), {
      failOn: "any",
    });
    const modes = "enforce+audit+warn";
    assert.deepEqual(resultsOf(report, "db"), {
      asked: [`template privileged:latest ${modes}`, `pods privileged:latest ${modes}`],
      others: [
        "template baseline:latest",
        "template restricted:latest!",
        "pods baseline:latest!",
        "pods restricted:latest!",
      ],
    });
    const { readyFor, blocks, rejectedNow } = namespaceOf(report);
    assert.deepEqual([readyFor, blocks.baseline.workloads, rejectedNow], ["privileged", 1, 0]);
    assert.deepEqual([report.summary.violations, report.summary.failing], [0, 0]);
    assert.deepEqual(workloadOf(report, "db").violations, []);
  });

  it("a dry run also judges by the level that the change does not set, without new violations", () => {
    const report = dryRun(namespace("team-a") + pod("p", HOST), RESTRICT);
    assert.deepEqual(resultsOf(report, "p"), {
      asked: ["pods baseline:latest! enforce+warn", "pods privileged:latest audit"],
      others: ["pods restricted:latest!"],
    });
    const { newPart, otherResults } = workloadOf(report, "p");
    assert.deepEqual(
      newPart?.violations.map(({ check }) => check),
      ["hostNamespaces"],
    );
    assert.deepEqual([otherResults[0]?.newIn, otherResults[0]?.sentences], [[], []]);
    assert.equal(report.summary.violations, 1);
  });

  it("a lint judges by both levels, and no violation fails it", () => {
    const labels = { enforce: "privileged", audit: "privileged", warn: "privileged" };
    const report = lint(() => itemsOf(namespace("team-a", labels) + pod("p", HOST)), { ...OPTIONS, failOn: "any" });
    assert.deepEqual(resultsOf(report, "p").others, ["pods baseline:latest!", "pods restricted:latest!"]);
    assert.deepEqual([report.summary.violations, report.summary.failing], [0, 0]);
    assert.equal(namespaceOf(report).readyFor, "privileged");
  });

  it("an exempt workload has no result", () => {
    const admission = { ...ADMISSION, exemptions: { ...NO_EXEMPTIONS, runtimeClasses: ["vm"] } };
    const labelled = namespace("team-a", { enforce: "baseline" });
    const report = audit(labelled + pod("p", `${HOST}  runtimeClassName: vm\n`), { admission });
    assert.deepEqual(resultsOf(report, "p"), { asked: [], others: [] });
    assert.equal(namespaceOf(report).readyForReason, "exempt");
  });

  it("a Windows pod can meet restricted and not baseline", () => {
    const windows =
      "  os: {name: windows}\n  securityContext: {runAsNonRoot: true}\n" +
      "  initContainers: [{name: i, image: i, securityContext: {capabilities: {add: [SYS_ADMIN]}}}]\n";
    const report = audit(namespace("team-a") + pod("p", windows));
    assert.deepEqual(resultsOf(report, "p").others, ["pods baseline:latest!", "pods restricted:latest"]);
    const { readyFor, blocks } = namespaceOf(report);
    assert.equal(readyFor, "privileged");
    assert.deepEqual(blocks, {
      baseline: { workloads: 1, checks: [{ check: "capabilities_baseline", workloads: 1 }] },
      restricted: { workloads: 0, checks: [] },
    });
  });
});

describe("audit --level", () => {
  const levels = [levelAt("baseline", "latest")];

  it("judges by a level besides the labels, and fails on its violations", () => {
    const report = audit(namespace("team-a") + pod("p", HOST), { levels });
    assert.deepEqual(resultsOf(report, "p"), {
      asked: ["pods privileged:latest enforce+audit+warn", "pods baseline:latest!?"],
      others: ["pods restricted:latest!"],
    });
    assert.deepEqual(
      workloadOf(report, "p").violations.map(({ check, modes, fails }) => [check, modes, fails]),
      [["hostNamespaces", [], true]],
    );
    assert.equal(report.summary.failing, 1);
  });

  it("shares the result of a mode with the same level and version", () => {
    const report = audit(namespace("team-a", { enforce: "baseline" }) + pod("p", HOST), { levels, failOn: "audit" });
    assert.deepEqual(resultsOf(report, "p").asked, [
      "pods baseline:latest!? enforce+warn",
      "pods privileged:latest audit",
    ]);
    // The mode does not fail the run, and the level does.
    assert.equal(report.summary.failing, 1);
  });

  it("has a separate result for another version of the level that enforce pins", () => {
    const pinned = { enforce: "baseline", "enforce-version": "v1.20" };
    const report = audit(namespace("team-a", pinned) + pod("p", HOST), { levels });
    assert.deepEqual(resultsOf(report, "p").asked, [
      "pods baseline:v1.20! enforce+warn",
      "pods privileged:latest audit",
      "pods baseline:latest!?",
    ]);
  });

  it("judges only by its level if the labels are unknown, and not by an assumed policy", () => {
    const report = audit(pod("p", HOST), { levels });
    assert.deepEqual(resultsOf(report, "p"), {
      asked: ["pods baseline:latest!?"],
      others: ["pods restricted:latest!"],
    });
    const { policy, readyFor, readyForReason, blocks, rejectedNow } = namespaceOf(report);
    assert.deepEqual([policy, readyFor, readyForReason], [null, null, "unknown"]);
    assert.deepEqual([blocks.baseline.workloads, blocks.restricted.workloads, rejectedNow], [1, 1, 0]);
    assert.equal(report.summary.failing, 1);
    assert.equal(audit(pod("p", HOST), { failOn: "any" }).summary.failing, 0);
  });

  it("fails with every --fail-on except none", () => {
    for (const text of [namespace("team-a") + pod("p", HOST), pod("p", HOST)]) {
      for (const failOn of FAIL_ON) {
        const { failing, violations } = audit(text, { levels, failOn }).summary;
        assert.deepEqual([failing, violations], [failOn === "none" ? 0 : 1, 1], failOn);
      }
    }
  });

  it("applies the exemptions of the configuration", () => {
    const admission = { ...ADMISSION, exemptions: { ...NO_EXEMPTIONS, namespaces: ["team-a"] } };
    for (const text of [namespace("team-a") + pod("p", HOST), pod("p", HOST)]) {
      const report = audit(text, { levels, admission });
      assert.deepEqual(resultsOf(report, "p"), { asked: [], others: [] });
      assert.deepEqual([namespaceOf(report).readyForReason, report.summary.failing], ["exempt", 0]);
    }
  });
});
