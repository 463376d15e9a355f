import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { CHECKS } from "../../src/policy/checks.ts";
import { renderAuditTable, renderAuditWide } from "../../src/render/formats/audit/table.ts";
import { renderDryRunTable, renderDryRunWide } from "../../src/render/formats/dry-run/table.ts";
import {
  AUDIT_FORMATS,
  DRY_RUN_FORMATS,
  FORMATS,
  identifies,
  isGuarded,
  renderDiagnostics,
  renderReport,
  type Format,
} from "../../src/render/format.ts";
import { renderAzure } from "../../src/render/formats/azure/azure.ts";
import { renderGitlab } from "../../src/render/formats/gitlab/gitlab.ts";
import { renderRdjson } from "../../src/render/formats/rdjson/rdjson.ts";
import { renderGithub } from "../../src/render/formats/github/github.ts";
import { renderHtml } from "../../src/render/formats/html/html.ts";
import { renderJson } from "../../src/render/formats/json/json.ts";
import { renderJunit } from "../../src/render/formats/junit/junit.ts";
import { renderMarkdown } from "../../src/render/formats/markdown/markdown.ts";
import { renderNames } from "../../src/render/formats/name/name.ts";
import { renderPrometheus } from "../../src/render/formats/prometheus/prometheus.ts";
import { renderSarif } from "../../src/render/formats/sarif/sarif.ts";
import { renderTable } from "../../src/render/formats/table/table.ts";
import { renderWide } from "../../src/render/formats/table/wide.ts";
import { renderYaml } from "../../src/render/formats/yaml/yaml.ts";
import { AUDIT } from "../fixtures/reports/audit-report.ts";
import { DRY_RUN } from "../fixtures/reports/dry-run-report.ts";
import { REPORT } from "../fixtures/reports/report.ts";
import { colourTerminal, PIPE, terminal, text } from "./painted.ts";

const STYLE = { width: 80, colour: false, headers: true, details: false, checks: CHECKS };

test("each format has its renderer", async () => {
  const expected = {
    table: renderTable(REPORT, terminal(80)),
    wide: renderWide(REPORT, terminal(80)),
    json: renderJson(REPORT),
    yaml: renderYaml(REPORT),
    name: renderNames(REPORT),
    markdown: renderMarkdown(REPORT, PIPE),
    html: renderHtml(REPORT, PIPE),
    sarif: renderSarif(REPORT, PIPE),
    junit: renderJunit(REPORT, PIPE),
    github: renderGithub(REPORT, PIPE),
    gitlab: renderGitlab(REPORT, PIPE),
    rdjson: renderRdjson(REPORT, PIPE),
    azure: renderAzure(REPORT, PIPE),
    prometheus: renderPrometheus(REPORT, PIPE),
  };
  assert.deepEqual(FORMATS, Object.keys(expected));
  for (const format of Object.keys(expected) as (keyof typeof expected)[]) {
    assert.equal(text(await renderReport(REPORT, format, STYLE)), text(expected[format]));
  }
});

test("only an audit has the patches of a cluster", () => {
  assert.deepEqual(AUDIT_FORMATS, [...FORMATS, "patches"]);
});

test("a dry run has no format with only violations", () => {
  assert.deepEqual(DRY_RUN_FORMATS, ["table", "wide", "json", "yaml", "name", "markdown", "html"]);
});

test("the formats that programs compare identify violations", () => {
  const formats = FORMATS as readonly Format[];
  assert.deepEqual(formats.filter(identifies), ["json", "yaml", "sarif", "gitlab"]);
});

test("only formats that contain commands for a CI runner, or lines that look like them, are unguarded", () => {
  const formats = FORMATS as readonly Format[];
  assert.deepEqual(
    formats.filter((format) => !isGuarded(format)),
    ["html", "github", "azure"],
  );
});

test("each kind of report has its own table", async () => {
  for (const details of [false, true]) {
    const style = { ...STYLE, details };
    const painted = { ...terminal(80), details };
    assert.equal(text(await renderReport(AUDIT, "table", style)), text(renderAuditTable(AUDIT, painted)));
    assert.equal(text(await renderReport(AUDIT, "wide", style)), text(renderAuditWide(AUDIT, painted)));
    assert.equal(text(await renderReport(DRY_RUN, "table", style)), text(renderDryRunTable(DRY_RUN, painted)));
    assert.equal(text(await renderReport(DRY_RUN, "wide", style)), text(renderDryRunWide(DRY_RUN, painted)));
  }
  assert.match(text(await renderReport(DRY_RUN, "table", { ...STYLE, unicode: false })), / -> restricted:latest/);
});

test("the style is passed to the renderer", async () => {
  assert.equal(
    text(await renderReport(REPORT, "table", { ...STYLE, colour: true })),
    text(renderTable(REPORT, colourTerminal(80))),
  );
  const narrow = { ...STYLE, width: 40, unicode: false };
  assert.match(text(await renderReport(DRY_RUN, "table", narrow)), /^ {4}Deployment\/\w+\.\.\. /m);
  assert.doesNotMatch(text(await renderReport(REPORT, "table", { ...STYLE, headers: false })), /Judged/);
  assert.match(text(await renderReport(REPORT, "table", { ...STYLE, messages: true })), /would violate PodSecurity/);
});

test("documents for machines contain the diagnostics themselves", async () => {
  for (const format of ["json", "yaml"] as const)
    assert.deepEqual([...(await renderDiagnostics(REPORT, format, STYLE))], []);
});

test("with all details, nothing is summarised", async () => {
  const linesOf = async (format: "table" | "wide" | "name") =>
    [...(await renderDiagnostics(REPORT, format, STYLE))].length;
  assert.equal(await linesOf("wide"), REPORT.notes.length + REPORT.unreadable.length);
  assert.ok((await linesOf("table")) < (await linesOf("wide")));
  assert.equal(await linesOf("name"), await linesOf("table"));
});

test("colours and the grid are loaded only for formats that show them", () => {
  const script = `
    import { registerHooks } from "node:module";
    const loaded = new Set();
    registerHooks({ resolve(name, context, next) {
      if (name === "chalk" || name === "cli-table3") loaded.add(name);
      return next(name, context);
    } });
    const { renderReport } = await import(${JSON.stringify(join(import.meta.dirname, "../../src/render/format.ts"))});
    const { REPORT } = await import(${JSON.stringify(join(import.meta.dirname, "../fixtures/reports/report.ts"))});
    const [format, colour] = process.argv.slice(1);
    for (const _ of await renderReport(REPORT, format, { width: 80, colour: colour === "1", headers: true, details: false, checks: [] }));
    console.log([...loaded].sort().join(" "));
  `;
  const loadedFor = (format: string, colour: boolean) => {
    const options = ["--input-type=module", "-e", script, format, colour ? "1" : "0"];
    return execFileSync(process.execPath, options, { encoding: "utf8" }).trim();
  };
  assert.equal(loadedFor("table", false), "");
  assert.equal(loadedFor("json", false), "");
  assert.equal(loadedFor("table", true), "chalk");
  assert.equal(loadedFor("wide", false), "cli-table3");
  assert.equal(loadedFor("wide", true), "chalk cli-table3");
});
