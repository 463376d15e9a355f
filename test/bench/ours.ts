/** The two forms of this program: the npm package and the single executable. */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { archiveName, executableName, hostTarget } from "../../release/targets.ts";
import type { Candidate, Command } from "./candidate.ts";

const BIN = "bin/kubectl-pss.js";
const ARTIFACTS = "release-artifacts";
/** The environment variable with the path of another executable to measure. */
const EXECUTABLE_VARIABLE = "KUBECTL_PSS_BENCH_EXECUTABLE";

/** A form of this program. */
export interface Form {
  /** The beginning of a measurement's name. */
  readonly prefix: string;
  command(...args: readonly string[]): Command;
}

/** The npm package. */
export const PACKAGE: Form = {
  prefix: "",
  command: (...args) => ({ program: process.execPath, args: [BIN, ...args] }),
};

/** Both forms. Without the executable, prints a line with the reason. */
export function formsOfOurs(directory: string): readonly Form[] {
  const program = process.env[EXECUTABLE_VARIABLE] ?? unpackExecutable(directory);
  return program === undefined
    ? [PACKAGE]
    : [PACKAGE, { prefix: "executable: ", command: (...args) => ({ program, args }) }];
}

/** A command of this program in a form, as a named candidate. */
export function ours(form: Form, args: readonly string[], more: Partial<Candidate> & { name: string }): Candidate {
  return { ...form.command(...args), ...more, name: `${form.prefix}${more.name}` };
}

/** Unpacks the executable for this machine. Builds it again if it is older than dist/, which the other form measures. */
function unpackExecutable(directory: string): string | undefined {
  const target = hostTarget();
  if (target === undefined) {
    console.log(`The executable is left out: there is none for ${process.platform}-${process.arch}`);
    return undefined;
  }
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  const archive = join(ARTIFACTS, archiveName(target, version));
  if (changed(archive) < Math.max(...globSync("dist/*").map(changed))) {
    const made = spawnSync("npm", ["run", "--silent", "package", "--", target.name], {
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    if (made.status !== 0) {
      console.log(`The executable is left out, since it cannot be made: ${lastLine(made.stderr)}`);
      return undefined;
    }
  }
  const unpacked = spawnSync("tar", ["-xf", archive, "-C", directory], { encoding: "utf8" });
  if (unpacked.status !== 0) throw new Error(`${archive}: ${unpacked.error?.message ?? unpacked.stderr}`);
  const [program] = globSync(join(directory, "**", executableName(target)));
  if (program === undefined) throw new Error(`${archive} does not contain ${executableName(target)}`);
  return program;
}

/** The modification time of a file; the earliest time if the file does not exist. */
function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
