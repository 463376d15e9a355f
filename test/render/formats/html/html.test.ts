import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "../../../../src/report/report.ts";
import { renderHtml } from "../../../../src/render/formats/html/html.ts";
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from "../../../../src/render/formats/html/page/assets.ts";
import { AUDIT, CLEAN_AUDIT } from "../../../fixtures/reports/audit-report.ts";
import { AUDIT_COMPARISON } from "../../../fixtures/reports/comparisons.ts";
import { DRY_RUN } from "../../../fixtures/reports/dry-run-report.ts";
import { assertGolden } from "../../../golden/golden.ts";
import { CLEAN_REPORT, EMPTY_REPORT, REPORT, REPORT_BY_LEVELS } from "../../../fixtures/reports/report.ts";
import { ACCEPT_REPORT, largeAudit } from "./reports.ts";
import { PIPE, text } from "../../painted.ts";

/** The page without its style and script, which are the same in every report, and without their hashes. */
function pageOf(report: Report): string {
  return text(renderHtml(report, PIPE))
    .replace(STYLE, () => "…")
    .replace(SCRIPT, () => "…")
    .replace(STYLE_HASH, "sha256-…")
    .replace(SCRIPT_HASH, "sha256-…");
}

for (const [name, report] of [
  ["report", REPORT],
  ["levels", REPORT_BY_LEVELS],
  ["accept", ACCEPT_REPORT],
  ["empty", EMPTY_REPORT],
  ["audit", AUDIT],
  ["compared", { ...AUDIT, compared: AUDIT_COMPARISON }],
  ["dry-run", DRY_RUN],
] as const) {
  test(`the page of a report: ${name}`, () => assertGolden(`formats/html/${name}.html`, pageOf(report)));
}

test("the totals of a dry run count each violating workload once, also workloads with possibly new violations", () => {
  const figure = (report: Report, name: string): number => {
    const found = new RegExp(`<dt>${name}</dt><dd><strong>([\\d,]+)</strong>`).exec(pageOf(report));
    return Number(found?.[1] ?? 0);
  };
  const unknown: Report = {
    ...DRY_RUN,
    namespaces: DRY_RUN.namespaces.map((namespace) => ({
      ...namespace,
      change: namespace.change && { ...namespace.change, from: null },
    })),
  };
  const [before, now] = [DRY_RUN, unknown].map((report) =>
    ["New violations", "Violations, new or not", "Already violating"].map((name) => figure(report, name)),
  );
  assert.ok((now?.[1] ?? 0) > (before?.[1] ?? 0), `${before} and ${now}`);
  const sum = (all: readonly number[] = []) => all.reduce((total, one) => total + one, 0);
  assert.ok(sum(now) >= sum(before));
});

test("the page has its style and its script, each once", () => {
  const page = text(renderHtml(REPORT, PIPE));
  assert.equal(page.split(`<style>${STYLE}</style>`).length, 2);
  assert.equal(page.split(`<script type="module">${SCRIPT}</script>`).length, 2);
});

test("the policy allows nothing but them", () => {
  const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(text(renderHtml(REPORT, PIPE)));
  assert.deepEqual(policy?.[1]?.replaceAll("&#39;", "'").split("; "), [
    "default-src 'none'",
    `style-src '${STYLE_HASH}'`,
    `script-src '${SCRIPT_HASH}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test("a page without violations explains no check", () => {
  for (const report of [CLEAN_REPORT, CLEAN_AUDIT]) {
    const page = pageOf(report);
    assert.doesNotMatch(page, /How to meet the checks|<optgroup/);
    assert.match(page, /<dt>(?:Policy v|V)iolations<\/dt><dd><strong>0<\/strong>/);
  }
});

test("absent parts are not mentioned", () => {
  const page = pageOf(CLEAN_REPORT);
  assert.doesNotMatch(
    page,
    /Notes on the inputs|could not be read|<dt>Gone|<dt>Accepted|Accepted violations|Only new violations|Changes refused/,
  );
});

test("a large report without scripts names another format", () => {
  const page = pageOf(largeAudit({ namespaces: 10, workloads: 26 }));
  assert.match(
    page,
    /<noscript>\n<p class="empty">So many violations are shown only with JavaScript.*<\/p>\n<\/noscript>/,
  );
});

test("a long list of notes is truncated, with the number of the others", () => {
  const [note] = REPORT.notes;
  assert.ok(note);
  const page = pageOf({ ...REPORT, notes: Array.from({ length: 1234 }, () => note) });
  assert.match(page, /<summary>1234 items<\/summary>/);
  assert.match(page, /and 234 more items: -o json lists them/);
  assert.equal(page.split(note.message).length - 1, 1000);
});

test("no piece is large, even in a large report", () => {
  for (const piece of renderHtml(largeAudit({ namespaces: 200, workloads: 100 }), PIPE)) {
    assert.ok(piece.length < 200_000);
  }
});

/** A report in which security context constraints of OpenShift changed the pods of each workload. */
function changedByScc(report: Report): Report {
  return {
    ...report,
    namespaces: report.namespaces.map((namespace) => ({
      ...namespace,
      workloads: namespace.workloads.map((workload) => ({
        ...workload,
        results: workload.results.map((result) => ({ ...result, scc: "restricted-v2" })),
      })),
    })),
  };
}

const SCC = "its pods meet a level that its template violates, because OpenShift's SCC restricted-v2 changes them";

test("a workload with pods that OpenShift changed has a text about it, in the data and for a browser without JavaScript", () => {
  assert.ok(!pageOf(AUDIT).includes("SCC"));
  const page = pageOf(changedByScc(AUDIT));
  const [withScript = "", plain = ""] = [page.replace(/<noscript>[^]*?<\/noscript>/g, ""), page.split("<noscript>")[1]];
  assert.ok(withScript.includes(SCC), "data");
  assert.ok(plain.includes(SCC), "plain");
});
