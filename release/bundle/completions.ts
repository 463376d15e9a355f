import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completionScript } from "../../src/cli/completion/scripts.ts";
import { COMPLETION_TARGETS, type CompletionTarget } from "../../src/cli/completion/targets.ts";

/** The name of the completion file of each shell, and of the program on the PATH that kubectl runs for completions. */
const FILES: Readonly<Record<CompletionTarget, string>> = {
  bash: "kubectl-pss.bash",
  zsh: "_kubectl-pss",
  fish: "kubectl-pss.fish",
  kubectl: "kubectl_complete-pss",
};

/**
 * Writes the completion scripts into a directory, and removes everything else from it.
 *
 * @param targets the shells, and kubectl's completion program
 */
export function writeCompletions(directory: string, targets: readonly CompletionTarget[] = COMPLETION_TARGETS): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  for (const target of targets) {
    const name = FILES[target];
    const file = join(directory, name);
    writeFileSync(file, completionScript(target));
    chmodSync(file, target === "kubectl" ? 0o755 : 0o644);
  }
}
