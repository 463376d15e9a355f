import assert from "node:assert/strict";
import { test } from "node:test";
import type { Note, NoteCode } from "../../../../src/report/report.ts";
import { leftOutText } from "../../../../src/render/words/summary/left-out.ts";

function note(code: NoteCode, severity: Note["severity"] = "warning"): Note {
  return { severity, code, message: "…", source: null };
}

test("inputs that were not judged are counted by kind", () => {
  const notes = [note("helm-chart"), note("skipped-file", "info"), note("helm-chart"), note("foreign-kind")];
  assert.equal(
    leftOutText({ notes }),
    "Not judged: 2 Helm charts, 1 custom resource that makes or changes pods, 1 skipped file or link",
  );
});

test("hidden files have no separate count", () => {
  assert.equal(leftOutText({ notes: [note("hidden-files", "info")] }), "Not judged: hidden files");
});

test("files of other tools are not counted, but a document that no tool can use is counted", () => {
  assert.equal(leftOutText({ notes: [note("not-an-object", "info"), note("unknown-field")] }), "");
  assert.equal(leftOutText({ notes: [note("not-an-object")] }), "Not judged: 1 document that is no Kubernetes object");
});
