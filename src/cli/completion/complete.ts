import type { Command } from "commander";
import { divideWords, takesValue, type DividedWords } from "../argv/words.ts";
import { CandidateValues, takesFiles, type Candidate, type NameReaders, type ValueFacts } from "./values.ts";

/** The candidates for the last word, and whether file names are among them. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** The facts that the caller has loaded already, so that the file of the completion need not contain them again. */
export interface CompletionFacts extends ValueFacts {
  /** The environment variables, which say where the kubeconfig is. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The heading of the flags that select the cluster and the user. */
  readonly clusterGroup: string;
}

/**
 * Completes the last word of a command line from the declarations of the commands.
 *
 * @param words the words after the program's name; the user is typing the last one, which may be empty
 */
export async function complete(
  program: Command,
  words: readonly string[],
  facts: CompletionFacts,
): Promise<Completion> {
  const current = words.at(-1) ?? "";
  const divided = divideWords(program, words.slice(0, -1));
  const { command, operands, open, hasValue, isEnded } = divided;
  const isFlag = current.startsWith("-") && !isEnded;
  const candidates = new CandidateValues(facts, readersFor(divided, facts));
  if (open !== undefined && !(hasValue && isFlag)) {
    return offer(current, await candidates.ofFlag(open, current), takesFiles(open, current));
  }
  const options = [...(command?.options ?? []), ...program.options];
  const [, flag, value] = /^(--[^=]+)=(.*)$/s.exec(isFlag ? current : "") ?? [];
  if (value !== undefined) {
    const option = options.find(({ long }) => long === flag);
    if (option === undefined || !takesValue(option)) return NOTHING;
    const values = await candidates.ofFlag(option, value);
    const flags = values.map((one) => ({ ...one, value: `${flag}=${one.value}` }));
    return offer(current, flags, takesFiles(option, value));
  }
  if (isFlag) return offer(current, flagsOf(command ?? program, program), false);
  if (operands.length === 0) return offer(current, [...commandsOf(program), ...flagsOf(program, program)], false);
  if (command === undefined) return NOTHING;
  if (operands.length === 1 && command.commands.length > 0) return offer(current, commandsOf(command), false);
  const [argument] = command.registeredArguments;
  if (argument === undefined || (operands.length > 1 && !argument.variadic)) return NOTHING;
  return offer(current, candidates.ofArgument(command, current), FILE_ARGUMENTS.has(argument.name()));
}

/** The names of arguments that are files. */
const FILE_ARGUMENTS: ReadonlySet<string> = new Set(["PATH", "FILE"]);

const NOTHING: Completion = { candidates: [], files: false };

function offer(current: string, candidates: readonly Candidate[], files: boolean): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), files };
}

/** The flags of kubectl that are not passed on: this request has its own time limit, and reads one page. */
const NOT_PASSED = new Set(["--request-timeout", "--chunk-size"]);

/** Reads names with the flags that are already typed. The code is loaded only if a flag takes such a name. */
function readersFor({ command, flags }: DividedWords, { env, clusterGroup }: CompletionFacts): NameReaders {
  return {
    async kubeconfig() {
      const { kubeconfigNames } = await import("../../app/cluster.ts");
      const file = flags.findLast(({ option }) => option.long === "--kubeconfig")?.value ?? "";
      return kubeconfigNames(file, env);
    },
    async namespaces() {
      // A lint, or a command that reads a dump, needs no cluster.
      if (command?.name() === "lint" || flags.some(({ option }) => option.long === "--filename")) return [];
      const cluster = flags.filter(({ option }) => option.helpGroupHeading === clusterGroup);
      const passed = cluster.filter(({ option }) => !NOT_PASSED.has(option.long ?? ""));
      const { kubectlNamespaces } = await import("../../app/cluster.ts");
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

/** The flags of a command, those of the program, and --help. `--version` is only a flag of the program. */
function flagsOf(command: Command, program: Command): readonly Candidate[] {
  const shared = program.options.filter(({ long }) => command === program || long !== "--version");
  const flags = [...new Set([...command.options, ...shared])]
    .filter(({ hidden }) => !hidden)
    .map(({ long, short, description }) => ({
      value: long ?? short ?? "",
      help: description,
    }));
  return [...flags, { value: "--help", help: "help for the command" }];
}
