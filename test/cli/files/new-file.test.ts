import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { newFile } from "../../../src/cli/files/new-file.ts";

test("a new file replaces none", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-new-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const stem = join(folder, "rollout");
  assert.equal(newFile(stem, ".sh"), `${stem}.sh`);
  for (const name of ["rollout.sh", "rollout-2.sh", "rollout-4.sh"]) writeFileSync(join(folder, name), "");
  assert.equal(newFile(stem, ".sh"), `${stem}-3.sh`);
});
