import type { Command } from "commander";
import { divideWords, takesValue, type DividedWords } from "../options/words.ts";
import { CLUSTER_GROUP } from "../options/cluster-options.ts";
import { argumentsOf, takesFiles, valuesOf, type Candidate, type NameReaders } from "./values.ts";

/** The candidates for the last word, and whether file names are among them. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** The environment variables. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Completes the last of some words, by the declarations of the commands themselves.
 *
 * @param words the words after the program's name; the user is typing the last one, which may be empty
 * @param env tells where the kubeconfig is
 */
export async function complete(program: Command, words: readonly string[], env: Environment): Promise<Completion> {
  const current = words.at(-1) ?? "";
  const divided = divideWords(program, words.slice(0, -1));
  const { command, operands, open, hasValue, isEnded } = divided;
  const isFlag = current.startsWith("-") && !isEnded;
  const readers = readersFor(divided, env);
  if (open !== undefined && !(hasValue && isFlag)) {
    return offer(current, await valuesOf(open, current, readers), takesFiles(open));
  }
  const options = [...(command?.options ?? []), ...program.options];
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(isFlag ? current : "") ?? [];
  if (value !== undefined) {
    const option = options.find(({ long }) => long === flag);
    if (option === undefined || !takesValue(option)) return NOTHING;
    const values = await valuesOf(option, value, readers);
    const flags = values.map((one) => ({ ...one, value: `${flag}=${one.value}` }));
    return offer(current, flags, takesFiles(option));
  }
  if (isFlag) return offer(current, flagsOf(command ?? program, program), false);
  if (operands.length === 0) return offer(current, [...commandsOf(program), ...flagsOf(program, program)], false);
  if (command === undefined) return NOTHING;
  const [argument] = command.registeredArguments;
  if (argument === undefined || (operands.length > 1 && !argument.variadic)) return NOTHING;
  return offer(current, argumentsOf(command, current), argument.name() === "PATH");
}

const NOTHING: Completion = { candidates: [], files: false };

function offer(current: string, candidates: readonly Candidate[], files: boolean): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), files };
}

/** The flags of kubectl that are not passed on: kubectl has a time of its own for this, and asks for one page. */
const NOT_PASSED = new Set(["--request-timeout", "--chunk-size"]);

/** Reads names by the flags that are already typed. The code is loaded only where a flag takes such a name. */
function readersFor({ command, flags }: DividedWords, env: Environment): NameReaders {
  return {
    async kubeconfig() {
      const { kubeconfigNames } = await import("../../app/completion-names.ts");
      const file = flags.findLast(({ option }) => option.long === "--kubeconfig")?.value ?? "";
      return kubeconfigNames(file, env);
    },
    async namespaces() {
      // A lint asks no cluster, and a dump is read in place of one.
      if (command?.name() === "lint" || flags.some(({ option }) => option.long === "--filename")) return [];
      const cluster = flags.filter(({ option }) => option.helpGroupHeading === CLUSTER_GROUP);
      const passed = cluster.filter(({ option }) => !NOT_PASSED.has(option.long ?? ""));
      const { kubectlNamespaces } = await import("../../app/completion-names.ts");
      return kubectlNamespaces(
        passed.map(({ option, value }) => (value === undefined ? `${option.long}` : `${option.long}=${value}`)),
        env,
      );
    },
  };
}

function commandsOf(program: Command): readonly Candidate[] {
  const visible = program.commands.filter((command) => !command.name().startsWith("__"));
  return visible.map((command) => ({ value: command.name(), help: command.summary() }));
}

/** Its own flags, those of the program, and --help. `--version` is a flag of the program alone. */
function flagsOf(command: Command, program: Command): readonly Candidate[] {
  const shared = program.options.filter(({ long }) => command === program || long !== "--version");
  const flags = [...new Set([...command.options, ...shared])].map(({ long, short, description }) => ({
    value: long ?? short ?? "",
    help: description,
  }));
  return [...flags, { value: "--help", help: "help for the command" }];
}
