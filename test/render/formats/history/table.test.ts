import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../../../../src/app/standards.ts";
import { renderHistory } from "../../../../src/render/formats/history/format.ts";
import { HISTORY } from "../../../fixtures/reports/history.ts";

/** The part about missing evidence, of namespaces whose audit policies may have changed at some times. */
async function missingAfter(...times: readonly (string | null)[]): Promise<string> {
  const [namespace] = HISTORY.namespaces;
  assert.ok(namespace !== undefined);
  const verdict = { type: "unknown", reason: "policy-changed" } as const;
  const namespaces = times.map((auditSince, index) => ({
    ...{ ...namespace, name: `n${index}`, auditSince, verdict, workloads: [], folded: 0 },
  }));
  const style = { headers: true, details: false, width: Infinity, colour: false, checks: CHECKS };
  const pieces: string[] = [];
  for await (const piece of await renderHistory({ ...HISTORY, namespaces }, "table", style)) pieces.push(piece);
  return /^Missing evidence\n(.*?)\n\n/ms.exec(pieces.join(""))?.[1] ?? "";
}

const REST =
  "and no later pod proves anything. Watch for longer; an audit rule with level Request for namespaces logs what changes.";

test("namespaces whose policies changed one after the other are one sentence with the first and the last time", async () => {
  assert.equal(
    await missingAfter("2026-11-20T12:00:07Z", "2026-11-20T12:00:00Z", "2026-11-20T12:00:03Z"),
    `  n0, n1, n2: The audit policy may have changed between 2026-11-20T12:00:00Z and 2026-11-20T12:00:07Z, ${REST}`,
  );
  assert.equal(
    await missingAfter("2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"),
    `  n0, n1: The audit policy may have changed at 2026-11-20T12:00:00Z, ${REST}`,
  );
});

test("another reason has a sentence of its own", async () => {
  assert.equal(
    await missingAfter("2026-11-20T12:00:00Z", null),
    `  n0: The audit policy may have changed at 2026-11-20T12:00:00Z, ${REST}\n  n1: Violations name another audit policy than the labels, ${REST}`,
  );
});

for (const format of ["table", "wide", "markdown", "html"] as const) {
  test(`without any log, ${format} has the fault first, and no list of namespaces`, async () => {
    const style = { headers: true, details: false, width: 80, colour: false, checks: CHECKS };
    const textOf = async (files: number): Promise<string> => {
      const pieces = await renderHistory({ ...HISTORY, files }, format, style);
      return [...pieces].join("");
    };
    const silent = await textOf(0);
    const full = await textOf(1);
    assert.match(silent, /No input contains an audit event/);
    for (const { name } of HISTORY.namespaces) {
      assert.ok(!silent.slice(0, silent.indexOf("Coverage")).includes(name), name);
      assert.ok(full.includes(name), name);
    }
  });
}
