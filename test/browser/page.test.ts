import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { AUDIT_COMPARISON } from "../fixtures/reports/comparisons.ts";
import { AUDIT, CLEAN_AUDIT } from "../fixtures/reports/audit-report.ts";
import { DRY_RUN } from "../fixtures/reports/dry-run-report.ts";
import { CLEAN_REPORT, EMPTY_REPORT, REPORT, REPORT_BY_LEVELS } from "../fixtures/reports/report.ts";
import { ACCEPT_REPORT } from "../render/formats/html/reports.ts";
import { shownViolations } from "../../src/render/formats/html/shown.ts";
import { Pages, textOf, textsOf } from "./browser.ts";

/** An audit in which the cluster reports that it rejects the pods of a workload. */
const REJECTED: Report = {
  ...AUDIT,
  namespaces: AUDIT.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => ({
      ...workload,
      rejection: {
        message: 'pods "a" is forbidden: payments',
        from: "event" as const,
        lastSeen: "2026-11-30T11:00:00Z",
      },
    })),
  })),
};

const pages = await Pages.start();
if (pages !== undefined) {
  describe("the page in a browser", () => {
    after(() => pages.stop());

    for (const [name, report] of Object.entries({
      REPORT,
      REPORT_BY_LEVELS,
      ACCEPT_REPORT,
      CLEAN_REPORT,
      EMPTY_REPORT,
      AUDIT,
      CLEAN_AUDIT,
      DRY_RUN,
    })) {
      it(`loads nothing, and its policy blocks nothing: ${name}`, async () => {
        const { page, requests, errors } = await pages.open(report);
        assert.deepEqual([requests, errors], [[], []]);
        const { namespaces, violations } = report.summary;
        const workloads = report.namespaces.flatMap((namespace) => namespace.workloads);
        const shown = workloads.flatMap((workload) => shownViolations(workload, report));
        const open = violations - report.summary.accepted + shown.filter(({ isAsked }) => !isAsked).length;
        const counted = `${namespaces} namespace${namespaces === 1 ? "" : "s"}, `;
        if (namespaces > 0) assert.ok((await textOf(page, "#status")).includes(counted), await textOf(page, "#status"));
        assert.equal((await textsOf(page, ".violation")).length, open);
      });
    }

    it("shows the enforced level of a namespace after a plan", async () => {
      const planned = {
        ...AUDIT,
        namespaces: AUDIT.namespaces.map((one) => ({ ...one, planned: "restricted" as const })),
      };
      const { page, errors } = await pages.open(planned);
      assert.deepEqual(errors, []);
      assert.ok((await textsOf(page, "#readiness thead th")).includes("After the plan"));
      const judged = AUDIT.namespaces.filter(({ exempt }) => !exempt).length;
      const facts = await textsOf(page, ".card .facts");
      assert.equal(facts.filter((text) => text.includes("after the plan restricted")).length, judged);
      const { page: other } = await pages.open(AUDIT);
      assert.ok(!(await textsOf(other, "#readiness thead th")).includes("After the plan"));
    });

    it("shows the level that each namespace is ready for and the violations that block the next one, the worst first", async () => {
      const { page } = await pages.open(AUDIT);
      const rows = await page.locator("#readiness tbody tr").all();
      const texts = await Promise.all(rows.map(async (row) => (await row.locator("th, td").allInnerTexts()).join("|")));
      assert.deepEqual(texts.slice(0, 3), [
        "payments|baseline|baseline:v1.24|restricted|privileged only 2 workloads rejected now|" +
          "3 of 8: hostNamespaces, hostPorts|7 of 8: allowPrivilegeEscalation, hostNamespaces, hostPorts",
        "batch|not set|not set|not set|privileged only|1 of 1: privileged|1 of 1: privileged",
        "legacy|restricted|restricted|restricted|unknown|-|-",
      ]);
      assert.equal((await page.locator("#readiness tbody th").last().innerText()).trim(), "kube-system");
      await page.locator("#readiness").getByRole("button", { name: "Namespace" }).click();
      assert.equal((await page.locator("#readiness tbody th").first().innerText()).trim(), "batch");
      assert.match(page.url(), /#sort=name$/);
      const { page: lint } = await pages.open(REPORT);
      assert.equal(await lint.locator("#readiness").count(), 0);
    });

    it("shows the API server's message about a rejected workload, and the moved violations, as text", async () => {
      const name = "</script><img src=x onerror='globalThis.ran = 1'>\u202e";
      const hostile: Report = JSON.parse(
        JSON.stringify({ ...REJECTED, compared: AUDIT_COMPARISON }).replaceAll(/payments|shop/g, () =>
          JSON.stringify(name).slice(1, -1),
        ),
      );
      const { page, errors, requests } = await pages.open(hostile);
      assert.deepEqual([errors, requests], [[], []]);
      assert.equal(await page.evaluate("typeof globalThis.ran + document.images.length"), "undefined0");
      assert.equal(
        await page.locator(".reported").first().textContent(),
        `API server (Event FailedCreate, last seen 2026-11-30T11:00:00Z): pods "a" is forbidden: ${name}`,
      );
      assert.equal(await page.locator(".rejected a", { hasText: "script" }).first().textContent(), name);
      await page.locator(".rejected a", { hasText: "script" }).first().click();
      assert.deepEqual(await textsOf(page, ".card h3"), [name]);
      assert.ok((await textsOf(page, ".move summary")).includes("1 new violation"));
    });

    it("shows the workloads that are rejected now first, with links to them", async () => {
      const { page } = await pages.open(AUDIT);
      assert.equal(await page.locator("main h2").first().innerText(), "Rejected now");
      await page.locator(".rejected a", { hasText: "payments" }).first().click();
      assert.match(page.url(), /#ns=payments$/);
      assert.deepEqual(await page.locator(".card h3").allInnerTexts(), ["payments"]);
      assert.equal(await page.evaluate("document.activeElement.id"), "workloads-heading");
    });

    it("shows the level of --level in place of a policy", async () => {
      const { page } = await pages.open(REPORT_BY_LEVELS);
      assert.match(await textOf(page, ".banner"), /judged by baseline:latest, restricted:latest, without/);
      assert.ok(!(await textsOf(page, "#map thead th")).includes("Enforce"));
      assert.deepEqual(await textsOf(page, "table.policy"), []);
    });

    it("blocks what the page's policy does not allow, and reports it", async () => {
      const { page, errors } = await pages.open(REPORT);
      await page
        .evaluate(`
        const script = document.createElement("script");
        script.append("globalThis.ran = 1");
        document.body.append(script);
        document.body.append(Object.assign(new Image(), { src: "https://example.com/a.png" }));
      `)
        .catch((error: unknown) => errors.concat(String(error)));
      assert.equal(await page.evaluate("typeof globalThis.ran"), "undefined");
      await assert.rejects(async () => page.evaluate("document.body.innerHTML = '<b>'"), /TrustedHTML/);
      assert.ok(
        errors.some((error) => /Content Security Policy/.test(error)),
        errors.join("\n"),
      );
    });

    it("explains a violation: the check, the place and the fix", async () => {
      const { page } = await pages.open(REPORT);
      const workload = page.locator(".workload", { hasText: "Deployment/web" });
      const found = workload.locator(".violation").nth(1);
      assert.equal(await found.locator("strong").textContent(), "Privilege Escalation");
      assert.deepEqual(await found.locator(".tag").allTextContents(), ["audit"]);
      assert.equal(
        await found.locator(".message").textContent(),
        'allowPrivilegeEscalation != false (containers "web", "sidecar" must set securityContext.allowPrivilegeEscalation=false)',
      );
      assert.deepEqual(await found.locator(".fields li").allTextContents(), [
        "spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation is not set shop/overlays/production/web.yaml:31:9",
        "spec.template.spec.containers[1].securityContext.allowPrivilegeEscalation is not set shop/overlays/production/web.yaml:32:9",
      ]);
      const how = found.getByRole("button", { name: "How to meet it" });
      await how.click();
      assert.match(
        (await found.locator(".instructions").textContent()) ?? "",
        /To meet it: Set securityContext\.allow/,
      );
      assert.equal(await how.getAttribute("aria-expanded"), "true");
      await how.click();
      assert.equal(await found.locator(".instructions").count(), 0);
    });

    it("shows a namespace's policy, its source, and advice about its labels", async () => {
      const { page } = await pages.open(AUDIT);
      const card = page.locator(".card", { hasText: "payments" });
      assert.deepEqual(await card.locator(".policy tbody tr").allTextContents(), [
        "enforcebaseline:latestlabel",
        "auditbaseline:v1.24label",
        "warnrestricted:latestlabel",
      ]);
      assert.equal(await card.locator(".finding").count(), 4);
      assert.match(
        (await card.locator("summary").textContent()) ?? "",
        /ready for privileged only9 violations in 7 workloads/,
      );
      assert.equal(
        await page.locator(".card", { hasText: "kube-system" }).locator(".tag").first().textContent(),
        "exempt",
      );
    });

    it("names the level that a violation blocks, if no mode checks it", async () => {
      const { page } = await pages.open(AUDIT);
      const line = (text: string) => page.locator(".card", { hasText: text }).locator(".violation .line").first();
      assert.equal(
        await line("CronJob/report").locator(".tag, .level").allTextContents().then(String),
        "blocks baseline",
      );
      assert.equal(
        await line("DaemonSet/agent").locator(".tag, .level").allTextContents().then(String),
        "enforce,warn",
      );
    });

    it("shows the API server's answers to a dry run, the changes, and the new violations", async () => {
      const { page } = await pages.open(DRY_RUN);
      const card = page.locator(".card", { hasText: "payments" });
      assert.deepEqual(await card.locator(".answer div").allTextContents(), [
        'Warning: existing pods in namespace "payments" violate the new PodSecurity enforce level "restricted:latest"',
        "Warning: api-5d9c8-7k2lp (and 4 other pods): allowPrivilegeEscalation != false",
        "Warning: etcd-node-1: host namespaces",
      ]);
      assert.deepEqual(await card.locator(".policy .changed").allTextContents(), [
        "enforcebaseline:latestlabelrestricted:latestlabel",
        "auditnot setbuilt-in defaultrestricted:latestlabel",
      ]);
      assert.match(
        (await card.locator(".facts").textContent()) ?? "",
        /^enforce baseline:latest \u2192 restricted:latestaudit not set \u2192 restricted:latest/,
      );
      const api = card.locator(".workload", { hasText: "Deployment/api" });
      assert.equal(await api.locator(".new").textContent(), "new in enforce, audit");
      const evil = page.locator(".card", { hasText: "evil" });
      await evil.locator("summary").click();
      const rejected = (await evil.locator(".denied").textContent()) ?? "";
      assert.ok(rejected.startsWith('Denied: Namespace "evil\u001b\u202e" is invalid'), rejected);
    });

    it("names the workloads that the labels of a dry run admit again", async () => {
      const namespaces = DRY_RUN.namespaces.map((namespace) => ({
        ...namespace,
        workloads: namespace.workloads.map((workload) => ({ ...workload, noLongerRejected: workload.name === "erp" })),
      }));
      const { page } = await pages.open({ ...DRY_RUN, namespaces });
      const card = page.locator(".card", { hasText: "legacy" });
      if ((await card.getAttribute("open")) === null) await card.locator("summary").click();
      assert.equal(await card.getByText("No longer rejected: ").textContent(), "No longer rejected: Deployment/erp");
    });

    it("hides accepted violations until the reader shows them", async () => {
      const { page } = await pages.open(ACCEPT_REPORT);
      assert.match(await textOf(page, "#status"), /, 4 of 6 violations in 3 workloads/);
      await page.getByLabel("Only new violations").uncheck();
      assert.match(await textOf(page, "#status"), /, 6 violations in 3 workloads/);
      assert.equal((await textsOf(page, ".violation .tag.new")).length, 4);
      assert.match(page.url(), /#new=0$/);
      assert.equal(
        (await textsOf(page, ".violation > .faint bdi"))[0],
        "before the migration (until 2027-01-31, accepted.yaml:7)",
      );
    });

    it("is readable without scripts", async () => {
      const { page } = await pages.open(REPORT, { javaScriptEnabled: false });
      const body = (await page.locator("body").innerText()).replaceAll(/\s+/g, " ");
      assert.match(body, /CronJob\/<unknown>/);
      assert.match(
        body,
        /restrictedVolumes audit: restricted volume types \(volume "data" uses restricted volume type "hostPath"\)/,
      );
      assert.match(body, /spec\.hostNetwork: expected a boolean/);
      assert.ok(!(await page.locator("#explorer").isVisible()));
      assert.ok(!(await page.locator("#theme").isVisible()));
    });

    it("is light or dark, by the system or by the reader's choice", async () => {
      const background = "getComputedStyle(document.body).backgroundColor";
      const { page } = await pages.open(REPORT, { colorScheme: "light" });
      const light = await page.evaluate(background);
      await page.getByRole("button", { name: "Dark" }).click();
      const dark = await page.evaluate(background);
      assert.notEqual(dark, light);
      await page.getByRole("button", { name: "Light" }).click();
      assert.equal(await page.evaluate(background), light);
      const other = await pages.open(REPORT, { colorScheme: "dark" });
      assert.equal(await other.page.evaluate(background), dark);
    });

    for (const width of [360, 1000, 1600]) {
      it(`fits a window of ${width} pixels`, async () => {
        for (const report of [REPORT, DRY_RUN]) {
          const { page } = await pages.open(report, { viewport: { width, height: 900 } });
          const widest = "document.documentElement.scrollWidth";
          assert.equal(await page.evaluate(widest), width);
        }
      });
    }

    it("prints all filtered results, without the controls", async () => {
      const { page } = await pages.open(AUDIT, { colorScheme: "dark" }, "#check=hostPorts");
      await page.locator(".card summary").first().click();
      await page.emulateMedia({ media: "print" });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      assert.ok(!(await page.locator(".controls").isVisible()));
      assert.deepEqual(await page.locator(".violation strong").allTextContents(), ["Host Ports"]);
      assert.ok(await page.locator(".violation").isVisible());
      assert.ok(await page.locator("#notes-heading + details li").first().isVisible());
      assert.equal(await page.evaluate("getComputedStyle(document.documentElement).colorScheme"), "light");
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      assert.equal(await page.locator(".violation").count(), 0, "what was closed is closed again");
      assert.ok((await page.pdf()).length > 10_000);
    });
  });
}
