import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { withLock } from "../lock.ts";
import { executableName, hostTarget, type Target } from "../targets.ts";
import type { ExecutableBundle } from "./bundle.ts";
import { buildQuill, signForMacOS } from "./sign.ts";
import { expectStrip, stripSymbols } from "./strip.ts";

/**
 * Flags of V8 for a short run. One helper thread is enough. The rehearsal makes its functions hot, so Maglev would compile them during their last
 * call; the second flag prevents this. The third one does the same for Sparkplug, which compiles functions once they are this large together. The flags
 * do not change the time for 10,000 Deployments.
 */
const V8_FLAGS = [
  "--v8-pool-size=1",
  "--invocation-count-for-maglev=2000",
  "--baseline-batch-compilation-threshold=65536",
];

/**
 * The directory in which executables are built. The script's path becomes part of the start-up snapshot, so on Linux it does not depend on TMPDIR,
 * and two builds are identical.
 *
 * @internal exported for its test
 */
export const STAGE = join(process.platform === "linux" ? "/tmp" : tmpdir(), "kubectl-pss-package");

/** The inputs of a build of an executable. */
export interface Ingredients {
  readonly bundle: ExecutableBundle;
  /** The pinned Node for this machine, which builds the executable. */
  readonly builder: string;
  /** The same version of Node for the target. */
  readonly runtime: string;
}

/**
 * Checks the programs that a target needs, before the build begins.
 *
 * @throws Error if one is missing
 */
export async function expectTools({ os, arch }: Target): Promise<void> {
  if (os === "linux") expectStrip(arch);
  if (os === "darwin") await buildQuill();
}

/**
 * Makes the single executable application of a target (Node's documentation of v26: single-executable-applications, --build-sea). Only the executable
 * for this machine starts from a snapshot: this machine cannot make the memory of another platform's Node.
 *
 * @param file the path of the executable
 * @throws Error if a program that it needs is missing or fails
 */
export async function buildExecutable(target: Target, ingredients: Ingredients, file: string): Promise<void> {
  await withLock(`${STAGE}.lock`, async () => {
    rmSync(STAGE, { recursive: true, force: true });
    // Not recursive, so that it fails if the folder exists: the folder may be another user's.
    mkdirSync(STAGE, { mode: 0o700 });
    try {
      copyFileSync(await assemble(target, ingredients), file);
    } finally {
      rmSync(STAGE, { recursive: true, force: true });
    }
  });
}

async function assemble(target: Target, { bundle, builder, runtime }: Ingredients): Promise<string> {
  const here = (name: string): string => join(STAGE, name);
  const own = basename(builder);
  copyFileSync(builder, here(own));
  copyFileSync(runtime, here("runtime"));
  chmodSync(here("runtime"), 0o755);
  // Before injection: strip would remove the injected program, and the executable would do nothing and exit with 0.
  if (target.os === "linux") stripSymbols(here("runtime"), target.arch);
  copyFileSync(bundle.main, here("main.js"));
  copyFileSync("release/executable/rehearsal.yaml", here("rehearsal.yaml"));
  const assets = Object.entries(bundle.late).map(([name, file]) => {
    copyFileSync(file, here(`${name}.js`));
    return [name, `${name}.js`] as const;
  });
  const output = executableName(target);
  const configuration = {
    main: "main.js",
    output,
    executable: "runtime",
    disableExperimentalSEAWarning: true,
    useSnapshot: target === hostTarget(),
    useCodeCache: false,
    execArgv: V8_FLAGS,
    // NODE_OPTIONS is for programs that users start with Node: editors set it to preload files that do not exist here.
    execArgvExtension: "none",
    assets: Object.fromEntries(assets),
  };
  writeFileSync(here("sea.json"), JSON.stringify(configuration));
  // Fixed seeds, and no concurrent compiler, whose timing varies, make two builds identical. An executable has new seeds at each start.
  const args = ["--predictable", "--random-seed=1", "--hash-seed=1", "--build-sea", "sea.json"];
  const { SystemRoot } = process.env;
  const { status, signal, stdout, stderr } = spawnSync(here(own), args, {
    cwd: STAGE,
    // Node passes NODE_V8_COVERAGE to every child that has no value for it, and the counters would be part of the snapshot.
    env: { TZ: "UTC", NODE_V8_COVERAGE: "", ...(SystemRoot !== undefined && { SystemRoot }) },
    encoding: "utf8",
  });
  if (status !== 0 || !existsSync(here(output))) {
    throw new Error(`node --build-sea made no ${output}, and ended with ${signal ?? status}: ${stdout}${stderr}`);
  }
  chmodSync(here(output), 0o755);
  if (target.os === "darwin") await signForMacOS(here(output));
  return here(output);
}
