import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "../../src/report/report.ts";
import { audit, dryRun, namespace, pod } from "./clusters.ts";

const terminating = (name: string): string =>
  namespace(name).replace("metadata:\n", "metadata:\n  deletionTimestamp: '2026-01-02T03:04:05Z'\n");
const PRIVILEGED = pod("web", "  hostNetwork: true\n");
const CHANGE = { enforce: { type: "set", level: "baseline", version: undefined } } as const;

/** An audit and a dry run of the same objects. */
function reportsOn(dump: string): readonly Report[] {
  return [audit(dump), dryRun(dump, CHANGE)];
}

function notesOf({ notes }: Report): readonly string[] {
  return notes.filter(({ code }) => code === "terminating-namespace").map(({ message }) => message);
}

test("a namespace that is being deleted has a note, and the same verdicts as any other", () => {
  const expected = reportsOn(namespace("team-a") + PRIVILEGED);
  const found = reportsOn(terminating("team-a") + PRIVILEGED);
  for (const [index, report] of found.entries()) {
    assert.deepEqual(notesOf(report), [
      "1 namespace is being deleted, so no new pod can start there, and a label or a fix changes nothing: team-a",
    ]);
    const { namespaces, summary } = expected[index] ?? assert.fail();
    assert.deepEqual(report.summary, summary);
    assert.deepEqual(
      report.namespaces.map(({ name, findings, change, blocks }) => ({ name, findings, change, blocks })),
      namespaces.map(({ name, findings, change, blocks }) => ({ name, findings, change, blocks })),
    );
  }
});

test("several namespaces that are being deleted have one note", () => {
  for (const report of reportsOn(terminating("b") + namespace("team-a") + terminating("a"))) {
    assert.deepEqual(notesOf(report), [
      "2 namespaces are being deleted, so no new pod can start there, and a label or a fix changes nothing: a, b",
    ]);
  }
  for (const report of reportsOn(namespace("team-a"))) assert.deepEqual(notesOf(report), []);
});
