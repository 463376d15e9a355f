import type { Command } from "commander";
import type { KubeconfigNames } from "../../app/kubeconfig-names.ts";
import { divideWords, takesValue, type DividedWords } from "../options/words.ts";
import { argumentsOf, takesFiles, valuesOf, type Candidate } from "./values.ts";

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
  const readNames = (): Promise<KubeconfigNames> => namesFor(divided, env);
  if (open !== undefined && !(hasValue && isFlag)) {
    return offer(current, await valuesOf(open, current, readNames), takesFiles(open));
  }
  const options = [...(command?.options ?? []), ...program.options];
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(isFlag ? current : "") ?? [];
  if (value !== undefined) {
    const option = options.find(({ long }) => long === flag);
    if (option === undefined || !takesValue(option)) return NOTHING;
    const values = await valuesOf(option, value, readNames);
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

/** The names of the kubeconfig that the words name, or else the environment. It is loaded only where a flag takes such a name. */
async function namesFor({ flags }: DividedWords, env: Environment): Promise<KubeconfigNames> {
  const { kubeconfigNames } = await import("../../app/kubeconfig-names.ts");
  const file = flags.findLast(({ option }) => option.long === "--kubeconfig")?.value ?? "";
  return kubeconfigNames(file, env);
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
