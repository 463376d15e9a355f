import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { GO_ENVIRONMENT, goVersion } from "../../go-program.ts";
import { folderOf, install } from "./cache.ts";
import type { Peer } from "./peer.ts";

const VERSION = "v1.20.0";
const NAME = "kube-score";
const FAILURE = "Failed to score files";

/** kube-score, installed where it is not yet; or why it cannot be had. It judges more than Pod Security, and other things. */
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
      // So it ends both where it finds something critical and where it gives up.
      exitCode: 1,
      isWhole: (output, errors) =>
        !errors.includes(FAILURE) && (objects === undefined || countHeadings(output) === objects),
    }),
    givesUp: (file) => spawnSync(program, ["score", file], { encoding: "utf8" }).stderr.includes(FAILURE),
  };
}

/** Of objects: `apps/v1/Deployment app-0 in team-0`. What it says of them stands below, indented. */
function countHeadings(output: string): number {
  return output.match(/^\S/gm)?.length ?? 0;
}
