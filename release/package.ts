/**
 * `npm run package [-- [--output DIRECTORY] TARGET...]`: makes executables that need no Node, each in an archive with its licences and
 * completions, SHA256SUMS and a bill of materials, in release-artifacts/. Two runs on machines of one platform give the same sums
 * (docs/contributing.md says when not).
 */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import manifest from "../package.json" with { type: "json" };
import { writeArchive } from "./archive.ts";
import { billOfMaterials } from "./bill-of-materials.ts";
import { bundledPackages, licenseTexts, type BundledPackage } from "./bundled-packages.ts";
import { writeCompletions } from "./completions.ts";
import { buildExecutable, type Ingredients } from "./executable/build.ts";
import { bundleExecutable } from "./executable/bundle.ts";
import { nodeRuntime, type NodeRuntime } from "./executable/node-runtime.ts";
import { TARGETS, archiveName, executableName, hostTarget, type Target } from "./targets.ts";

const { name, version, description, license } = manifest;

/** The targets that some words name; all of them where there are none. */
function targetsOf(words: readonly string[]): readonly Target[] {
  const names = TARGETS.map((target) => target.name);
  const unknown = words.find((word) => !names.includes(word));
  if (unknown !== undefined) throw new Error(`"${unknown}" is no target: there are ${names.join(", ")}`);
  return words.length === 0 ? TARGETS : TARGETS.filter((target) => words.includes(target.name));
}

/** The licence of Node, whichever of its packages holds it: that for Windows does not. */
async function licenseOfNode(runtime: NodeRuntime): Promise<string> {
  const [linux] = TARGETS;
  const text = runtime.license ?? (linux && (await nodeRuntime(linux)).license);
  if (text === undefined) throw new Error("no package of Node holds its licence");
  return text;
}

/** Puts what an archive holds beside the executable into a directory. */
function layOut(
  directory: string,
  packages: readonly BundledPackage[],
  nodeVersion: string,
  nodeLicense: string,
): void {
  cpSync("LICENSE", join(directory, "LICENSE"));
  cpSync("README.md", join(directory, "README.md"));
  const texts = licenseTexts([
    ...packages,
    { name: "Node.js", version: nodeVersion, license: "", licenseText: nodeLicense, integrity: "" },
  ]);
  writeFileSync(join(directory, "THIRD-PARTY-LICENSES.txt"), texts);
  writeCompletions(join(directory, "completions"));
}

async function packageTargets(targets: readonly Target[], output: string, work: string): Promise<void> {
  const host = hostTarget();
  if (host === undefined) throw new Error(`there is no Node to build with for ${process.platform}-${process.arch}`);
  const own = await nodeRuntime(host);
  if (process.version !== `v${own.version}`) {
    throw new Error(`this is Node ${process.version}, and v${own.version} is pinned: run npm ci, then npm run package`);
  }
  const bundle = await bundleExecutable(join(work, "bundle"), own.version);
  const packages = bundledPackages(bundle.metafiles);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  for (const target of targets) {
    const runtime = await nodeRuntime(target);
    const ingredients: Ingredients = { bundle, builder: own.executable, runtime: runtime.executable };
    const directory = join(work, target.name);
    mkdirSync(directory);
    layOut(directory, packages, runtime.version, await licenseOfNode(runtime));
    const program = executableName(target);
    await buildExecutable(target, ingredients, join(directory, program));
    const completions = readdirSync(join(directory, "completions")).toSorted();
    const archive = join(output, archiveName(target, version));
    await writeArchive(target, archive, directory, [
      { name: program, isProgram: true },
      ...["LICENSE", "README.md", "THIRD-PARTY-LICENSES.txt"].map((file) => ({ name: file, isProgram: false })),
      ...completions.map((file) => ({ name: `completions/${file}`, isProgram: file === "kubectl_complete-pss" })),
    ]);
    console.log(`${archive}${target === host ? "" : ": no start-up snapshot, which only that platform can make"}`);
  }
  const subject = { name, version, description, license };
  const bill = billOfMaterials(subject, packages, own, process.versions);
  writeFileSync(join(output, `${name}_v${version}.cdx.json`), bill);
  const sums = readdirSync(output)
    .toSorted()
    .map(
      (file) =>
        `${createHash("sha256")
          .update(readFileSync(join(output, file)))
          .digest("hex")}  ${file}\n`,
    );
  writeFileSync(join(output, "SHA256SUMS"), sums.join(""));
}

// A zip archive keeps local times.
process.env["TZ"] = "UTC";
const work = mkdtempSync(join(tmpdir(), "kubectl-pss-archives-"));
try {
  const { values, positionals } = parseArgs({ options: { output: { type: "string" } }, allowPositionals: true });
  await packageTargets(targetsOf(positionals), values.output ?? "release-artifacts", work);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true });
}
