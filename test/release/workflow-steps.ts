import { mkdirSync, mkdtempSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { load } from "js-yaml";
import { runProgram, type Run } from "./tools.ts";

/** The fields of a workflow's step that the tests read. */
export interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** The fields of a job that the tests read. */
export interface Job {
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly strategy?: { readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] } };
  readonly steps: readonly Step[];
}

/** A workflow, and its file. */
export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly permissions?: unknown;
  readonly concurrency?: unknown;
  readonly defaults: { readonly run: { readonly shell: string } };
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = join(".github", "workflows");

/** All workflows of this repository. */
export const WORKFLOWS: readonly Workflow[] = readdirSync(FOLDER).map((name) => {
  const file = join(FOLDER, name);
  return workflowOf(file, readFileSync(file, "utf8"));
});

/** Parses a workflow. */
export function workflowOf(file: string, text: string): Workflow {
  return { file, text, ...(load(text) as Omit<Workflow, "file" | "text">) };
}

/** A workflow by its file's name. */
export function workflowCalled(name: string): Workflow {
  const workflow = WORKFLOWS.find(({ file }) => file === join(FOLDER, name));
  if (workflow === undefined) throw new Error(`there is no ${name}`);
  return workflow;
}

/** The result of a job's step. */
export interface StepRun extends Run {
  readonly directory: string;
  /** Its outputs for later steps. */
  readonly outputs: string;
}

/** The directory and the programs of a step. */
export interface StepSetting {
  readonly env?: Readonly<Record<string, string>>;
  /** Files in its directory, by path. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Programs that only print their name and arguments, one a line. */
  readonly stubs?: readonly string[];
  /** Programs that do more, by name: the shell script without its first line. */
  readonly programs?: Readonly<Record<string, string>>;
}

const STUB = '#!/bin/sh\nprintf "%s\\n" "${0##*/}" "$@"\n';

/** Runs a step's script as GitHub's runner does for `shell: bash`, in a directory with this repository's scripts. */
export async function runStep(
  { run = "" }: Step,
  { env, files = {}, stubs = [], programs: scripts = {} }: StepSetting,
): Promise<StepRun> {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-step-"));
  for (const folder of ["release", "src", ".krew.yaml"]) symlinkSync(resolve(folder), join(directory, folder));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  const programs = mkdtempSync(join(directory, "programs-"));
  for (const stub of stubs) writeFileSync(join(programs, stub), STUB, { mode: 0o755 });
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const runner = mkdtempSync(join(directory, "runner-"));
  const [script, output] = [join(runner, "script.sh"), join(runner, "output")];
  writeFileSync(script, run);
  writeFileSync(output, "");
  const result = await runProgram("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    cwd: directory,
    env: {
      ...env,
      PATH: `${programs}${delimiter}${process.env["PATH"]}`,
      RUNNER_TEMP: runner,
      GITHUB_OUTPUT: output,
    },
  });
  return { ...result, directory, outputs: readFileSync(output, "utf8") };
}
