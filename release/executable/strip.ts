import { execFileSync } from "node:child_process";

/** The names of GNU strip for another architecture, and of its package in Debian and Ubuntu. */
const CROSS = {
  x64: { program: "x86_64-linux-gnu-strip", debian: "binutils-x86-64-linux-gnu" },
  arm64: { program: "aarch64-linux-gnu-strip", debian: "binutils-aarch64-linux-gnu" },
} as const;

function stripFor(arch: "x64" | "arm64"): { readonly program: string; readonly debian: string } {
  const isNative = process.platform === "linux" && process.arch === arch;
  return isNative ? { program: "strip", debian: "binutils" } : CROSS[arch];
}

/**
 * Removes the debug symbols of an ELF executable: a fifth of Node.
 *
 * @throws Error if GNU strip is missing
 */
export function stripSymbols(file: string, arch: "x64" | "arm64"): void {
  const { program, debian } = stripFor(arch);
  try {
    execFileSync(program, [file], { stdio: "pipe" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new Error(`${program} is needed to strip Node for linux-${arch}: apt-get install ${debian}`, {
      cause: error,
    });
  }
}

/**
 * Checks for GNU strip, before the build begins.
 *
 * @throws Error if it is missing
 */
export function expectStrip(arch: "x64" | "arm64"): void {
  stripSymbols("--version", arch);
}
