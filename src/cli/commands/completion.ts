import { Argument, type Command } from "commander";
import { CHECKS, STANDARDS } from "../../app/standards.ts";
import { COMPLETION_TARGETS, type CompletionTarget } from "../completion/targets.ts";
import { EXIT } from "../exit-codes.ts";
import { withChoices } from "../options/values/choices.ts";
import { CLUSTER_GROUP } from "../options/cluster-options.ts";
import { writeAll, type Io } from "../terminal/io.ts";
import type { Finish } from "../command.ts";
import { STEPS } from "./plan.ts";

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

/** The last line. It says whether file names are candidates, too. kubectl reads the numbers of Cobra's ShellCompDirective. */
const ENDINGS = {
  shell: { files: ":files", none: ":done" },
  kubectl: { files: ":0", none: ":4" },
} as const;

/** Adds `kubectl pss completion`, and the hidden command by which its scripts get candidates. */
export function addCompletion(program: Command, io: Io, finish: Finish): void {
  program
    .command("completion")
    .summary("Print a completion script for kubectl or a shell")
    .description(DESCRIPTION)
    .addArgument(withChoices(new Argument("<SHELL>", "kubectl, or the shell"), COMPLETION_TARGETS))
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
      const { candidates, files } = await complete(program, words, {
        env: io.env,
        checks: CHECKS,
        newestVersion: STANDARDS.newest,
        steps: STEPS,
        clusterGroup: CLUSTER_GROUP,
      });
      const lines = candidates.map(({ value, help }) => `${value}\t${help}\n`);
      const ending = ENDINGS[kubectl ? "kubectl" : "shell"][files ? "files" : "none"];
      await writeAll(io.stdout, [...lines, `${ending}\n`]);
      finish(EXIT.ok);
    });
}
