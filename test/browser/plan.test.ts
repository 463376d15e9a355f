import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import type { Page } from "playwright-core";
import type { RolloutPlan } from "../../src/report/plan/rollout-plan.ts";
import { PLAN_COMPARISON } from "../fixtures/reports/comparisons.ts";
import { DONE_PLAN, LARGE_PLAN, PINNED_PLAN, PLAN, UNKNOWN_PLAN } from "../fixtures/reports/plan.ts";
import { Pages, textOf, textsOf } from "./browser.ts";

/** An upper limit for the elements that the page has, and for those that one action adds. */
const MOST_ELEMENTS = 6000;
const VIOLATIONS = 30_000;

/** A plan for 3,000 namespaces with 30,000 violations to fix. */
function hugePlan(): RolloutPlan {
  const toFix = LARGE_PLAN.steps.flatMap(({ safe, namespaces }) => (safe ? [] : namespaces));
  let left = VIOLATIONS;
  const namespaces = toFix.map((namespace, index) => {
    const own = Math.ceil(left / (toFix.length - index));
    left -= own;
    const blockedBy = Array.from({ length: own }, (_, number) => ({
      apiVersion: "apps/v1",
      kind: "Deployment",
      namespace: namespace.name,
      name: `app-${number}-of-${namespace.name}`,
      stableName: `app-${number}-of-${namespace.name}`,
      checks: [{ check: number % 2 === 0 ? "hostPorts" : "privileged", detail: "" }],
      rejected: null,
    }));
    return { ...namespace, workloads: own, blockedBy };
  });
  return { ...LARGE_PLAN, steps: LARGE_PLAN.steps.map((step) => (step.safe ? step : { ...step, namespaces })) };
}

/** The names on the cards of a column. */
async function namesIn(page: Page, column: string): Promise<string[]> {
  return textsOf(page, `.column.${column} h4`);
}

function card(page: Page, name: string) {
  return page.locator(".ns", { has: page.locator("h4", { hasText: new RegExp(`^${name}$`) }) });
}

function commandsOf(plan: RolloutPlan, number: number, name: string) {
  const step = plan.steps.find((one) => one.number === number);
  const found = step?.namespaces.find((namespace) => namespace.name === name);
  assert.ok(found !== undefined, `step ${number} in ${name}`);
  return found;
}

const pages = await Pages.start();
if (pages !== undefined) {
  describe("the page of a plan in a browser", () => {
    after(() => pages.stop());

    for (const [name, plan] of Object.entries({
      PLAN,
      DONE_PLAN,
      PINNED_PLAN,
      COMPARED: { ...PLAN, compared: PLAN_COMPARISON },
    })) {
      it(`loads nothing, its policy blocks nothing, and it shows every namespace once: ${name}`, async () => {
        const { page, requests, errors } = await pages.open(plan);
        assert.deepEqual([requests, errors], [[], []]);
        assert.deepEqual(
          (await textsOf(page, ".ns h4")).toSorted(),
          plan.namespaces.map((namespace) => namespace.name).toSorted(),
        );
      });
    }

    it("puts each namespace into the column of its state", async () => {
      const { page } = await pages.open(PLAN);
      for (const state of ["unlabelled", "observed", "ready", "enforced", "kept"]) {
        const expected = PLAN.namespaces.filter((one) => one.state === state);
        const names = expected.map(({ name }) => name);
        assert.deepEqual((await namesIn(page, state)).toSorted(), names, state);
        for (const reason of state === "kept" ? new Set(expected.map(({ kept }) => kept)) : [null]) {
          const column = reason === null ? state : `kept-${reason}`;
          const own = expected.filter(({ kept }) => kept === reason);
          assert.equal(await textOf(page, `.column.${column} .count`), String(own.length), column);
        }
      }
      assert.equal(await textOf(page, "#column-kept-empty"), "Nothing runs here 1");
      const kept = PLAN.kept.find(({ name }) => name === "cni");
      assert.equal(await card(page, "cni").locator(".because").textContent(), kept?.because);
    });

    it("shows the fixes that a namespace needs, the manager of its labels, and the observations", async () => {
      const { page } = await pages.open(PLAN);
      assert.match(
        (await card(page, "shop").locator(".needs").textContent()) ?? "",
        /^To fix: 3 of 4 workloads: seccompProfile_restricted 3/,
      );
      const { blockedBy } = commandsOf(PLAN, 4, "shop");
      await card(page, "shop").locator("summary").click();
      assert.equal(await card(page, "shop").locator(".workloads li").count(), blockedBy.length);
      assert.match((await card(page, "web").textContent()) ?? "", /Flux sets them: change them in Git/);
      assert.match(
        (await card(page, "batch").textContent()) ?? "",
        /observe 7 days first: Jobs import, migrate without/,
      );
      assert.match((await card(page, "broken").textContent()) ?? "", /1 workload rejected now/);
    });

    it("copies the commands of a namespace and of a step", async () => {
      const { page } = await pages.open(PLAN, { permissions: ["clipboard-read", "clipboard-write"] });
      const { command, dryRun, undo } = commandsOf(PLAN, 1, "billing");
      const clipboard = "navigator.clipboard.readText()";
      for (const [label, expected] of [
        ["Copy apply", command],
        ["Copy dry run", dryRun],
        ["Copy undo", undo],
      ] as const) {
        const button = card(page, "billing").locator(".copy", { hasText: label }).first();
        await button.click();
        await page.locator("#copied", { hasText: label.replace("Copy", "Copied:") }).waitFor({ state: "attached" });
        assert.equal(await page.evaluate(clipboard), expected);
      }
      await page.locator(".step .command .copy").first().click();
      await page.locator("#copied", { hasText: "Copied: kubectl" }).waitFor({ state: "attached" });
      assert.equal(await page.evaluate(clipboard), PLAN.steps[0]?.commands[0]);
    });

    it("copies the command that lowers an enforce level that rejects running pods, and lists these pods", async () => {
      const relax = { level: "baseline", command: "kubectl label --overwrite ns broken relaxed" } as const;
      const steps = PLAN.steps.map((step) => ({
        ...step,
        namespaces: step.namespaces.map((one) => (one.name === "broken" && !step.safe ? { ...one, relax } : one)),
      }));
      const { page } = await pages.open({ ...PLAN, steps }, { permissions: ["clipboard-read", "clipboard-write"] });
      const text = (await card(page, "broken").textContent()) ?? "";
      assert.match(text, /its enforce=baseline rejects .* now: fix it, or lower enforce to baseline/);
      await card(page, "broken").locator(".copy", { hasText: "relaxes enforce" }).click();
      await page.locator("#copied", { hasText: "Copied: " }).waitFor({ state: "attached" });
      assert.equal(await page.evaluate("navigator.clipboard.readText()"), relax.command);
      const list = page.locator(".step .to-fix li", { hasText: "broken" });
      assert.match((await list.textContent()) ?? "", /kubectl label --overwrite ns broken relaxed/);
    });

    it("restores the button's label after two quick clicks", async () => {
      const { page } = await pages.open(PLAN, { permissions: ["clipboard-read", "clipboard-write"] });
      const button = card(page, "billing").locator(".copy").first();
      await button.click();
      await button.click();
      await page.locator(".ns .copy", { hasText: "Copied" }).waitFor();
      await page.locator(".ns .copy", { hasText: "Copied" }).waitFor({ state: "detached" });
      assert.equal(await button.textContent(), "Copy apply");
    });

    it("gives the reason why there is no plan, without an error", async () => {
      const { page, errors } = await pages.open(UNKNOWN_PLAN);
      assert.deepEqual(errors, []);
      assert.match(await textOf(page, ".banner"), /No plan: /);
      await page.locator("#theme").click();
    });

    it("copies without the clipboard API, which only secure pages have", async () => {
      const { page } = await pages.open(PLAN);
      await page.evaluate(`
        Object.defineProperty(navigator, "clipboard", { value: undefined });
        document.addEventListener("copy", () => (globalThis.copied = getSelection().toString() || document.activeElement.value));`);
      await card(page, "billing").locator(".copy", { hasText: "Copy apply" }).first().click();
      await page.locator("#copied", { hasText: "Copied: apply" }).waitFor({ state: "attached" });
      assert.equal(await page.evaluate("globalThis.copied"), commandsOf(PLAN, 1, "billing").command);
    });

    it("filters by words and by check, and keeps both in the address", async () => {
      const { page } = await pages.open(PLAN, {}, "#check=hostNamespaces");
      assert.deepEqual((await textsOf(page, ".ns h4")).toSorted(), ["broken", "kube-system", "runners"]);
      assert.equal(await textOf(page, "#status"), "3 of 15 namespaces");
      await page.getByLabel("Search").fill("kube");
      await page.locator("#status", { hasText: /^1 of 15/ }).waitFor();
      assert.match(page.url(), /#q=kube&check=hostNamespaces$/);
      await page.getByRole("button", { name: "Clear" }).click();
      assert.equal(await textOf(page, "#status"), "15 namespaces");
      await page.getByLabel("Search").fill("flux");
      await page.locator("#status", { hasText: /^2 of 15/ }).waitFor();
    });

    it("shows any names as text", async () => {
      const name = "</script><img src=x onerror='globalThis.ran = 1'>\u202e\u001b[31m";
      const hostile: RolloutPlan = JSON.parse(
        JSON.stringify({ ...PLAN, compared: PLAN_COMPARISON }).replaceAll(/shop|Flux|web-0/g, () =>
          JSON.stringify(name).slice(1, -1),
        ),
      );
      const { page, errors, requests } = await pages.open(hostile);
      assert.deepEqual([errors, requests], [[], []]);
      assert.equal(await page.evaluate("typeof globalThis.ran"), "undefined");
      assert.ok((await textsOf(page, ".ns h4")).includes(name));
      for (const summary of await page.locator(".ns summary").all()) await summary.click();
      assert.equal(await page.evaluate("document.images.length + document.querySelectorAll('main script').length"), 0);
    });

    it("has the steps in order with the commands that undo them", async () => {
      const { page } = await pages.open(PLAN);
      const heads = await textsOf(page, ".step h3");
      assert.deepEqual(
        heads.map((text) => text.split(":")[0]),
        [
          "Step 1, Close the gap",
          "Step 2, Observe",
          "Step 3, Enforce what is ready",
          "Step 4, Fix, then enforce",
          "All steps as a script",
        ],
      );
      const commands = await textsOf(page, ".command code");
      for (const { safe, commands: own, undo } of PLAN.steps) {
        for (const command of [...own, ...(safe ? undo : [])]) assert.ok(commands.includes(command), command);
      }
      assert.ok(commands.includes("kubectl pss plan -o commands > rollout.sh"));
    });

    it("is readable without scripts", async () => {
      const { page } = await pages.open(PLAN, { javaScriptEnabled: false });
      const body = (await page.locator("body").innerText()).replaceAll(/\s+/g, " ");
      for (const { name } of PLAN.namespaces) assert.ok(body.includes(name), name);
      assert.ok(body.includes(commandsOf(PLAN, 1, "billing").command ?? ""));
      assert.match(body, /exempt by the admission configuration/);
      assert.ok(!(await page.locator("#explorer").isVisible()));
      assert.ok(!(await page.locator(".copy").first().isVisible()));
    });

    for (const width of [400, 1000, 1400]) {
      it(`fits a window of ${width} pixels`, async () => {
        for (const plan of [PLAN, LARGE_PLAN]) {
          const { page } = await pages.open(plan, { viewport: { width, height: 900 } });
          assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
        }
      });
    }

    it("prints the cards open, without buttons", async () => {
      const { page } = await pages.open(PLAN);
      await page.emulateMedia({ media: "print" });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      assert.ok(await page.locator(".ns .whole").first().isVisible());
      assert.ok(!(await page.locator(".copy").first().isVisible()));
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      assert.equal(await page.locator(".ns .whole").count(), 0);
    });

    it("builds only the cards that it shows of 3,000 namespaces with 30,000 violations", async () => {
      const plan = hugePlan();
      const checks = plan.steps.flatMap(({ namespaces }) => namespaces.flatMap(({ blockedBy }) => blockedBy));
      assert.deepEqual([plan.namespaces.length, checks.length], [3000, VIOLATIONS]);
      const { page, errors } = await pages.open(plan);
      assert.equal(await textOf(page, "#status"), "3,000 namespaces");
      const count = 'document.body.querySelectorAll("*").length';
      const atFirst = await page.evaluate<number>(count);
      assert.ok(atFirst < MOST_ELEMENTS, `${atFirst} elements`);
      await page.locator(".column.unlabelled > .more").click();
      assert.equal((await namesIn(page, "unlabelled")).length, 40);
      const [some] = LARGE_PLAN.namespaces;
      await page.getByLabel("Search").fill(some?.name ?? "");
      await page.locator("#status", { hasText: /^1 of 3,000 namespaces$/ }).waitFor();
      await page.getByRole("combobox").selectOption("privileged");
      await page.getByLabel("Search").fill("app-1-of-");
      await page.locator("#status", { hasText: /^[\d,]+ of 3,000 namespaces$/ }).waitFor();
      const after = await page.evaluate<number>(count);
      assert.ok(after < MOST_ELEMENTS, `${after} elements`);
      assert.deepEqual(errors, []);
    });
  });
}
