import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import axe from "axe-core";
import type { RolloutPlan } from "../../src/report/plan/rollout-plan.ts";
import type { HistoryReport } from "../../src/report/audit-history/history-report.ts";
import type { Report } from "../../src/report/report.ts";
import { AUDIT } from "../fixtures/reports/audit-report.ts";
import { DRY_RUN } from "../fixtures/reports/dry-run-report.ts";
import { HISTORY } from "../fixtures/reports/history.ts";
import { DONE_PLAN, LARGE_PLAN, PLAN } from "../fixtures/reports/plan.ts";
import { AUDIT_COMPARISON, PLAN_COMPARISON } from "../fixtures/reports/comparisons.ts";
import { EMPTY_REPORT, REPORT } from "../fixtures/reports/report.ts";
import { ACCEPT_REPORT, largeAudit } from "../render/formats/html/reports.ts";
import { Pages } from "./browser.ts";
import { lintedForPage, MANIFEST } from "./linted.ts";

/** Axe's findings by rule, with the elements' text. */
const RUN = `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(
  ({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html, any }) => html + " " + any.map(({ message }) => message)).join("; ")),
)`;

const REPORTS: Readonly<Record<string, Report | RolloutPlan | HistoryReport>> = {
  lint: REPORT,
  "lint with accepted violations": ACCEPT_REPORT,
  empty: EMPTY_REPORT,
  audit: AUDIT,
  "lint with patches": await lintedForPage(MANIFEST),
  "dry run": DRY_RUN,
  "audit that is compared": { ...AUDIT, compared: AUDIT_COMPARISON },
  plan: PLAN,
  "plan without a change": DONE_PLAN,
  "plan that is compared": { ...PLAN, compared: PLAN_COMPARISON },
  history: HISTORY,
  "plan of many namespaces": LARGE_PLAN,
  "audit of many namespaces": largeAudit({ namespaces: 120, workloads: 4 }),
};

const pages = await Pages.start();
if (pages !== undefined) {
  describe("axe, the checker of accessibility rules,", () => {
    after(() => pages.stop());

    for (const { colorScheme, width } of [
      { colorScheme: "light", width: 360 },
      { colorScheme: "dark", width: 1600 },
    ] as const) {
      for (const [name, report] of Object.entries(REPORTS)) {
        it(`finds no fault: ${name}, ${colorScheme}, ${width} pixels wide`, async () => {
          // The page's policy would block axe's own script.
          const options = { bypassCSP: true, colorScheme, viewport: { width, height: 900 } };
          const { page } = await pages.open(report, options, "#new=0");
          const how = page.locator(".how").first();
          if ((await how.count()) > 0) await how.click();
          const patch = page.locator(".patch .how").first();
          if ((await patch.count()) > 0) await patch.click();
          const closed = page.locator(".ns details summary").first();
          if ((await closed.count()) > 0) await closed.click();
          await page.addScriptTag({ content: axe.source });
          assert.deepEqual(await page.evaluate(RUN), []);
          await page.context().close();
        });
      }
    }
  });
}
