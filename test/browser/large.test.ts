import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { largeAudit } from "../render/formats/html/reports.ts";
import { Pages, textOf } from "./browser.ts";

/** The page shows a part of the report at a time. These are upper limits for its elements, and for the elements that one action adds. */
const MOST_ELEMENTS = 6000;
const MOST_ADDED = 6000;

/** Starts to count the elements that are added to the page. */
async function countAdded(page: Page): Promise<void> {
  await page.evaluate(`
    globalThis.added = 0;
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) if (node.nodeType === 1) added += 1 + node.querySelectorAll("*").length;
    }).observe(document.body, { childList: true, subtree: true });`);
}

async function elements(page: Page): Promise<number> {
  return await page.evaluate<number>('document.body.querySelectorAll("*").length');
}

const pages = await Pages.start();
if (pages !== undefined) {
  describe("a report of 3,000 namespaces with 30,000 violations", () => {
    after(() => pages.stop());

    it("opens, filters, sorts and turns pages, and builds only the elements that it shows", async () => {
      const report = largeAudit({ namespaces: 3000, workloads: 5 });
      assert.equal(report.summary.violations, 30_000);
      const { page, errors } = await pages.open(report);
      assert.equal(await textOf(page, "#status"), "3,000 namespaces, 30,000 violations in 15,000 workloads");
      const atFirst = await elements(page);
      assert.ok(atFirst < MOST_ELEMENTS, `${atFirst} elements`);
      await countAdded(page);

      const steps: readonly (readonly [what: string, act: () => Promise<void>, status: RegExp])[] = [
        [
          "search",
          () => page.getByLabel("Search").fill("container-7-"),
          /^1 of 3,000 namespaces, 10 of 30,000 violations/,
        ],
        [
          "search for two words",
          () => page.getByLabel("Search").fill("app-1 capabilities"),
          /^474 of 3,000 namespaces, 632 of 30,000/,
        ],
        ["clear", () => page.getByRole("button", { name: "Clear" }).click(), /^3,000 namespaces, 30,000 violations/],
        ["namespace", () => page.getByLabel("Namespace", { exact: true }).fill("team-29"), /^1 of 3,000 namespaces/],
        [
          "clear again",
          () => page.getByRole("button", { name: "Clear" }).click(),
          /^3,000 namespaces, 30,000 violations/,
        ],
        [
          "check",
          async () => void (await page.getByRole("combobox", { name: "Check", exact: true }).selectOption("hostPorts")),
          /^\d[\d,]+ of 3,000 namespaces/,
        ],
        [
          "mode",
          async () => void (await page.getByRole("combobox", { name: "Mode", exact: true }).selectOption("enforce")),
          /^0 of 3,000 namespaces/,
        ],
        [
          "clear once more",
          () => page.getByRole("button", { name: "Clear" }).click(),
          /^3,000 namespaces, 30,000 violations/,
        ],
        [
          "sort",
          () => page.locator("#map").getByRole("button", { name: "Namespace", exact: true }).click(),
          /^3,000 namespaces/,
        ],
        ["turn", () => page.locator("#map-pager").getByRole("button", { name: "Next" }).click(), /^3,000 namespaces/],
      ];
      for (const [what, act, status] of steps) {
        await act();
        await page.locator("#status", { hasText: status }).waitFor();
        const added = await page.evaluate<number>("globalThis.added");
        await page.evaluate("globalThis.added = 0");
        assert.ok(added < MOST_ADDED, `${what} added ${added} elements`);
      }
      assert.deepEqual(errors, []);
    });

    it("prints a readable part, and says how much it leaves out", async () => {
      const { page } = await pages.open(largeAudit({ namespaces: 500, workloads: 5 }));
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      assert.equal(await page.locator(".workload").count(), 2000);
      assert.equal(
        await page.locator("#cards > .empty").textContent(),
        "and 100 more namespaces, for which filter and print again",
      );
    });
  });
}
