import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildGoProgram, goVersion } from "../../../go-program.ts";
import { leaveOut } from "../../../missing-tool.ts";

/** Sends requests to a program, and returns its answers in the same order. */
export type Filter<Q, A> = (questions: readonly Q[]) => readonly A[];

/**
 * Builds the Go program beside this file if needed. It reads a request from each line of its standard input, and writes the answer as a line, both in
 * JSON.
 *
 * @param folder the module's folder, and the program's name
 * @param what the tests that are left out without it
 * @returns undefined, after a printed line, if Go is not installed
 */
export async function openFilter<Q, A>(folder: string, what: string): Promise<Filter<Q, A> | undefined> {
  const version = await goVersion();
  if (version === undefined) {
    leaveOut(`${what} is left out, because Go is not installed: see https://go.dev/doc/install`);
    return undefined;
  }
  const module = join(import.meta.dirname, folder);
  const program = await buildGoProgram({ module, package: ".", name: folder, flags: ["-ldflags=-s -w"] }, version);
  return (questions) => {
    const input = questions.map((question) => `${JSON.stringify(question)}\n`).join("");
    const { status, stdout, stderr } = spawnSync(program, { input, encoding: "utf8", maxBuffer: 1 << 28 });
    if (status !== 0) throw new Error(`${folder}: ${stderr}`);
    return stdout
      .trimEnd()
      .split("\n")
      .map((line): A => JSON.parse(line));
  };
}
