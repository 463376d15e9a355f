import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { bundledFolders, bundledPackages } from "../../../release/bundle/bundled-packages.ts";
import { bundleExecutable } from "../../../release/executable/bundle.ts";

describe("the packages of a bundle", async () => {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-bundled-"));
  after(() => rmSync(directory, { recursive: true }));
  const { metafiles } = await bundleExecutable(directory, process.versions.node);

  it("are all packages with a byte in it, including packages within packages", () => {
    const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
    const paths = outputs.flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    );
    const folders = bundledFolders(metafiles);
    const packages = bundledPackages(metafiles).map(({ name, version }) => `${name}@${version}`);
    const foreign = paths.filter((path) => path.includes("node_modules/"));
    assert.ok(foreign.length > 20);
    for (const path of foreign) {
      // The longest folder that contains it is the folder of its package.
      const [folder] = folders.filter((one) => path.startsWith(`${one}/`)).toSorted((a, b) => b.length - a.length);
      assert.ok(folder !== undefined && !path.slice(folder.length).includes("node_modules"), path);
      const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      assert.ok(packages.includes(`${name}@${version}`), path);
    }
    assert.ok(packages.includes("ora@9.4.1"));
    assert.equal(new Set(packages).size, packages.length);
  });

  it("have their licence texts and hashes", () => {
    for (const { name, license, licenseText, integrity } of bundledPackages(metafiles)) {
      assert.ok(licenseText.length > 200 && license !== "", name);
      assert.match(integrity, /^sha512-/, name);
    }
  });
});
