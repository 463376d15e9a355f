/**
 * `npm run package [-- [--output DIRECTORY] TARGET...]`: makes executables that need no Node, each in an archive with its licences and completions.
 * SHA256SUMS and a bill of materials accompany them in release-artifacts/. Two runs on machines of one platform give the same checksums
 * (docs/contributing.md lists exceptions).
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import manifest from "../package.json" with { type: "json" };
import { COMPLETION_TARGETS } from "../src/cli/completion/targets.ts";
import { writeArchive, type ArchiveEntry } from "./archives/archive.ts";
import { replaceArtifacts } from "./archives/artifacts.ts";
import { billOfMaterials } from "./archives/bill-of-materials.ts";
import { bundledPackages, licenseTexts } from "./bundle/bundled-packages.ts";
import { writeCompletions } from "./bundle/completions.ts";
import { buildExecutable, expectTools } from "./executable/build.ts";
import { bundleExecutable } from "./executable/bundle.ts";
import { nodeRuntime, type NodeRuntime } from "./executable/node-runtime.ts";
import { TARGETS, archiveName, executableName, hostTarget, type Target } from "./targets.ts";
import { temporaryDirectory } from "./temporary.ts";

const { name, version, description, license } = manifest;

/** The targets with these names; all targets without names. */
function targetsOf(words: readonly string[]): readonly Target[] {
  const names = TARGETS.map((target) => target.name);
  const unknown = words.find((word) => !names.includes(word));
  if (unknown !== undefined) throw new Error(`"${unknown}" is no target: there are ${names.join(", ")}`);
  return words.length === 0 ? TARGETS : TARGETS.filter((target) => words.includes(target.name));
}

/** The licence of Node, from any of its packages that contains it: the package for Windows does not. */
async function licenseOfNode(runtimes: readonly NodeRuntime[], work: string): Promise<string> {
  const [linux] = TARGETS;
  const text = runtimes.find((one) => one.license !== undefined)?.license;
  const found = text ?? (linux && (await nodeRuntime(linux, work)).license);
  if (found === undefined) throw new Error("no package of Node contains its licence");
  return found;
}

/** Puts the files that accompany the executable in an archive into a directory, and returns their names. */
function layOut({ os }: Target, directory: string, licenses: string): readonly ArchiveEntry[] {
  for (const file of ["LICENSE", "README.md"]) cpSync(file, join(directory, file));
  writeFileSync(join(directory, "THIRD-PARTY-LICENSES.txt"), licenses);
  // kubectl runs the plugin's completion as a program, and a shell script is no program on Windows.
  const completed = COMPLETION_TARGETS.filter((shell) => os !== "windows" || shell !== "kubectl");
  writeCompletions(join(directory, "completions"), completed);
  const completions = readdirSync(join(directory, "completions")).toSorted();
  return [
    ...["LICENSE", "README.md", "THIRD-PARTY-LICENSES.txt"].map((name) => ({ name, isProgram: false })),
    ...completions.map((name) => ({ name: `completions/${name}`, isProgram: name === "kubectl_complete-pss" })),
  ];
}

async function packageTargets(targets: readonly Target[], output: string): Promise<void> {
  const work = temporaryDirectory(join(tmpdir(), "kubectl-pss-archives-"));
  const host = hostTarget();
  if (host === undefined) throw new Error(`there is no Node to build with for ${process.platform}-${process.arch}`);
  const own = await nodeRuntime(host, work);
  if (process.version !== `v${own.version}`) {
    throw new Error(`this is Node ${process.version}, and v${own.version} is pinned: run npm ci, then npm run package`);
  }
  for (const target of targets) await expectTools(target);
  const runtimes = new Map<Target, NodeRuntime>();
  for (const target of targets) runtimes.set(target, await nodeRuntime(target, work));
  const bundle = await bundleExecutable(join(work, "bundle"), own.version);
  const packages = bundledPackages(bundle.metafiles);
  const nodeLicense = await licenseOfNode([own, ...runtimes.values()], work);
  const licenses = licenseTexts([...packages, { name: "Node.js", version: own.version, licenseText: nodeLicense }]);

  await replaceArtifacts(output, async (artifacts) => {
    const files: string[] = [];
    for (const [target, runtime] of runtimes) {
      const directory = join(work, target.name);
      mkdirSync(directory);
      const beside = layOut(target, directory, licenses);
      const program = executableName(target);
      const ingredients = { bundle, builder: own.executable, runtime: runtime.executable };
      await buildExecutable(target, ingredients, join(directory, program));
      const archive = archiveName(target, version);
      await writeArchive(target, join(artifacts, archive), directory, [{ name: program, isProgram: true }, ...beside]);
      rmSync(directory, { recursive: true });
      files.push(archive);
      console.log(`${archive}${target === host ? "" : ": no start-up snapshot, which only that platform can make"}`);
    }
    const bill = `${name}_v${version}.cdx.json`;
    const subject = { name, version, description, license };
    writeFileSync(join(artifacts, bill), billOfMaterials(subject, packages, own, process.versions));
    return [...files, bill];
  });
}

// A zip archive keeps local times.
process.env["TZ"] = "UTC";
try {
  const { values, positionals } = parseArgs({ options: { output: { type: "string" } }, allowPositionals: true });
  await packageTargets(targetsOf(positionals), values.output ?? "release-artifacts");
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
