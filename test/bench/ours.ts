/** How this program is run: as npm installs it, and as the single executable. */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { archiveName, executableName, hostTarget } from "../../release/targets.ts";
import type { Candidate, Command } from "./candidate.ts";

const BIN = "bin/kubectl-pss.js";
const ARTIFACTS = "release-artifacts";
/** Names another executable to measure. */
const EXECUTABLE_VARIABLE = "KUBECTL_PSS_BENCH_EXECUTABLE";

/** A form that this program comes in. */
export interface Form {
  /** The beginning of a measurement's name. */
  readonly prefix: string;
  command(...args: readonly string[]): Command;
}

/** As npm installs it. */
export const PACKAGE: Form = {
  prefix: "",
  command: (...args) => ({ program: process.execPath, args: [BIN, ...args] }),
};

/** Both forms; the executable is left out where it cannot be had, with a line that says why. */
export function formsOfOurs(directory: string): readonly Form[] {
  const program = process.env[EXECUTABLE_VARIABLE] ?? unpackExecutable(directory);
  return program === undefined
    ? [PACKAGE]
    : [PACKAGE, { prefix: "executable: ", command: (...args) => ({ program, args }) }];
}

/** Our command in a form, as a named candidate. */
export function ours(form: Form, args: readonly string[], more: Partial<Candidate> & { name: string }): Candidate {
  return { ...form.command(...args), ...more, name: `${form.prefix}${more.name}` };
}

/** Unpacks the executable for this machine, made anew where there is none of the dist/ that is measured beside it. */
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
  if (program === undefined) throw new Error(`${archive} holds no ${executableName(target)}`);
  return program;
}

/** When a file was changed last; before all times where there is none. */
function changed(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -Infinity;
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
