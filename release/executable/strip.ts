import { execFileSync } from "node:child_process";

/** What the GNU binutils for a machine are called on another one, and the package of Debian and Ubuntu that holds them. */
const CROSS = {
  x64: { program: "x86_64-linux-gnu-strip", debian: "binutils-x86-64-linux-gnu" },
  arm64: { program: "aarch64-linux-gnu-strip", debian: "binutils-aarch64-linux-gnu" },
} as const;

/**
 * Removes the symbols of an ELF executable that only a debugger reads: a fifth of Node.
 *
 * @throws Error where GNU strip is missing
 */
export function stripSymbols(file: string, arch: "x64" | "arm64"): void {
  const isNative = process.platform === "linux" && process.arch === arch;
  const program = isNative ? "strip" : CROSS[arch].program;
  const debian = isNative ? "binutils" : CROSS[arch].debian;
  try {
    execFileSync(program, [file], { stdio: "pipe" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new Error(`${program} is needed to strip Node for linux-${arch}: apt-get install ${debian}`, {
      cause: error,
    });
  }
}
