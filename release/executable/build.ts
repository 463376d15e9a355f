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
 * V8's, for a program that is over soon: one thread to help suffices, and functions that the rehearsal ran are hot at once, which would have
 * Maglev compile them while they run for the last time. Neither changes what 10,000 Deployments take.
 */
const V8_FLAGS = ["--v8-pool-size=1", "--invocation-count-for-maglev=2000"];

/**
 * Where executables are put together. The script's path becomes part of the start-up snapshot, so on Linux it is the same on each machine,
 * whatever TMPDIR says, and two builds are alike.
 *
 * @internal exported for its test
 */
export const STAGE = join(process.platform === "linux" ? "/tmp" : tmpdir(), "kubectl-pss-package");

/** What a build of an executable is made of. */
export interface Ingredients {
  readonly bundle: ExecutableBundle;
  /** The pinned Node for the machine at hand, which puts the executable together. */
  readonly builder: string;
  /** The same version of Node for the target. */
  readonly runtime: string;
}

/** @throws Error where a program is missing that a target takes, before anything has begun */
export async function expectTools({ os, arch }: Target): Promise<void> {
  if (os === "linux") expectStrip(arch);
  if (os === "darwin") await buildQuill();
}

/**
 * Makes the single executable application of a target (Node's documentation of v26: single-executable-applications, --build-sea). Only the
 * one for the machine at hand starts from a snapshot: the memory of another platform's Node cannot be made here.
 *
 * @param file where to write it
 * @throws Error where a program that it takes is missing, or does not do its part
 */
export async function buildExecutable(target: Target, ingredients: Ingredients, file: string): Promise<void> {
  await withLock(`${STAGE}.lock`, async () => {
    rmSync(STAGE, { recursive: true, force: true });
    // Not recursive: a folder that somebody else has there is not written to.
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
  // Before injection: stripped afterwards, it loses the program, and runs as nothing with exit code 0.
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
    // NODE_OPTIONS are for programs that are known to run on Node: editors set it, to preload what is not in here.
    execArgvExtension: "none",
    assets: Object.fromEntries(assets),
  };
  writeFileSync(here("sea.json"), JSON.stringify(configuration));
  // They make two builds alike: seeds, and no compiler that works beside the program and is done sooner or later. At each start an
  // executable has seeds of its own.
  const args = ["--predictable", "--random-seed=1", "--hash-seed=1", "--build-sea", "sea.json"];
  const { SystemRoot } = process.env;
  const { status, signal, stdout, stderr } = spawnSync(here(own), args, {
    cwd: STAGE,
    // Node hands NODE_V8_COVERAGE on to every child that is not given another, and what is counted would be part of the snapshot.
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
