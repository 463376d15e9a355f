import { execFileSync } from "node:child_process";
import { buildGoProgram, goVersion, type GoProgram } from "../../test/go-program.ts";

const QUILL: GoProgram = {
  module: "release/sign",
  package: "github.com/anchore/quill/cmd/quill",
  name: "quill",
  flags: ["-trimpath"],
  notice: "building quill, which signs executables for macOS: a minute, once",
};

/**
 * Builds quill, unless it has been built.
 *
 * @returns its path
 * @throws Error if Go is not installed
 */
export async function buildQuill(): Promise<string> {
  const version = await goVersion();
  if (version === undefined)
    throw new Error("Go is needed to build what signs executables for macOS: https://go.dev/dl/");
  return await buildGoProgram(QUILL, version);
}

/**
 * Signs an executable for macOS ad hoc: with hashes of its pages, and no name. Injection removes Node's own signature, and macOS on arm64 runs no
 * executable without a signature.
 */
export async function signForMacOS(file: string): Promise<void> {
  const quill = await buildQuill();
  execFileSync(quill, ["sign", "--ad-hoc", "--identity", "kubectl-pss", "--quiet", file], { stdio: "pipe" });
}
