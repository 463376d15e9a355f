import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { manifest } from "../../fixes/random-manifest.ts";
import * as fc from "../../property.ts";
import { readRun, type SarifReplacement, type SarifResult } from "../../render/formats/sarif/log.ts";
import { repeats } from "../../seed.ts";
import { tree } from "../../sources/tree.ts";
import { runCli } from "../run-cli.ts";

/** The results of `lint -o sarif`, which are valid by the schema. */
async function resultsOf(path: string, ...flags: readonly string[]): Promise<readonly SarifResult[]> {
  return readRun((await runCli(["lint", "-o", "sarif", ...flags, path])).stdout).results;
}

/** The offset of a place in a text, as SARIF counts: lines and UTF-16 units from 1. */
function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split("\n");
  return lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
}

/** Applies the fixes of all results to the files of a directory, and returns their bytes. */
function applied(path: string, results: readonly SarifResult[]): Map<string, Buffer> {
  const byFile = new Map<string, Map<string, SarifReplacement>>();
  for (const { fixes = [] } of results) {
    for (const { artifactChanges } of fixes) {
      const [{ artifactLocation, replacements }] = artifactChanges;
      const known = byFile.get(artifactLocation.uri) ?? new Map<string, SarifReplacement>();
      byFile.set(artifactLocation.uri, known);
      for (const one of replacements) known.set(JSON.stringify(one), one);
    }
  }
  return new Map(
    readdirSync(path).map((name) => {
      const bytes = readFileSync(join(path, name));
      const mark = bytes.indexOf("\uFEFF") === 0 ? "\uFEFF" : "";
      const text = bytes.toString("utf8").slice(mark.length);
      const placed = [...(byFile.get(`file://${path}/${name}`)?.values() ?? [])].map((one) => {
        const { startLine, startColumn, endLine, endColumn } = one.deletedRegion;
        const range = { start: offsetOf(text, startLine, startColumn), end: offsetOf(text, endLine, endColumn) };
        return { ...range, inserted: one.insertedContent?.text ?? "" };
      });
      const edited = placed
        .toSorted((a, b) => b.start - a.start || b.end - a.end)
        .reduce((rest, { start, end, inserted }) => rest.slice(0, start) + inserted + rest.slice(end), text);
      return [name, Buffer.from(mark + edited)];
    }),
  );
}

/** Compares the files with the fixes of the log and the files that `fix --write` writes. */
async function assertSameAsFix(files: Readonly<Record<string, string>>, ...flags: readonly string[]): Promise<number> {
  const path = tree(files);
  const results = await resultsOf(path, ...flags);
  const expected = applied(path, results);
  await runCli(["fix", "--write", ...flags, path]);
  for (const [name, bytes] of expected) {
    const written = readFileSync(join(path, name));
    assert.ok(written.equals(bytes), `${name}\n${bytes.toString()}\n--- fix --write:\n${written.toString()}`);
  }
  return results.filter(({ fixes }) => fixes !== undefined).length;
}

const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\nspec: {containers: [{name: c}]}\n";
const LIST = `apiVersion: v1\nkind: List\nitems:\n${["one", "two"]
  .map(
    (name) => `- apiVersion: v1\n  kind: Pod\n  metadata: {name: ${name}}\n  spec:\n    containers:\n    - name: c\n`,
  )
  .join("")}`;

test("the fixes of a log are the edits of fix --write, byte for byte", async () => {
  const files = {
    "a.yaml": POD,
    "crlf.yaml": LIST.replaceAll("\n", "\r\n"),
    "mark.yaml": `\uFEFF${LIST}`,
    "wide.yaml": POD.replace("name: p", "name: w").replace("name: c", 'name: c, args: ["\u{1F600}日本"]'),
    "json.json": JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "j" }, spec: { containers: [] } }),
    "decide.yaml": POD.replace("name: p", "name: d").replace("spec: {", "spec: {hostPID: true, "),
    "two.yaml": `${POD.replace("name: p", "name: q")}---\n${POD.replace("name: p", "name: r")}`,
  };
  assert.ok((await assertSameAsFix(files)) > 20);
  assert.ok((await assertSameAsFix(files, "--level", "restricted:v1.25")) > 20);
});

test("the manifests of examples and fixtures have the fixes of fix --write", async () => {
  for (const directory of ["test/fixtures/fix", "examples"]) {
    const names = readdirSync(directory).filter((name) => name.endsWith(".yaml"));
    const texts = names.map((name) => [name, readFileSync(join(directory, name), "utf8")] as const);
    await assertSameAsFix(Object.fromEntries(texts), "--level", "restricted");
  }
});

test("generated manifests have the fixes of fix --write", async () => {
  let fixed = 0;
  await fc.assert(
    fc.asyncProperty(manifest, async (text) => {
      fixed += await assertSameAsFix({ "a.yaml": text });
    }),
    { numRuns: repeats(60) },
  );
  assert.ok(fixed > 0);
});

test("each result of a workload has all its edits, and a result that they do not remove has none", async () => {
  const sysctls = "securityContext: {sysctls: [{name: net.ipv4.tcp_keepalive_time, value: '1'}]}, containers";
  const labels = "pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.28";
  const namespace = `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {${labels}, pod-security.kubernetes.io/warn: restricted}\n`;
  const results = await resultsOf(tree({ "a.yaml": `${namespace}---\n${POD.replace("containers", sysctls)}` }));
  const byRule = new Map(results.map(({ ruleId, fixes }) => [ruleId, fixes]));
  assert.equal(byRule.get("sysctls"), undefined);
  const [first] = byRule.get("runAsNonRoot") ?? [];
  assert.equal(first?.description.text, "Edit Pod/p so that it meets restricted:latest");
  assert.deepEqual(byRule.get("allowPrivilegeEscalation"), byRule.get("runAsNonRoot"));
});

test("an accepted violation has no fix, and neither has text that a tool rendered", async () => {
  const accepting = POD.replace("namespace: a", "namespace: a, annotations: {kubectl-pss/accept.runAsNonRoot: known}");
  const results = await resultsOf(tree({ "a.yaml": accepting }));
  assert.deepEqual(
    results.filter(({ fixes }) => fixes === undefined).map(({ ruleId }) => ruleId),
    ["runAsNonRoot"],
  );
  const path = tree({ "a.yaml": `---\n# Source: web/templates/a.yaml\n${POD}` });
  assert.ok((await resultsOf(path)).every(({ fixes }) => fixes === undefined));
});
