import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { HistoryReport } from "../../src/report/audit-history/history-report.ts";
import { HISTORY } from "../fixtures/reports/history.ts";
import { Pages, textsOf } from "./browser.ts";

const MARKUP = `<img src=x onerror="globalThis.ran=1"></svg></script><script>globalThis.ran=1</script>\u0000\u202e`;

/** A history whose texts from the log are markup. */
const HOSTILE: HistoryReport = {
  ...HISTORY,
  namespaces: HISTORY.namespaces.map((namespace) => ({
    ...namespace,
    name: `${MARKUP}${namespace.name}`,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      kind: MARKUP,
      name: MARKUP,
      message: MARKUP,
      requesters: [{ user: MARKUP, agent: MARKUP, times: 1 }],
    })),
  })),
};

const pages = await Pages.start();
if (pages !== undefined) {
  describe("the page of a history in a browser", () => {
    after(() => pages.stop());

    it("loads nothing, its policy blocks nothing, and it shows every namespace", async () => {
      const { page, requests, errors } = await pages.open(HISTORY);
      assert.deepEqual([requests, errors], [[], []]);
      const names = HISTORY.namespaces.map(({ name }) => name).toSorted();
      assert.deepEqual((await textsOf(page, "[aria-label='Namespaces as a table'] tbody th")).toSorted(), names);
      assert.deepEqual((await textsOf(page, ".history h3")).toSorted(), names);
    });

    it("has a bar for each number of a day that is not 0, and a place for each day without events", async () => {
      const [day] = HISTORY.days;
      assert.ok(day !== undefined);
      const days = [
        { ...day, day: "2026-11-18", pods: 4, violations: 2, denied: 0 },
        { ...day, day: "2026-11-20", pods: 1000, violations: 0, denied: 1 },
      ];
      const { page } = await pages.open({ ...HISTORY, days });
      const script = (name: string): string =>
        `[...document.querySelectorAll(".chart .bar-${name}")].map((bar) => [Number(bar.getAttribute("x")), Number(bar.getAttribute("height"))])`;
      const [pods, violations, denied] = await Promise.all(
        ["pods", "violations", "denied"].map((name) => page.evaluate<[number, number][]>(script(name))),
      );
      assert.deepEqual(pods, [
        [0, 2],
        [640, 108],
      ]);
      assert.deepEqual([violations?.length, denied?.length], [1, 1]);
      assert.deepEqual(await textsOf(page, ".chart .tick"), ["1,000", "11-18", "11-19", "11-20"]);
      assert.deepEqual(await textsOf(page, "[aria-label='Days as a table'] tbody th"), ["2026-11-18", "2026-11-20"]);
    });

    it("fits on a narrow screen", async () => {
      const { page } = await pages.open(HISTORY, { viewport: { width: 360, height: 800 } });
      assert.equal(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), true);
    });

    it("runs nothing from a log", async () => {
      const { page, requests, errors } = await pages.open(HOSTILE);
      assert.deepEqual([requests, errors], [[], []]);
      assert.equal(await page.evaluate("typeof globalThis.ran"), "undefined");
      assert.equal(await page.evaluate("document.querySelectorAll('img, [onerror]').length"), 0);
      assert.equal(await page.evaluate("document.scripts.length"), 2);
    });

    it("is readable without JavaScript", async () => {
      const { page } = await pages.open(HISTORY, { javaScriptEnabled: false });
      assert.equal(await page.locator(".history").count(), HISTORY.namespaces.length);
    });
  });
}
