import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { runExport, type ExportRequest } from "../../src/app/export.ts";
import { NO_EXEMPTIONS } from "../export/options.ts";

const directory = mkdtempSync(join(tmpdir(), "pss-export-"));
after(() => rmSync(directory, { recursive: true }));

const REQUEST: ExportRequest = {
  levels: [],
  allVersions: false,
  binding: { type: "default" },
  actions: ["Warn"],
  controllers: false,
  exemptions: NO_EXEMPTIONS,
  without: [],
  messagePerCheck: false,
  prefix: "pss",
};

/** Exports the exemptions of an admission configuration. @returns the lines that the program says */
async function said(kind: string, names: readonly string[], changes: Partial<ExportRequest> = {}): Promise<string[]> {
  const file = join(directory, "admission.json");
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: "pod-security.admission.config.k8s.io/v1",
      kind: "PodSecurityConfiguration",
      defaults: { enforce: "restricted" },
      exemptions: { [kind]: names },
    }),
  );
  const lines: string[] = [];
  await runExport({ ...REQUEST, admissionConfig: file, ...changes }, { say: (line) => void lines.push(line) });
  return lines;
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `name-${index}`);

describe("exported policies with many exemptions", () => {
  it("are refused if an API server would not compile an expression", async () => {
    const message = /: the expression of exempt-user has 1,388,9\d\d characters, and an API server takes 100,000$/;
    await assert.rejects(said("usernames", names(100_000)), { message });
  });

  it("are refused if their annotation would be too long", async () => {
    const message =
      /: its annotation with the exemptions is too long: an API server takes 262,144 bytes of annotations$/;
    await assert.rejects(said("namespaces", names(30_000)), { message });
  });

  it("are refused if they have too many match conditions", async () => {
    const labels = names(64).map((key) => ({ key, value: "v" }));
    const message = /: it has 65 match conditions, and an API server takes 64$/;
    await assert.rejects(said("namespaces", [], { exemptions: { ...NO_EXEMPTIONS, labels } }), { message });
  });

  it("are refused if an expression of a check is too long", async () => {
    const images = names(5000).map((prefix) => ({ prefix, check: "privileged" }));
    const message = /: pss-restricted-latest: the expression of privileged has \S+ characters/;
    await assert.rejects(said("namespaces", [], { exemptions: { ...NO_EXEMPTIONS, images } }), { message });
  });

  it("have a warning if kubectl apply needs --server-side", async () => {
    assert.deepEqual(await said("namespaces", names(10)), []);
    const [line = ""] = await said("namespaces", names(10_000));
    assert.match(
      line,
      /^warning: apply these policies with kubectl apply --server-side: pss-restricted-latest would be/,
    );
  });
});
