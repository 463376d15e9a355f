import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-large-manifests-"));
after(() => rmSync(directory, { recursive: true }));

const POD = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{}]}}\n';
const MEBIBYTE = 1024 * 1024;

for (const [name, separator, begin, end] of [
  ["documents of YAML", "---\n", "", ""],
  ["JSON values", "", "", ""],
  ["a list in JSON", ",", '{"apiVersion": "v1", "kind": "List", "items": [', "]}"],
] as const) {
  test(`50 MiB of ${name} are read in bounded memory`, () => {
    const count = Math.ceil((50 * MEBIBYTE) / (POD.length + 200 + separator.length));
    const one = POD.replace('"name": "a"', `"name": "a", "annotations": {"x": "${"y".repeat(177)}"}`);
    const path = join(directory, "large");
    writeFileSync(path, begin + Array.from({ length: count }, () => one).join(separator) + end);
    const module = new URL("../../../src/sources/files/manifests.ts", import.meta.url);
    const code = `
      import { readManifests } from ${JSON.stringify(module)};
      let pods = 0;
      for (const { type } of readManifests([{ type: "file", path: ${JSON.stringify(path)} }], { text: "" })) if (type === "workload") pods++;
      console.log(pods);`;
    const flags = ["--max-old-space-size=1024", "--input-type=module", "-e", code];
    const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: "utf8" });
    assert.equal(stdout, `${count}\n`, stderr);
  });
}
