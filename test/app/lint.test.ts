import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { AcceptedUpdate } from "../../src/app/accepted/accepted-request.ts";
import { runLint, type LintRequest } from "../../src/app/lint.ts";
import { renderJson } from "../../src/render/formats/json/json.ts";
import { tree } from "../sources/tree.ts";
import { recordedTerminal } from "./terminal.ts";

const POD =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: a}\nspec: {containers: [{name: c}], hostPID: true}\n";
const USUAL: Omit<LintRequest, "paths"> = {
  levels: [],
  failOn: "enforce",
  strict: false,
  identify: false,
  accepted: undefined,
};

test("a lint reads standard input by the terminal, and shows its progress there", async () => {
  const terminal = recordedTerminal(POD);
  const report = await runLint({ ...USUAL, paths: ["-"] }, terminal);
  assert.equal(report.summary.failing, 1);
  assert.deepEqual(terminal.lines, ["files of 1 1", "files of 1 ends"]);
});

test("a server that is newer than the newest known version gets a note in the report", async () => {
  const { notes, serverVersion } = await runLint({ ...USUAL, paths: ["-"], serverVersion: 99 }, recordedTerminal(POD));
  const message = `v1.99 is newer than ${serverVersion}, the newest known: judged as ${serverVersion}`;
  assert.deepEqual(notes, [{ severity: "warning", code: "newer-server", message, source: null }]);
});

test("accepted violations are read from a file, and merged into it by the caller", async () => {
  const directory = tree({ "pod.yaml": POD });
  const file = join(directory, "accepted.json");
  const request = { ...USUAL, paths: [directory] };
  let merged: AcceptedUpdate | undefined;
  const update = (merge: () => AcceptedUpdate): Promise<void> => {
    merged = merge();
    return Promise.resolve();
  };
  const updated = await runLint({ ...request, accepted: { file, update } }, recordedTerminal());
  assert.deepEqual([merged?.added, merged?.removed, updated.summary.failing], [5, 0, 0]);
  assert.deepEqual(updated.accept, { accepted: updated.summary.violations, gone: [] });
  assert.ok(merged !== undefined);
  writeFileSync(file, [...renderJson(merged.report)].join(""));
  const read = await runLint({ ...request, accepted: { file, update: undefined } }, recordedTerminal());
  assert.deepEqual(read.accept, updated.accept);
  await assert.rejects(
    runLint({ ...request, accepted: { file: join(directory, "pod.yaml"), update: undefined } }, recordedTerminal()),
    { name: "UserError" },
  );
});
