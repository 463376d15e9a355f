import { execFileSync } from "node:child_process";
import { buildGoProgram, goVersion } from "../../test/go-program.ts";

/**
 * Signs an executable for macOS ad hoc: with hashes of its pages, and nobody's name. Injection loses Node's own signature, and macOS on
 * arm64 runs nothing that has none.
 *
 * @throws Error where there is no Go to build the signing program with
 */
export async function signForMacOS(file: string): Promise<void> {
  const version = await goVersion();
  if (version === undefined)
    throw new Error("Go is needed to build what signs executables for macOS: https://go.dev/dl/");
  const quill = await buildGoProgram(
    {
      module: "release/sign",
      package: "github.com/anchore/quill/cmd/quill",
      name: "quill",
      flags: ["-trimpath"],
      notice: "building quill, which signs executables for macOS: a minute, once",
    },
    version,
  );
  execFileSync(quill, ["sign", "--ad-hoc", "--identity", "kubectl-pss", "--quiet", file], { stdio: "pipe" });
}
