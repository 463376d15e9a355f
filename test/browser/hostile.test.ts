import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import * as fc from "../property.ts";
import type { Page } from "playwright-core";
import type { Report } from "../../src/report/report.ts";
import { dryRunHeadline } from "../../src/render/words/dry-run/headline.ts";
import { hostileDryRun, hostileReport } from "../render/formats/html/reports.ts";
import { Pages, textsOf } from "./browser.ts";

/** Few, because each opens a window; test/render/formats/html/data.test.ts reads many more. */
const RUNS = 15;

/** A text as HTML can contain it: codes in place of NUL and C1 controls, U+FFFD in place of a lone surrogate. */
function asMarkup(text: string): string {
  const code = (character: string): string =>
    `\\${character === "\0" ? "x00" : `u00${character.charCodeAt(0).toString(16)}`}`;
  return text.toWellFormed().replaceAll(/[\0\u0080-\u009f]/g, code);
}

async function assertHarmless(page: Page, report: Report): Promise<void> {
  assert.equal(await page.evaluate("typeof globalThis.ran"), "undefined", "a script ran");
  const foreigners =
    "document.querySelectorAll('img, iframe, object, embed, b, i, svg:not(.bar), form, [onerror], [onfocus], [onload]').length";
  assert.equal(await page.evaluate(foreigners), 0, "an element was made");
  const scripts = await page.evaluate<string[]>("[...document.scripts].map((one) => one.className + one.type)");
  assert.deepEqual(scripts, ["aboutapplication/json", "dataapplication/json", "module"]);
  assert.equal(await page.evaluate("document.body.lastElementChild.type"), "module");
  const names = report.namespaces.map(({ name }) => (name === "" ? "(no name)" : name));
  assert.deepEqual((await textsOf(page, ".card h3")).toSorted(), names.toSorted());
  assert.deepEqual((await textsOf(page, "#map tbody th")).toSorted(), names.toSorted());
}

/** The workloads of a report, each with its namespace, in any order. */
function expectedWorkloads({ namespaces }: Report): string[] {
  return namespaces.flatMap(({ workloads }) =>
    workloads.map((workload) => {
      const { kind, name, source } = workload;
      return JSON.stringify({
        title: `${kind}/${name === "" ? "<unknown>" : name}`,
        place: source === null || source.file === "" ? [] : [`${source.file}:${source.line}`],
        messages: workload.violations.map(({ reason, detail }) => (detail === "" ? reason : `${reason} (${detail})`)),
        paths: workload.violations.flatMap(({ fields }) => fields.map(({ path }) => path)),
      });
    }),
  );
}

async function shownWorkloads(page: Page): Promise<string[]> {
  const script = `[...document.querySelectorAll(".workload")].map((workload) => {
    const texts = (selector) => [...workload.querySelectorAll(selector)].map((one) => one.textContent);
    return JSON.stringify({
      title: texts("h4")[0],
      place: texts(".heading .place"),
      messages: texts(".message"),
      paths: texts(".fields li > code:first-child"),
    });
  })`;
  return await page.evaluate<string[]>(script);
}

const pages = await Pages.start();
if (pages !== undefined) {
  describe("hostile names in a browser", () => {
    after(() => pages.stop());

    it("are unchanged and only text in a lint", async () => {
      await fc.assert(
        fc.asyncProperty(hostileReport, async (report) => {
          const { page, requests, errors } = await pages.open(report, {}, "#new=0");
          await assertHarmless(page, report);
          assert.deepEqual((await shownWorkloads(page)).toSorted(), expectedWorkloads(report).toSorted());
          const [note] = report.notes;
          const place = asMarkup(`${note?.source?.file}:${note?.source?.line}`);
          assert.deepEqual(await textsOf(page, "#notes-heading + details bdi"), [place, asMarkup(note?.message ?? "")]);
          assert.deepEqual([requests, errors], [[], []]);
          await page.context().close();
        }),
        { numRuns: RUNS },
      );
    });

    it("are unchanged and only text in a dry run", async () => {
      await fc.assert(
        fc.asyncProperty(hostileDryRun, async (report) => {
          const { page, errors } = await pages.open(report);
          await assertHarmless(page, report);
          assert.deepEqual(await shownWorkloads(page), expectedWorkloads(report));
          const change = report.namespaces[0]?.change;
          assert.deepEqual(await textsOf(page, ".answer bdi"), change?.serverWarnings);
          assert.deepEqual(
            await textsOf(page, ".labels bdi"),
            Object.entries(change?.labels ?? {}).map(([name, value]) => `${name}=${value}`),
          );
          const { source } = report;
          assert.ok(source.type === "cluster");
          const where = source.context === null ? [source.server] : [source.context, source.server];
          assert.deepEqual(await textsOf(page, ".banner bdi"), [...where.map(asMarkup), dryRunHeadline(report)]);
          assert.deepEqual(errors, []);
          await page.context().close();
        }),
        { numRuns: RUNS },
      );
    });

    it("filter the page, from the map and from the address", async () => {
      await fc.assert(
        fc.asyncProperty(hostileReport, async (report) => {
          const { page, errors } = await pages.open(report, {}, "#new=0");
          const [first] = await textsOf(page, "#map tbody th");
          await page.locator("#map tbody th button").first().click();
          const [shown] = await textsOf(page, ".card h3");
          assert.equal(shown, first);
          const address = page.url();
          await page.goto("about:blank");
          await page.goto(address);
          await page.waitForSelector("[data-ready]", { state: "attached" });
          assert.equal((await textsOf(page, ".card h3"))[0], first);
          assert.deepEqual(errors, []);
          await page.context().close();
        }),
        { numRuns: RUNS },
      );
    });
  });
}
