import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runFix } from "../../../src/app/fix.ts";
import { runLint, type LintRequest } from "../../../src/app/lint.ts";
import type { LevelVersion } from "../../../src/policy/evaluator.ts";
import { LATEST } from "../../../src/policy/version.ts";
import type { Report } from "../../../src/report/report.ts";
import { applyEdits } from "../../../src/text/edit/text-edit.ts";
import { manifest } from "../../fixes/random-manifest.ts";
import * as fc from "../../property.ts";
import { repeats } from "../../seed.ts";
import { renderHtml } from "../../../src/render/formats/html/html.ts";
import { PIPE, text } from "../../render/painted.ts";
import { tree } from "../../sources/tree.ts";
import { recordedTerminal } from "../terminal.ts";

const USUAL: Omit<LintRequest, "paths"> = {
  refuseReplacing: () => {},
  levels: [],
  failOn: "enforce",
  strict: false,
  identify: false,
  accepted: { rules: [], today: "2026-12-01" },
};
const RESTRICTED: readonly LevelVersion[] = [{ level: "restricted", version: LATEST }];
const NOTHING = {
  only: [],
  names: [],
  takesAway: false,
  isForced: false,
  isFilter: false,
  isPatch: false,
  today: "2026-12-01",
  verbosity: 0,
};

const lint = (path: string, changes: Partial<LintRequest> = {}): Promise<Report> =>
  runLint({ ...USUAL, ...changes, paths: [path] }, recordedTerminal());

/** The number of violations that the edits of `kubectl pss fix` really remove, by a lint of the edited files. */
async function removedByFix(path: string, levels: readonly LevelVersion[] = []): Promise<number> {
  const before = await lint(path, { levels });
  const { report } = await runFix({ ...NOTHING, paths: [path], levels }, recordedTerminal());
  const edited = new Map(report.files.map(({ file, before: text, edits }) => [file, applyEdits(text, edits)]));
  const files = readdirSync(path).map((name) => [name, readFileSync(join(path, name), "utf8")] as const);
  const after = await lint(
    tree(Object.fromEntries(files.map(([name, text]) => [name, edited.get(join(path, name)) ?? text]))),
    { levels },
  );
  return before.summary.violations - after.summary.violations;
}

const RENDERED = { file: "a.yaml", document: 0, line: 1, rendered: { line: 2, values: [] } };
const container = "containers: [{name: a, image: a}]";
const podIn = (namespace: string, name: string, spec: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {${spec}}\n`;
const namespace = (name: string, labels: string): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels: {${labels}}\n`;

test("a lint counts the violations that the edits remove, by the labels of each namespace", async () => {
  const path = tree({
    "a.yaml": [
      podIn("strict", "bare", container),
      podIn("strict", "host", `hostPID: true, ${container}`),
      podIn("loose", "free", container),
      podIn("other", "assumed", container),
    ].join("---\n"),
    // The labels are read after the workloads, and not among the files with violations.
    "b.yaml": [
      namespace("strict", "pod-security.kubernetes.io/enforce: restricted"),
      namespace("loose", "pod-security.kubernetes.io/enforce: privileged"),
    ].join("---\n"),
  });
  const { fixable, summary } = await lint(path, { edits: "count" });
  assert.deepEqual(fixable, { removed: 8, limit: 500 });
  assert.equal(summary.violations, 13);
  assert.equal(await removedByFix(path), 8);
  assert.equal((await lint(path, { edits: "count", levels: RESTRICTED })).fixable?.removed, 12);
  assert.equal(await removedByFix(path, RESTRICTED), 12);
});

test("copies of an object on one line count once, and are edited together", async () => {
  const copy = (name: string): string =>
    `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}","namespace":"a"},"spec":{"containers":[{"name":"a","image":"a"}]}}`;
  const items = [copy("twice"), copy("once"), copy("twice")].join(",");
  const path = tree({ "a.json": `{"apiVersion":"v1","kind":"List","items":[${items}]}` });
  const { fixable, namespaces } = await lint(path, { edits: "all", levels: RESTRICTED });
  const changes = namespaces.flatMap(({ workloads }) =>
    workloads.map(({ name, fix }) => [name, fix?.changes.length] as const),
  );
  assert.deepEqual(changes, [
    ["once", 2],
    ["twice", 4],
  ]);
  assert.equal(fixable?.removed, 8);
  assert.equal(await removedByFix(path, RESTRICTED), 8);
});

test("a violation that stays at another version of the namespace does not count as removed", async () => {
  const sysctls = "securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time, value: '1'}]}";
  const labels = "pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.28";
  const path = tree({
    "a.yaml": `${namespace("old", `${labels}, pod-security.kubernetes.io/warn: restricted`)}---\n${podIn("old", "a", `${sysctls}, ${container}`)}`,
  });
  const { fixable, summary } = await lint(path, { edits: "count" });
  assert.equal(summary.violations, 5);
  assert.equal(fixable?.removed, 4);
  assert.equal(await removedByFix(path), 4);
});

test("nothing is tried without violations, and accepted violations do not count", async () => {
  const clean = tree({ "a.yaml": podIn("loose", "a", container), "b.yaml": "" });
  const loose = `${namespace("loose", "pod-security.kubernetes.io/enforce: privileged")}---\n`;
  const path = tree({ "a.yaml": loose + readFileSync(join(clean, "a.yaml"), "utf8") });
  assert.equal((await lint(path, { edits: "all" })).fixable, undefined);
  const accepting = podIn("a", "a", container).replace(
    "namespace: a",
    "namespace: a, annotations: {kubectl-pss/accept.runAsNonRoot: known}",
  );
  const { fixable, summary } = await lint(tree({ "a.yaml": accepting }), { edits: "count" });
  assert.equal(summary.accepted, 1);
  assert.equal(fixable?.removed, 3);
});

test("a count tries up to 500 workloads, and the edits themselves have no limit", async () => {
  const pods = (count: number): string =>
    tree({ "a.yaml": Array.from({ length: count }, (_, index) => podIn("a", `p${index}`, container)).join("---\n") });
  assert.equal((await lint(pods(500), { edits: "count" })).fixable?.removed, 2000);
  assert.equal((await lint(pods(501), { edits: "count" })).fixable?.removed, null);
  const { fixable, namespaces } = await lint(pods(501), { edits: "all" });
  assert.equal(fixable?.removed, 2004);
  assert.ok(namespaces.every(({ workloads }) => workloads.every(({ fix }) => fix?.state === "fixed")));
});

test("a page has the patches of the first 1,000 workloads, also if SARIF has the edits of all", async () => {
  const documents = Array.from({ length: 1001 }, (_, index) => podIn("a", `p${index}`, container));
  const path = tree({ "a.yaml": documents.join("---\n") });
  for (const edits of ["page", "all and page"] as const) {
    const report = await lint(path, { edits, levels: RESTRICTED });
    const fixed = report.namespaces.flatMap(({ workloads }) => workloads.filter(({ fix }) => fix?.patch !== undefined));
    assert.equal(fixed.length, edits === "page" ? 1000 : 1001);
    assert.equal(report.fixable?.removed, edits === "page" ? null : 4004);
    const page = text(renderHtml(report, PIPE));
    assert.equal(page.split("Fields to add to meet restricted:latest.").length, 2);
    assert.equal(page.match(/"apiVersion: v1\\nkind: Pod/g)?.length, 1000);
    assert.equal(page.split("No patch: the page has the fields of 1,000 workloads only").length, 2);
  }
});

test("a page says why the output of a chart has no patch", async () => {
  const helm = `---\n# Source: web/templates/a.yaml\n${podIn("a", "a", container)}`;
  const report = await lint(tree({ "a.yaml": helm }), { edits: "page", levels: RESTRICTED });
  assert.match(text(renderHtml(report, PIPE)), /No patch: [^"]*: Helm rendered it, so an edit would be lost/);
  const rendered = report.namespaces.map((one) => ({
    ...one,
    workloads: one.workloads.map((workload) => ({ ...workload, source: RENDERED })),
  }));
  assert.match(
    text(renderHtml({ ...report, namespaces: rendered }, PIPE)),
    /No patch: helm or kustomize rendered the object; kubectl pss fix - edits their output\./,
  );
});

test("text that cannot be edited, and text that a tool rendered, counts nothing", async () => {
  const helm = `---\n# Source: web/templates/a.yaml\n${podIn("a", "a", container)}`;
  assert.equal((await lint(tree({ "a.yaml": helm }), { edits: "count" })).fixable?.removed, 0);
  const alias = podIn("a", "a", "containers: [*c]").replace("metadata:", "x: &c {name: a, image: a}\nmetadata:");
  assert.equal((await lint(tree({ "a.yaml": alias }), { edits: "count" })).fixable?.removed, 0);
});

test("the number is that of a lint of the edited manifests, in any style of YAML", async () => {
  let removed = 0;
  await fc.assert(
    fc.asyncProperty(manifest, async (text) => {
      const path = tree({ "a.yaml": text });
      const { fixable } = await lint(path, { edits: "count" });
      const expected = await removedByFix(path);
      assert.equal(fixable?.removed ?? 0, expected, text);
      removed += expected;
    }),
    { numRuns: repeats(60) },
  );
  assert.ok(removed > 0);
});
