import { Argument, type Command } from "commander";
import { COMPLETION_TARGETS, completionScript, type CompletionTarget } from "../completion/scripts.ts";
import { complete } from "../completion/complete.ts";
import { EXIT } from "../exit-codes.ts";
import { writeAll, type Io } from "../terminal/io.ts";
import type { Finish } from "../command.ts";

const DESCRIPTION = `Prints a script that completes commands, flags and values.

  # kubectl pss, in kubectl's own completion (v1.26 or newer); the npm package has this program already
  kubectl pss completion kubectl > ~/.local/bin/kubectl_complete-pss
  chmod +x ~/.local/bin/kubectl_complete-pss

For the command kubectl-pss, with a hyphen:

  # bash: now, and in every new shell
  source <(kubectl pss completion bash)
  kubectl pss completion bash > ~/.local/share/bash-completion/completions/kubectl-pss

  # zsh
  kubectl pss completion zsh > "\${fpath[1]}/_kubectl-pss"

  # fish
  kubectl pss completion fish > ~/.config/fish/completions/kubectl-pss.fish`;

/** The last line: it tells whether file names are candidates too. kubectl knows the numbers of Cobra's ShellCompDirective. */
const ENDINGS = {
  shell: { files: ":files", none: ":done" },
  kubectl: { files: ":0", none: ":4" },
} as const;

/** Adds `kubectl pss completion`, and the hidden command that its scripts ask for candidates. */
export function addCompletion(program: Command, io: Io, finish: Finish): void {
  program
    .command("completion")
    .summary("Print a completion script for kubectl or a shell")
    .description(DESCRIPTION)
    .addArgument(new Argument("<SHELL>", "kubectl, or the shell").choices(COMPLETION_TARGETS))
    .action(async (target: CompletionTarget) => {
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
      const { candidates, files } = await complete(program, words, io.env);
      const lines = candidates.map(({ value, help }) => `${value}\t${help}\n`);
      const ending = ENDINGS[kubectl ? "kubectl" : "shell"][files ? "files" : "none"];
      await writeAll(io.stdout, [...lines, `${ending}\n`]);
      finish(EXIT.ok);
    });
}
