import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { replaceArtifacts } from "../../../release/archives/artifacts.ts";

const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-artifacts-"));
after(() => rmSync(directory, { recursive: true }));

const ARCHIVE = "kubectl-pss_v1.0.0_linux_x64.tar.gz";
const fill =
  (text: string) =>
  async (into: string): Promise<readonly string[]> => {
    writeFileSync(join(into, ARCHIVE), text);
    return [ARCHIVE];
  };

describe("a directory of artifacts", () => {
  it("is replaced as a whole, with a checksum for each file except the checksum file", async () => {
    const output = join(directory, "deep", "output");
    await replaceArtifacts(output, fill("one"));
    writeFileSync(join(output, "kubectl-pss_v0.9.0_linux_x64.tar.gz"), "old");
    await replaceArtifacts(output, fill("two"));
    assert.deepEqual(readdirSync(output).toSorted(), ["SHA256SUMS", ARCHIVE]);
    const sum = createHash("sha256").update("two").digest("hex");
    assert.equal(readFileSync(join(output, "SHA256SUMS"), "utf8"), `${sum}  ${ARCHIVE}\n`);
  });

  it("is unchanged if the new artifacts fail", async () => {
    const output = join(directory, "kept");
    await replaceArtifacts(output, fill("one"));
    await assert.rejects(
      replaceArtifacts(output, () => Promise.reject(new Error("no strip"))),
      /no strip/,
    );
    assert.equal(readFileSync(join(output, ARCHIVE), "utf8"), "one");
  });

  it("is not replaced if it contains other files", async () => {
    const output = join(directory, "mine");
    mkdirSync(output);
    writeFileSync(join(output, "thesis.txt"), "years of work");
    await assert.rejects(replaceArtifacts(output, fill("one")), /mine would be replaced, and holds thesis\.txt/);
    assert.ok(existsSync(join(output, "thesis.txt")));
  });
});
