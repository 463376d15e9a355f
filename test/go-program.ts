import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { cachePath } from "../release/cache.ts";
import { withLock } from "../release/lock.ts";

const run = promisify(execFile);

/** A program of a Go module that the tests build. */
export interface GoProgram {
  /** The module's directory. */
  readonly module: string;
  /** The program's package within the module: `./cmd/referee`. */
  readonly package: string;
  /** The name of the executable. */
  readonly name: string;
  /** Whether the package has only tests. Then the program is that of `go test -c`. */
  readonly isTest?: boolean;
  /** More flags for `go build`. */
  readonly flags?: readonly string[];
  /** A notice during a long build. */
  readonly notice?: string;
}

/** The environment of every call of `go`. */
export const GO_ENVIRONMENT = { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" };

/** `go version`'s answer, which names the version and the platform; undefined if Go is not installed. */
export async function goVersion(): Promise<string | undefined> {
  try {
    return (await run("go", ["version"], { env: GO_ENVIRONMENT })).stdout.trim();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Builds a Go program, unless it was built before from the same source, with the same flags and Go version: the executable stays in the user's cache
 * folder. Test files run in parallel: one of them builds, and the others wait.
 *
 * @param version the result of `goVersion`
 * @returns the executable's path
 * @throws Error with the compiler's output if the build fails
 */
export async function buildGoProgram(program: GoProgram, version: string): Promise<string> {
  const cache = cachePath();
  await mkdir(cache, { recursive: true });
  const executable = join(cache, `${program.name}-${await fingerprint(program, version)}`);
  if (await exists(executable)) return executable;
  return await withLock(`${executable}.lock`, async () => {
    if (await exists(executable)) return executable;
    if (program.notice !== undefined) process.stderr.write(`${program.notice}\n`);
    const unfinished = `${executable}.new`;
    const command = program.isTest === true ? ["test", "-c"] : ["build"];
    await run("go", [...command, ...(program.flags ?? []), "-o", unfinished, program.package], {
      cwd: program.module,
      env: GO_ENVIRONMENT,
      maxBuffer: 1 << 24,
    });
    await rename(unfinished, executable);
    await removeOld(cache, program.name);
    return executable;
  });
}

async function fingerprint(program: GoProgram, version: string): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify([version, program.package, program.flags ?? []]));
  const files = await readdir(program.module, { recursive: true });
  for (const file of files.toSorted()) {
    if (!/\.go$|(^|[\\/])go\.(mod|sum)$/.test(file)) continue;
    hash.update(`\0${file}\0`).update(await readFile(join(program.module, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

const KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** Removes a program's executables after a week: each change of its source creates another one. */
async function removeOld(cache: string, name: string): Promise<void> {
  for (const file of await readdir(cache)) {
    if (!file.startsWith(`${name}-`)) continue;
    const path = join(cache, file);
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > KEPT_MS) await rm(path, { force: true });
  }
}

async function exists(file: string): Promise<boolean> {
  return await stat(file).then(
    () => true,
    () => false,
  );
}
