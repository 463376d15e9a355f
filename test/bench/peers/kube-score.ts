import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { GO_ENVIRONMENT, goVersion } from "../../go-program.ts";
import { folderOf, install } from "./cache.ts";
import type { Peer } from "./peer.ts";

const VERSION = "v1.20.0";
const NAME = "kube-score";
const FAILURE = "Failed to score files";

/**
 * Installs kube-score unless it is installed; returns the reason if it is not available. It checks more than Pod Security, and not the same rules.
 */
export async function kubeScore(): Promise<Peer | string> {
  const folder = folderOf(`${NAME}-${VERSION}`);
  const program = join(folder, process.platform === "win32" ? "kube-score.exe" : "kube-score");
  if (!existsSync(program)) {
    if ((await goVersion()) === undefined) return `${NAME} is left out, because Go is not installed`;
    const env = { ...GO_ENVIRONMENT, GOBIN: folder };
    const failure = await install("go", ["install", `github.com/zegl/kube-score/cmd/kube-score@${VERSION}`], env);
    if (failure !== undefined) return `${NAME} is left out, since it cannot be installed: ${failure}`;
  }
  return {
    name: NAME,
    isLibrary: false,
    candidate: (files, objects) => ({
      name: NAME,
      program,
      args: ["score", ...files],
      // kube-score has this exit code both after a critical finding and after an unreadable file.
      exitCode: 1,
      isWhole: (output, errors) =>
        !errors.includes(FAILURE) && (objects === undefined || countHeadings(output) === objects),
    }),
    givesUp: (file) => spawnSync(program, ["score", file], { encoding: "utf8" }).stderr.includes(FAILURE),
  };
}

/** The line of an object: `apps/v1/Deployment app-0 in team-0`. Indented findings follow it. */
function countHeadings(output: string): number {
  return output.match(/^\S/gm)?.length ?? 0;
}
