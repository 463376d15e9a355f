/** The patches on the page of a report, in a browser: reports of the real use cases. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { runAudit } from "../../src/app/audit.ts";
import type { Report } from "../../src/report/report.ts";
import { renderPatchCommands } from "../../src/render/formats/patches/patches.ts";
import { recordedTerminal } from "../app/terminal.ts";
import { runCli } from "../cli/run-cli.ts";
import { PIPE, text } from "../render/painted.ts";
import { Pages } from "./browser.ts";
import { lintedForPage, MANIFEST } from "./linted.ts";

const USUAL = { failOn: "enforce", strict: false, identify: false } as const;
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };

const audited = (): Promise<Report> =>
  runAudit(
    {
      ...USUAL,
      ...{ levels: [], accepted: undefined, hasPlannedLevels: false, verbosity: 0, patches: "page" },
      filename: ["test/fixtures/patches/dump.yaml"],
    },
    recordedTerminal(),
  );

const pages = await Pages.start();
if (pages !== undefined) {
  describe("the patches of a page", () => {
    after(() => pages.stop());

    it("copies exactly the command of a patch, opens it, and says why a workload has none", async () => {
      const report = await audited();
      const { page, errors } = await pages.open(report, CLIPBOARD);
      const web = page.locator(".workload", { hasText: "Deployment/web" });
      assert.match(
        (await web.locator(".patch").textContent()) ?? "",
        /^Patch to meet restricted:latest\. It sets runAs/,
      );
      const commands = text(renderPatchCommands(report, PIPE)).split("\n");
      const command = commands.find((line) => line.startsWith("kubectl patch deployment.apps/web ")) ?? "no command";
      const copy = page.getByRole("button", { name: "Copy: patch of Deployment/web" });
      await copy.focus();
      await page.keyboard.press("Enter");
      await page.locator("#copied", { hasText: "Copied: patch of Deployment/web" }).waitFor({ state: "attached" });
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), command);
      const show = web.getByRole("button", { name: "Show it" });
      await show.click();
      assert.equal(await web.locator(".patch pre").textContent(), command);
      await show.click();
      assert.equal(await web.locator(".patch pre").count(), 0);
      const managed = page.locator(".workload", { hasText: "Deployment/charted" });
      assert.match((await managed.locator(".patch").textContent()) ?? "", /^No patch: Helm sets it, .*shop\/cart\.$/);
      assert.equal(await managed.locator(".copy").count(), 0);
      const copied = commands.filter((line) => line.startsWith("kubectl patch")).length;
      assert.equal(await page.locator(".patch .copy").count(), copied);
      assert.deepEqual(errors, []);
    });

    it("shows the fields to add to a manifest, as kubectl pss fix prints them", async () => {
      const { page } = await pages.open(await lintedForPage(MANIFEST), CLIPBOARD);
      const item = page.locator(".workload", { hasText: "Deployment/web" }).locator(".patch");
      await item.getByRole("button", { name: "Copy" }).click();
      await page.locator("#copied", { hasText: "Copied: patch" }).waitFor({ state: "attached" });
      const { stdout } = await runCli(["fix", "-o", "patch", "--level", "restricted", "-"], { stdin: MANIFEST });
      const copied = await page.evaluate<string>("navigator.clipboard.readText()");
      assert.equal(`---\n${copied}`, stdout.split(/^(?=---)/m)[0]);
      await item.getByRole("button", { name: "Show it" }).click();
      assert.equal(await item.locator("pre").textContent(), copied);
      const pod = page.locator(".workload", { hasText: "Pod/p" }).locator(".patch");
      assert.match((await pod.textContent()) ?? "", /^No patch: hostNamespaces: a decision is needed\.$/);
    });

    it("shows hostile names as text, and copies them unchanged", async () => {
      const name = "</script><img src=x onerror='globalThis.ran = 1'>\u202e";
      const report = await lintedForPage(MANIFEST.replaceAll("name: web,", `name: ${JSON.stringify(name)},`));
      const { page, errors, requests } = await pages.open(report, CLIPBOARD);
      assert.deepEqual([errors, requests], [[], []]);
      await page.getByRole("button", { name: "Show it" }).first().click();
      assert.equal(await page.evaluate("typeof globalThis.ran + document.images.length"), "undefined0");
      await page.locator(".patch .copy").first().click();
      await page.locator("#copied", { hasText: "Copied: patch" }).waitFor({ state: "attached" });
      const copied = await page.evaluate<string>("navigator.clipboard.readText()");
      assert.ok(copied.includes("onerror="), copied);
      assert.equal(await page.locator(".patch pre").textContent(), copied);
    });
  });
}
