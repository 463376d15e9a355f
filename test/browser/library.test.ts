import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { lint } from "../../src/index.ts";
import { codeBlocks } from "../docs/code-blocks.ts";
import { installedProject } from "../package/consumer.ts";
import { launchChromium } from "./browser.ts";

const browser = await launchChromium("the library");
const ORIGIN = "http://library.test";
const EXAMPLE = codeBlocks(readFileSync("docs/library.md", "utf8")).find(({ language }) => language === "html")?.code;

/** Manifests that use the parts of an engine that can differ: base64, dates, long integers, deep values, faults. */
const YAML = `
apiVersion: v1
kind: Pod
metadata: { name: !!binary w6k=, creationTimestamp: 2024-02-30T00:00:00Z }
---
apiVersion: v1
kind: Pod
metadata: { name: !!binary w6k= }
spec: { hostPID: true, securityContext: { runAsUser: 9007199254740993 }, containers: [{ name: web }] }
---
kind: [
---
${"[".repeat(20_000)}${"]".repeat(20_000)}
`;
const JSON_VALUES = `{ "apiVersion": "v1", "kind": "Pod", "deep": ${'{"a":'.repeat(20_000)}12345678901234567890${"}".repeat(20_000)} }
{ "apiVersion": "v1", "kind": "Pod", "spec": { "containers": [], "securityContext": { "runAsUser": 9223372036854775808 } } }
{ "a": 1 "b" }
`;
const INPUTS = [
  { name: "a.yaml", text: YAML },
  { name: "a.json", text: JSON_VALUES },
];

describe("the library in a browser", { skip: browser === undefined }, () => {
  let page: Page;
  const errors: string[] = [];

  before(async () => {
    assert.ok(browser);
    const project = installedProject();
    page = await browser.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    // Serves only the files of the installed package.
    await page.route("**/*", async (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === "/")
        await route.fulfill({ contentType: "text/html", body: `<!doctype html><body>${EXAMPLE}</body>` });
      else if (path === "/node_modules/kubectl-pss/dist/index.js") await route.fulfill({ path: join(project, path) });
      else await route.fulfill({ status: 404 });
    });
    await page.goto(ORIGIN);
  });

  after(async () => await browser?.close());

  it("runs the example of docs/library.md with the file that npm installs", async () => {
    await page.waitForFunction("document.body.textContent.includes('failing')");
    assert.equal((await page.textContent("body"))?.trim(), "1 failing");
    assert.deepEqual(errors, []);
  });

  it("gives the same report as Node", async () => {
    const script = `
      import("/node_modules/kubectl-pss/dist/index.js").then(({ lint }) =>
        JSON.stringify(lint(${JSON.stringify(INPUTS)})))
    `;
    const found: unknown = JSON.parse(await page.evaluate<string>(script));
    assert.deepEqual(found, JSON.parse(JSON.stringify(lint(INPUTS))));
  });
});
