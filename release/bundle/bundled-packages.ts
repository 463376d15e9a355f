import { readFileSync, readdirSync } from "node:fs";
import type { Metafile } from "esbuild";

/** A package that is part of a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** The SPDX expression in its package.json. */
  readonly license: string;
  readonly licenseText: string;
  /** Its hash in package-lock.json: `sha512-…`, in base64. */
  readonly integrity: string;
}

/** Matches up to the last `node_modules` of a path: a package may contain packages. */
const FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** The folders of the packages with at least one byte in the bundles: `node_modules/ora`, `node_modules/ora/node_modules/chalk`. */
export function bundledFolders(metafiles: readonly Metafile[]): readonly string[] {
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  const inputs = outputs.flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return [...new Set(used.flatMap(([path]) => FOLDER.exec(path)?.[0] ?? []))].toSorted();
}

/**
 * The packages with at least one byte in the bundles, each version once.
 *
 * @throws Error if a package has no licence text: licences require that copies include it
 */
export function bundledPackages(metafiles: readonly Metafile[]): readonly BundledPackage[] {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const packages = bundledFolders(metafiles).map((folder): BundledPackage => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${folder} has no licence text`);
    const licenseText = readFileSync(`${folder}/${file}`, "utf8").trim();
    return { name, version, license, licenseText, integrity: lock.packages[folder].integrity };
  });
  return [...new Map(packages.map((one) => [`${one.name}@${one.version}`, one])).values()];
}

/** The licence texts of packages, as one text. */
export function licenseTexts(packages: readonly Pick<BundledPackage, "name" | "version" | "licenseText">[]): string {
  const texts = packages.map(({ name, version, licenseText }) => `${name} ${version}\n\n${licenseText}\n`);
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
