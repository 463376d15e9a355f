import { findExecutable, type Executable } from "../../cluster/auth/find-executable.ts";
import type { Environment } from "../../cluster/kubeconfig/kubeconfig-files.ts";

/** The program that renders, and the words of its command; or why there is none. */
export type Tool =
  | { readonly path: string; readonly words: readonly string[] }
  | { readonly path?: never; readonly fault: string };

/** kubectl comes first, since everyone who uses this program has it. */
const COMMANDS: Readonly<Record<"helm" | "kustomize", readonly (readonly string[])[]>> = {
  helm: [["helm", "template"]],
  kustomize: [
    ["kubectl", "kustomize"],
    ["kustomize", "build"],
  ],
};

const MISSING: Readonly<Record<"helm" | "kustomize", string>> = {
  helm: "is a Helm chart, and helm is not on the PATH: install Helm, or pipe its output from elsewhere into kubectl pss lint -",
  kustomize:
    "is a kustomization, and neither kubectl nor kustomize is on the PATH: install one of them, or pipe the output of kustomize from elsewhere into kubectl pss lint -",
};

/** Finds the program that renders charts or kustomizations on the PATH, and never in the working directory. */
export function findTool(tool: "helm" | "kustomize", env: Environment): Tool {
  let relative: string | undefined;
  for (const words of COMMANDS[tool]) {
    const found: Executable = findExecutable(words[0] ?? "", env, process.platform);
    if (found.path !== undefined) return { path: found.path, words };
    relative ??= found.relative;
  }
  if (relative === undefined) return { fault: MISSING[tool] };
  return {
    fault: `is not rendered: the PATH leads to ${relative} in the working directory; write absolute paths in PATH`,
  };
}
