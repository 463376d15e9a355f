import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildGoProgram, goVersion } from "../go-program.ts";
import { leaveOut } from "../missing-tool.ts";

/** The programs that check a release, by name; go.mod beside them pins their versions. */
const PACKAGES = {
  krew: "sigs.k8s.io/krew/cmd/krew",
  "validate-krew-manifest": "sigs.k8s.io/krew/cmd/validate-krew-manifest",
  actionlint: "github.com/rhysd/actionlint/cmd/actionlint",
  render: "./cmd/render",
} as const;

/**
 * Builds programs, unless they have been built.
 *
 * @param what the tests that are left out without Go, for the printed line
 * @returns their paths, in the order of the names; undefined, after a printed line, if Go is not installed
 */
export async function buildTools<Names extends readonly (keyof typeof PACKAGES)[]>(
  what: string,
  ...names: Names
): Promise<{ readonly [Index in keyof Names]: string } | undefined> {
  const version = await goVersion();
  if (version === undefined) {
    leaveOut(`${what}, because Go is not installed: see https://go.dev/doc/install`);
    return undefined;
  }
  const paths: string[] = [];
  for (const name of names) {
    const module = join(import.meta.dirname, "tools");
    paths.push(await buildGoProgram({ module, package: PACKAGES[name], name, flags: ["-ldflags=-s -w"] }, version));
  }
  return paths as { [Index in keyof Names]: string };
}

/** The output of a program, and its exit code. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program until it ends, with any exit code. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  const options = { ...(cwd === undefined ? {} : { cwd }), env: { ...process.env, ...env } };
  return await promisify(execFile)(program, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: unknown) => {
      if (!(error instanceof Error && "code" in error && typeof error.code === "number")) throw error;
      const { code, stdout, stderr } = error as Error & Run;
      return { code, stdout, stderr };
    },
  );
}
