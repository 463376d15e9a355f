import { readFileSync, readdirSync } from "node:fs";
import type { Metafile } from "esbuild";

/** A package that is part of a bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** What its package.json says of it: an SPDX expression. */
  readonly license: string;
  readonly licenseText: string;
  /** Its hash in package-lock.json: `sha512-…`, in base64. */
  readonly integrity: string;
}

/**
 * The packages of which at least a file went into some bundles, by name.
 *
 * @throws Error where one has no licence text, which its licence asks to come along
 */
export function bundledPackages(metafiles: readonly Metafile[]): readonly BundledPackage[] {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = new Set(inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  return [...folders].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${folder} has no licence text`);
    const licenseText = readFileSync(`${folder}/${file}`, "utf8").trim();
    return { name, version, license, licenseText, integrity: lock.packages[folder].integrity };
  });
}

/** The licence texts of packages, as one text. */
export function licenseTexts(packages: readonly BundledPackage[]): string {
  const texts = packages.map(({ name, version, licenseText }) => `${name} ${version}\n\n${licenseText}\n`);
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}
