/** The steps of action.yml, and a model of GitHub's runner. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { load } from "js-yaml";

/** A step of a composite action. */
export interface Step {
  readonly name: string;
  readonly id: string;
  readonly if?: string;
  readonly shell: string;
  readonly uses?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}
/** A composite action. */
interface Action {
  readonly inputs: Readonly<Record<string, { description: string; required: boolean; default: string }>>;
  readonly outputs: Readonly<Record<string, { description: string; value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

/** The action of action.yml. */
export const action = load(readFileSync("action.yml", "utf8")) as Action;
/** The step with this ID. */
export function stepCalled(id: string): Step {
  const step = action.runs.steps.find((each) => each.id === id);
  if (step === undefined) throw new Error(`action.yml has no step ${id}`);
  return step;
}

/** A directory for the files of a test file. It is removed after its tests. */
export const workspace = mkdtempSync(join(tmpdir(), "kubectl-pss-action-"));
after(() => rmSync(workspace, { recursive: true }));

/** The result of a step. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  /** The contents of the runner's files after the run. */
  readonly path: string;
  readonly outputs: string;
  readonly summary: string;
}

/** Runs a step's script like GitHub's runner with `shell: bash`. */
export async function runStep({ run }: Step, env: Readonly<Record<string, string>>, binaries = ""): Promise<Outcome> {
  const directory = mkdtempSync(join(workspace, "step-"));
  const files = {
    GITHUB_PATH: join(directory, "path"),
    GITHUB_OUTPUT: join(directory, "output"),
    GITHUB_STEP_SUMMARY: join(directory, "summary"),
  };
  for (const file of [...Object.values(files), join(directory, "script.sh")]) writeFileSync(file, "");
  writeFileSync(join(directory, "script.sh"), run);
  const child = spawn("bash", ["--noprofile", "--norc", "-eo", "pipefail", join(directory, "script.sh")], {
    cwd: directory,
    env: {
      PATH: `${binaries}:${process.env["PATH"]}`,
      RUNNER_TEMP: directory,
      GITHUB_ACTION_PATH: process.cwd(),
      ...files,
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return {
    code,
    output: output.replaceAll(directory, "TEMP"),
    path: readFileSync(files.GITHUB_PATH, "utf8").trim(),
    outputs: readFileSync(files.GITHUB_OUTPUT, "utf8"),
    summary: readFileSync(files.GITHUB_STEP_SUMMARY, "utf8"),
  };
}
