import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "./run-cli.ts";

const RENDERED = "test/fixtures/rendered";

/** The lines on standard error about charts and kustomizations, in order. */
const SAID = [
  "test/fixtures/rendered/chart/Chart.yaml:1: test/fixtures/rendered/chart is a Helm chart: render it to judge its templates: " +
    "kubectl pss lint --render test/fixtures/rendered/chart",
  "test/fixtures/rendered/overlay/kustomization.yaml:1: test/fixtures/rendered/overlay is a kustomization: its patches are not applied; build it to judge all of it: " +
    "kubectl pss lint -k test/fixtures/rendered/overlay",
];

for (const [name, flags, severity, code] of [
  ["changes no exit code", [], "warning", 0],
  ["is an error with --strict", ["--strict"], "error", 2],
] as const) {
  test(`sources that another tool renders ${name}`, async () => {
    const { code: actual, stderr } = await runCli(["lint", ...flags, RENDERED]);
    const said = stderr.split("\n").filter((line) => line.includes(": kubectl pss lint -"));
    assert.deepEqual(
      said,
      SAID.map((line) => `${severity}: ${line}`),
      stderr,
    );
    assert.equal(actual, code);
  });
}

test("programs recognise a note by its code and place", async () => {
  const { stdout } = await runCli(["lint", "-o", "json", RENDERED]);
  const { notes, summary, unreadable } = JSON.parse(stdout) as {
    readonly notes: readonly { readonly code: string; readonly file: string; readonly line: number }[];
    readonly summary: { readonly workloads: number };
    readonly unreadable: readonly unknown[];
  };
  assert.deepEqual(
    notes.filter(({ code }) => code !== "not-an-object").map(({ code, file, line }) => `${code} ${file}:${line}`),
    [`helm-chart ${RENDERED}/chart/Chart.yaml:1`, `kustomization ${RENDERED}/overlay/kustomization.yaml:1`],
  );
  // Only the overlay's resource is judged, neither its patch nor the chart's template.
  assert.deepEqual([summary.workloads, unreadable], [1, []]);
});
