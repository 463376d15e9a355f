import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import type { Report } from "../../src/report/report.ts";
import type { RolloutPlan } from "../../src/report/plan/rollout-plan.ts";
import type { HistoryReport } from "../../src/report/audit-history/history-report.ts";
import { renderHistoryHtml } from "../../src/render/formats/history/html/html.ts";
import { renderHtml } from "../../src/render/formats/html/html.ts";
import { renderPlanHtml } from "../../src/render/formats/plan/html/html.ts";
import { leaveOut } from "../missing-tool.ts";
import { PIPE } from "../render/painted.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** An open page, and its requests and errors. */
export interface OpenPage {
  readonly page: Page;
  /** The requested addresses, without the page itself. */
  readonly requests: readonly string[];
  /** Errors of the script, and requests that the page's policy blocked. */
  readonly errors: readonly string[];
}

/**
 * Starts the Chromium on the PATH. Without Chromium, prints a line and returns undefined; in CI it throws.
 *
 * @param tests the tests that need it, in words
 */
export async function launchChromium(tests: string): Promise<Browser | undefined> {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const executablePath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (executablePath !== undefined) return await chromium.launch({ executablePath });
  leaveOut(`The tests of ${tests} in a browser are left out, because Chromium is not installed`);
  return undefined;
}

/** Chromium, and a folder for the pages it opens. */
export class Pages {
  readonly #browser: Browser;
  readonly #folder = mkdtempSync(join(tmpdir(), "kubectl-pss-pages-"));
  #count = 0;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** Starts Chromium, as launchChromium does. */
  static async start(): Promise<Pages | undefined> {
    const browser = await launchChromium("the HTML report");
    return browser && new Pages(browser);
  }

  /**
   * Opens a report or a plan as a file, in a new window, and waits until its script has shown it.
   *
   * @param hash the end of the address: `#ns=shop`
   */
  async open(
    report: Report | RolloutPlan | HistoryReport,
    options: BrowserContextOptions = {},
    hash = "",
  ): Promise<OpenPage> {
    const file = join(this.#folder, `${this.#count++}.html`);
    writeFileSync(file, [...pageOf(report)].join(""));
    const context = await this.#browser.newContext({ viewport: { width: 1000, height: 900 }, ...options });
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    const requests: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      if (request.url().split("#")[0] !== address) requests.push(request.url());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => errors.push(message.text()));
    await page.goto(address + hash);
    if (options.javaScriptEnabled !== false) await page.waitForSelector("[data-ready]", { state: "attached" });
    return { page, requests, errors };
  }

  /** Stops the browser, and removes the files of the pages. */
  async stop(): Promise<void> {
    await this.#browser.close();
    rmSync(this.#folder, { recursive: true });
  }
}

/** The page of a report, a plan or a history. */
function pageOf(report: Report | RolloutPlan | HistoryReport): Iterable<string> {
  if (report.kind === "HistoryReport") return renderHistoryHtml(report);
  return report.kind === "RolloutPlan" ? renderPlanHtml(report, PIPE) : renderHtml(report, PIPE);
}

/** The texts of all elements that a selector finds, exactly as in the document, including lone surrogates. */
export async function textsOf(page: Page, selector: string): Promise<string[]> {
  const script = `JSON.stringify([...document.querySelectorAll(${JSON.stringify(selector)})].map((one) => one.textContent))`;
  return JSON.parse(await page.evaluate<string>(script));
}

/** The text of the only element that a selector finds. */
export async function textOf(page: Page, selector: string): Promise<string> {
  const [text, another] = await textsOf(page, selector);
  if (text === undefined || another !== undefined) throw new Error(`${selector} is not one element`);
  return text;
}
