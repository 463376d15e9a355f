/**
 * Makes the pictures in README from docs/examples/rollout.yaml: `npm run screenshots`. Browsers and fonts differ, so no test compares the pictures. A
 * test verifies their size, and that README shows them.
 */
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runCli } from "../cli/run-cli.ts";
import { IMAGES, LARGEST, PICTURES } from "../docs/pictures.ts";
import { launchChromium } from "./browser.ts";

const DUMP = "docs/examples/rollout.yaml";
/** Small enough for a README, and large enough to read. */
const SIZE = { width: 1200, height: 860 };

const browser = await launchChromium("screenshots");
if (browser === undefined) throw new Error("there is no Chromium on the PATH");
const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-screenshots-"));
try {
  mkdirSync(IMAGES, { recursive: true });
  let total = 0;
  for (const { file, command } of PICTURES) {
    const { stdout, stderr } = await runCli([command, "-f", DUMP, "-o", "html"]);
    if (stdout === "") throw new Error(stderr);
    const page = await browser.newPage({ viewport: SIZE, colorScheme: "light" });
    const html = join(folder, `${command}.html`);
    writeFileSync(html, stdout);
    await page.goto(pathToFileURL(html).href);
    await page.waitForSelector("[data-ready]", { state: "attached" });
    const path = join(IMAGES, file);
    await page.screenshot({ path });
    const { size } = statSync(path);
    total += size;
    process.stdout.write(`${path} ${size} bytes\n`);
  }
  if (total > LARGEST) throw new Error(`the pictures have ${total} bytes together, more than ${LARGEST}`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
