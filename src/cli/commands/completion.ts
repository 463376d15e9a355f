import { Argument, type Command } from "commander";
import { SHELLS, completionScript, type Shell } from "../completion/scripts.ts";
import { complete } from "../completion/complete.ts";
import { EXIT } from "../exit-codes.ts";
import { writeAll, type Io } from "../io.ts";
import type { Finish } from "../program.ts";

const DESCRIPTION = `Prints a script that completes the commands, flags and values of kubectl-pss in a shell.

  # bash: now, and in every new shell
  source <(kubectl pss completion bash)
  kubectl pss completion bash > ~/.local/share/bash-completion/completions/kubectl-pss

  # zsh
  kubectl pss completion zsh > "\${fpath[1]}/_kubectl-pss"

  # fish
  kubectl pss completion fish > ~/.config/fish/completions/kubectl-pss.fish`;

/** Adds `kubectl pss completion`, and the hidden command that its scripts ask for candidates. */
export function addCompletion(program: Command, io: Io, finish: Finish): void {
  program
    .command("completion")
    .summary("Print a completion script for a shell")
    .description(DESCRIPTION)
    .addArgument(new Argument("<SHELL>", "the shell").choices(SHELLS))
    .action(async (shell: Shell) => {
      await writeAll(io.stdout, [completionScript(shell)]);
      finish(EXIT.ok);
    });
  program
    .command("__complete", { hidden: true })
    .argument("[WORDS...]")
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[]) => {
      const { candidates, files } = complete(program, words);
      const lines = candidates.map(({ value, help }) => `${value}\t${help}\n`);
      await writeAll(io.stdout, [...lines, files ? ":files\n" : ":done\n"]);
      finish(EXIT.ok);
    });
}
