import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { GO_ENVIRONMENT } from "../../go-program.ts";

/** A pod that the Pod Security project publishes with its verdict: passing or failing a level at a version. */
export interface Fixture {
  /** The path below the folder of fixtures, with slashes: `baseline/v1.0/fail/hostports0.yaml`. */
  readonly file: string;
  /** The path on this machine. */
  readonly path: string;
  readonly level: string;
  readonly version: string;
  readonly passes: boolean;
}

const LIBRARY = "k8s.io/pod-security-admission";
const FIXTURE_FILE = /^(?<level>\w+)\/(?<version>v1\.\d+)\/(?<verdict>pass|fail)\/\w+\.yaml$/;

/**
 * The official fixtures in the module cache, at the library version of go.mod, sorted by file.
 *
 * @throws Error if the module cannot be downloaded
 */
export async function officialFixtures(): Promise<readonly Fixture[]> {
  const options = { cwd: join(import.meta.dirname, ".."), env: GO_ENVIRONMENT };
  await promisify(execFile)("go", ["mod", "download", LIBRARY], options);
  // `go mod download -json` does not list a module that a replace directive has in a folder.
  const { stdout } = await promisify(execFile)("go", ["list", "-m", "-f", "{{.Dir}}", LIBRARY], options);
  const root = join(stdout.trimEnd(), "test", "testdata");
  const fixtures: Fixture[] = [];
  for (const name of (await readdir(root, { recursive: true })).toSorted()) {
    const file = name.replaceAll("\\", "/");
    const parts = FIXTURE_FILE.exec(file)?.groups;
    if (parts === undefined) continue;
    const { level = "", version = "", verdict } = parts;
    fixtures.push({ file, path: join(root, name), level, version, passes: verdict === "pass" });
  }
  return fixtures;
}
