import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmCommand } from "../../release/npm.ts";
import { temporaryDirectory } from "../../release/temporary.ts";

/**
 * Makes a project with this package installed, from the tarball that npm would publish, without a registry.
 *
 * @returns the directory of the project, which is removed at the end of the process
 */
export function installedProject(): string {
  const directory = temporaryDirectory(join(tmpdir(), "kubectl-pss-consumer-"));
  const project = join(directory, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "name": "consumer", "private": true }\n');
  const packed = npm(process.cwd(), "pack", "--json", "--ignore-scripts", "--pack-destination", directory);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  npm(project, "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", join(directory, filename));
  return project;
}

function npm(cwd: string, ...args: readonly string[]): string {
  const [program, all] = npmCommand(...args);
  return execFileSync(program, all, { cwd, encoding: "utf8", stdio: "pipe", shell: process.platform === "win32" });
}
