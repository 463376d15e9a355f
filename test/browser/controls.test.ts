import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { AUDIT } from "../fixtures/reports/audit-report.ts";
import { DRY_RUN } from "../fixtures/reports/dry-run-report.ts";
import { REPORT, REPORT_BY_LEVELS } from "../fixtures/reports/report.ts";
import { largeAudit } from "../render/formats/html/reports.ts";
import { Pages, textOf, textsOf } from "./browser.ts";

/** The rows of the map: name, and the numbers of its cells, left to right. */
async function mapRows(page: Page): Promise<string[]> {
  const script =
    "[...document.querySelectorAll('#map tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent).join('|'))";
  return await page.evaluate<string[]>(script);
}

/** Types into a control, and waits until the page shows the result. */
async function type(page: Page, label: string, text: string, hash: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.waitForURL((url) => url.hash === hash);
}

const pages = await Pages.start();
if (pages !== undefined) {
  describe("the controls of the page", () => {
    after(() => pages.stop());

    it("count workloads by namespace and check, the highest number first", async () => {
      const { page } = await pages.open(AUDIT);
      assert.deepEqual(await textsOf(page, "#map thead .check"), [
        "Host Namespaces",
        "Host Ports",
        "Privileged Containers",
        "Privilege Escalation",
      ]);
      assert.deepEqual(await textsOf(page, "#map .sums > *"), ["All 6", "8", "2", "1", "1", "6"]);
      assert.deepEqual(await mapRows(page), [
        "payments|7|2|1||6",
        "batch|1|||1|",
        "legacy|||||",
        "web|||||",
        "evil\u001b\u202e|||||",
        "kube-system|||||",
      ]);
    });

    it("sort by name, level and check, and show the order", async () => {
      const { page } = await pages.open(REPORT);
      const names = async (): Promise<string[]> => (await mapRows(page)).map((row) => row.split("|")[0] ?? "");
      assert.deepEqual(await names(), ["tools", "shop", "system"]);
      for (const [head, expected, direction] of [
        ["Namespace", ["shop", "system", "tools"], "ascending"],
        ["Ready for", ["shop", "tools", "system"], "ascending"],
        ["Privilege Escalation", ["shop", "tools", "system"], "descending"],
        ["Violating workloads", ["tools", "shop", "system"], "descending"],
      ] as const) {
        await page.getByRole("button", { name: head, exact: true }).click();
        assert.deepEqual(await names(), expected, head);
        const sorted = page.locator("#map [aria-sort]");
        assert.equal(await sorted.getAttribute("aria-sort"), direction);
        assert.equal(await sorted.textContent(), head);
        assert.equal(await page.evaluate("document.activeElement.textContent"), head, "the focus stays");
      }
    });

    const SEARCHES: readonly (readonly [query: string, status: string])[] = [
      ["NODE-1", "1 of 6 namespaces, 1 of 10 violations in 1 workload"],
      ["hostport 9100", "1 of 6 namespaces, 1 of 10 violations in 1 workload"],
      ["hostPorts", "1 of 6 namespaces, 1 of 10 violations in 1 workload"],
      ["payments must", "1 of 6 namespaces, 6 of 10 violations in 6 workloads"],
      ["spec.hostnetwork", "1 of 6 namespaces, 2 of 10 violations in 2 workloads"],
      ["gvisor", "1 of 6 namespaces, 0 of 10 violations in 0 workloads"],
      ["legacy", "1 of 6 namespaces, 0 of 10 violations in 0 workloads"],
      ["no such thing", "0 of 6 namespaces, 0 of 10 violations in 0 workloads"],
    ];

    it("search in names, messages, fields and checks", async () => {
      const { page } = await pages.open(AUDIT);
      for (const [query, status] of SEARCHES) {
        await type(page, "Search", query, `#${new URLSearchParams({ q: query })}`);
        assert.equal(await textOf(page, "#status"), status, query);
      }
      assert.equal(await textOf(page, "#cards"), "Nothing in the report matches the filters.");
      await page.getByRole("button", { name: "Clear" }).click();
      assert.equal(await textOf(page, "#status"), "6 namespaces, 10 violations in 8 workloads");
      assert.match(page.url(), /html#$/);
    });

    it("search in the names of files", async () => {
      const { page } = await pages.open(REPORT);
      await type(page, "Search", "overlays/", "#q=overlays%2F");
      assert.equal(await textOf(page, "#status"), "1 of 3 namespaces, 3 of 6 violations in 1 workload");
    });

    it("filter by a namespace, or by a part of names", async () => {
      const { page } = await pages.open(largeAudit({ namespaces: 120, workloads: 1 }));
      await type(page, "Namespace", "team-11", "#ns=team-11");
      assert.match(await textOf(page, "#status"), /^1 of 120 namespaces/);
      await type(page, "Namespace", "EAM-11", "#ns=EAM-11");
      assert.match(await textOf(page, "#status"), /^11 of 120 namespaces/);
      assert.equal(await page.locator("#namespaces option").count(), 120);
    });

    it("filter by check and mode", async () => {
      const { page } = await pages.open(AUDIT);
      await page.getByRole("combobox", { name: "Check", exact: true }).selectOption({ label: "Host Ports" });
      assert.equal(await textOf(page, "#status"), "1 of 6 namespaces, 1 of 10 violations in 1 workload");
      assert.equal((await textsOf(page, "#map .chosen")).length, 2);
      await page.getByRole("combobox", { name: "Check", exact: true }).selectOption("");
      await page.getByRole("combobox", { name: "Mode", exact: true }).selectOption("enforce");
      assert.equal(await textOf(page, "#status"), "1 of 6 namespaces, 3 of 10 violations in 3 workloads");
      assert.match(page.url(), /#mode=enforce$/);
    });

    it("filter new violations of a dry run", async () => {
      const { page } = await pages.open(DRY_RUN);
      assert.equal(await textOf(page, "#status"), "12 namespaces, 12 violations in 10 workloads");
      await page.getByLabel("Only new violations").check();
      assert.match(await textOf(page, "#status"), /^2 of 12 namespaces, 10 of 12 violations in 9 workloads$/);
    });

    it("have no modes with --level, and no filter for new violations without accepted ones", async () => {
      const { page } = await pages.open(REPORT_BY_LEVELS);
      assert.equal(await page.locator("#mode").count(), 0);
      assert.equal(await page.getByLabel("Only new violations").count(), 0);
      assert.deepEqual(await textsOf(page, ".violation .line .faint:not(code)"), [
        "baseline:latest, restricted:latest",
        "restricted:latest",
      ]);
    });

    it("follow the address of the page, with any contents", async () => {
      const { page } = await pages.open(AUDIT, {}, "#ns=payments&check=hostNamespaces&q=etcd&sort=name");
      assert.equal(await textOf(page, "#status"), "1 of 6 namespaces, 1 of 10 violations in 1 workload");
      assert.equal(await page.getByRole("combobox", { name: "Check", exact: true }).inputValue(), "hostNamespaces");
      assert.equal(await page.getByLabel("Search").inputValue(), "etcd");
      await page.evaluate("location.hash = '#check=no-such&mode=__proto__&sort=constructor&page=-3&new=1&%E0%A4%A'");
      await assertSoon(async () =>
        assert.equal(await textOf(page, "#status"), "6 namespaces, 10 violations in 8 workloads"),
      );
      await page.evaluate("location.hash = '#q=etcd'");
      await assertSoon(async () => assert.match(await textOf(page, "#status"), /^1 of 6/));
      await page.evaluate("location.hash = '#workloads-heading'");
      assert.match(await textOf(page, "#status"), /^1 of 6/);
    });

    it("turn pages", async () => {
      const { page, errors } = await pages.open(largeAudit({ namespaces: 120, workloads: 1 }), {}, "#sort=name");
      const next = page.locator("#map-pager").getByRole("button", { name: "Next" });
      const places: string[] = [];
      for (let turn = 0; turn < 4; turn++) {
        places.push(await textOf(page, "#map-pager span"));
        assert.equal(await textOf(page, "#map-pager span"), await textOf(page, "#cards-pager span"));
        // It is not disabled at the end, so that it keeps the focus.
        await next.press("Enter");
      }
      assert.deepEqual(places, ["1–50 of 120", "51–100 of 120", "101–120 of 120", "101–120 of 120"]);
      assert.equal(await next.getAttribute("aria-disabled"), "true");
      assert.ok(page.url().endsWith("#sort=name&page=3"));
      await page.locator("#cards-pager").getByRole("button", { name: "Previous" }).click();
      assert.equal((await mapRows(page))[0]?.split("|")[0], "team-50");
      await type(page, "Namespace", "team-119", "#ns=team-119&sort=name");
      assert.ok(!(await page.locator("#map-pager").isVisible()));
      assert.deepEqual(errors, []);
    });

    it("show the workloads of a large namespace in parts", async () => {
      const { page } = await pages.open(largeAudit({ namespaces: 1, workloads: 120 }));
      await page.locator(".card summary").click();
      const more = page.locator(".more");
      await more.waitFor();
      assert.equal(await page.locator(".workload").count(), 50);
      assert.equal(await more.textContent(), "Show 50 of 70 more workloads");
      await more.click();
      assert.equal(await page.evaluate("document.activeElement.querySelector('h4').textContent"), "Deployment/app-50");
      await more.click();
      assert.equal(await page.locator(".workload").count(), 120);
      assert.ok(!(await more.isVisible()));
    });

    it("keep the details of a namespace open or closed", async () => {
      const { page } = await pages.open(AUDIT);
      await page.locator(".card summary", { hasText: "payments" }).click();
      await page.locator(".card summary", { hasText: "legacy" }).click();
      await page.locator("#map").getByRole("button", { name: "Namespace", exact: true }).click();
      const open = "[...document.querySelectorAll('.card[open] h3')].map(({ textContent }) => textContent)";
      assert.deepEqual(await page.evaluate(open), ["batch", "kube-system", "legacy"]);
    });

    it("go to the workloads from a cell of the map", async () => {
      const { page } = await pages.open(largeAudit({ namespaces: 60, workloads: 3 }), {}, "#sort=name");
      const cell = page.getByRole("button", { name: /^1 workload of team-0: / }).first();
      const label = (await cell.getAttribute("aria-label")) ?? "";
      await cell.click();
      assert.match(await textOf(page, "#status"), /^1 of 60 namespaces, 1 of 360 violations in 1 workload$/);
      assert.equal(`1 workload of team-0: ${await textOf(page, ".violation strong")}`, label);
      assert.equal(await page.evaluate("document.activeElement.id"), "workloads-heading");
      await page.getByRole("button", { name: "Clear" }).click();
      await page.locator("#map tbody th button", { hasText: "team-7" }).click();
      assert.match(page.url(), /#ns=team-7&sort=name$/);
    });

    it("work with the keyboard alone", async () => {
      const { page } = await pages.open(AUDIT);
      await page.keyboard.press("/");
      assert.equal(await page.evaluate("document.activeElement.id"), "query");
      await page.keyboard.type("a/b");
      assert.equal(await page.getByLabel("Search").inputValue(), "a/b");
      await page.waitForURL(/q=a%2Fb$/);
      await type(page, "Search", "", "");
      const path = "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent";
      await page.locator("#map tbody button").first().focus();
      const reached: unknown[] = [await page.evaluate(path)];
      for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"]) {
        await page.keyboard.press(key);
        reached.push(await page.evaluate(path));
      }
      assert.deepEqual(reached, [
        "payments",
        "2 workloads of payments: Host Namespaces",
        "1 workload of payments: Host Ports",
        "6 workloads of payments: Privilege Escalation",
        "6 workloads of payments: Privilege Escalation",
        "1 workload of payments: Host Ports",
        "1 workload of payments: Host Ports",
        "1 workload of payments: Host Ports",
      ]);
      await page.keyboard.press("Enter");
      assert.match(page.url(), /#ns=payments&check=hostPorts$/);
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      assert.equal(await page.locator(".card[open]").count(), 0);
    });

    it("get the focus with the Tab key, and show it", async () => {
      const { page } = await pages.open(AUDIT);
      const seen: string[] = [];
      for (let step = 0; step < 60; step++) {
        await page.keyboard.press("Tab");
        const name = await page.evaluate<string>(
          "document.activeElement.id || document.activeElement.className || document.activeElement.tagName",
        );
        if (name === "BODY") break;
        assert.notEqual(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "none", name);
        seen.push(name);
      }
      for (const id of [
        "theme",
        "query",
        "namespace",
        "check",
        "mode",
        "clear",
        "skip",
        "frame",
        "sort",
        "SUMMARY",
        "how",
      ]) {
        assert.ok(seen.includes(id), `${id} in ${seen.join(" ")}`);
      }
    });
  });
}

/** Waits for the effect of an event. */
async function assertSoon(assertion: () => Promise<void>): Promise<void> {
  for (let left = 40; ; left--) {
    try {
      return await assertion();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
