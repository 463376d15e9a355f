import { Argument, type Command } from "commander";
import { CHECKS } from "../../app/standards.ts";
import { COMPLETION_TARGETS, type CompletionTarget } from "../completion/targets.ts";
import { EXIT } from "../exit-codes.ts";
import { writeAll, type Io } from "../terminal/io.ts";
import type { Finish } from "../command.ts";

const DESCRIPTION = `Prints a script that completes the commands, flags and values of kubectl-pss in a shell.

  # bash: now, and in every new shell
  source <(kubectl pss completion bash)
  kubectl pss completion bash > ~/.local/share/bash-completion/completions/kubectl-pss

  # zsh
  kubectl pss completion zsh > "\${fpath[1]}/_kubectl-pss"

  # fish
  kubectl pss completion fish > ~/.config/fish/completions/kubectl-pss.fish

  # kubectl, which completes "kubectl pss" as well then
  kubectl pss completion kubectl > ~/.local/bin/kubectl_complete-pss
  chmod +x ~/.local/bin/kubectl_complete-pss`;

/** The last line. It says whether file names are candidates, too. kubectl reads the numbers of Cobra's ShellCompDirective. */
const ENDINGS = {
  shell: { files: ":files", none: ":done" },
  kubectl: { files: ":0", none: ":4" },
} as const;

/** Adds `kubectl pss completion`, and the hidden command by which its scripts get candidates. */
export function addCompletion(program: Command, io: Io, finish: Finish): void {
  program
    .command("completion")
    .summary("Print a completion script for a shell")
    .description(DESCRIPTION)
    .addArgument(new Argument("<SHELL>", "the shell").choices(COMPLETION_TARGETS))
    .action(async (target: CompletionTarget) => {
      const { completionScript } = await import("../completion/scripts.ts");
      await writeAll(io.stdout, [completionScript(target)]);
      finish(EXIT.ok);
    });
  program
    .command("__complete", { hidden: true })
    .argument("[WORDS...]")
    .option("--kubectl", "end as kubectl expects it")
    .allowUnknownOption()
    .helpOption(false)
    .action(async (words: string[], { kubectl }: { readonly kubectl?: true }) => {
      const { complete } = await import("../completion/complete.ts");
      const { candidates, files } = complete(program, words, CHECKS);
      const lines = candidates.map(({ value, help }) => `${value}\t${help}\n`);
      const ending = ENDINGS[kubectl ? "kubectl" : "shell"][files ? "files" : "none"];
      await writeAll(io.stdout, [...lines, `${ending}\n`]);
      finish(EXIT.ok);
    });
}
