import type { Command, Option } from "commander";
import type { CheckDeclaration } from "../../api/check-declaration.ts";
import { LEVELS } from "../../api/level.ts";
import { FAIL_ON } from "../../report/violations.ts";

/** A candidate for a word. */
export interface Candidate {
  readonly value: string;
  readonly help: string;
}

/** The candidates for the last word, and whether file names are among them. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files: boolean;
}

/** Values of flags that are not declared as commander's choices, since the flags also accept other forms. */
const FLAG_VALUES: Readonly<Record<string, readonly string[]>> = {
  "--level": LEVELS,
  "--fail-on": FAIL_ON,
};
const FILE_FLAGS = new Set(["--admission-config", "--baseline", "--metrics-file"]);

/**
 * Completes the last word of a command line from the declarations of the commands.
 *
 * @param words the words after the program's name; the user is typing the last one, which may be empty
 * @param checks all checks
 */
export function complete(program: Command, words: readonly string[], checks: readonly CheckDeclaration[]): Completion {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const command = program.commands.find((known) => before.includes(known.name()) && isVisible(known));
  if (command === undefined) return offer(current, [...commandsOf(program), ...flagsOf(program)], false);
  const [flag, inlineValue] = splitFlag(current);
  if (inlineValue !== undefined) {
    const option = findOption(command, program, flag);
    const values = valuesOf(option).map(({ value, help }) => ({ value: `${flag}=${value}`, help }));
    return offer(current, values, false);
  }
  const pending = findOption(command, program, before.at(-1) ?? "");
  if (pending !== undefined && !pending.isBoolean()) {
    return offer(current, valuesOf(pending), FILE_FLAGS.has(pending.long ?? ""));
  }
  if (current.startsWith("-")) return offer(current, [...flagsOf(command), ...flagsOf(program)], false);
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  const values = command.name() === "explain" ? topicsOf(checks) : choices.map((value) => ({ value, help: "" }));
  return offer(current, values, command.name() === "lint");
}

function offer(current: string, candidates: readonly Candidate[], files: boolean): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), files };
}

/** The topics of `explain`. They are no choices of commander, since a topic also takes longer forms. */
function topicsOf(checks: readonly CheckDeclaration[]): Candidate[] {
  return [
    ...checks.map(({ id, level, title }) => ({ value: id, help: `${title} (${level})` })),
    { value: "baseline", help: "what the level asks for" },
    { value: "restricted", help: "what the level asks for" },
  ];
}

function isVisible(command: Command): boolean {
  return !command.name().startsWith("__");
}

function commandsOf(program: Command): Candidate[] {
  return program.commands.filter(isVisible).map((command) => ({ value: command.name(), help: command.summary() }));
}

function flagsOf(command: Command): Candidate[] {
  const flags = command.options.map(({ long, short, description }) => ({
    value: long ?? short ?? "",
    help: description,
  }));
  return [...flags, { value: "--help", help: "help for the command" }];
}

function splitFlag(word: string): [flag: string, value: string | undefined] {
  const equals = word.startsWith("--") ? word.indexOf("=") : -1;
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

function findOption(command: Command, program: Command, flag: string): Option | undefined {
  if (!flag.startsWith("-")) return undefined;
  return [...command.options, ...program.options].find(({ long, short }) => flag === long || flag === short);
}

function valuesOf(option: Option | undefined): Candidate[] {
  const values = option?.argChoices ?? FLAG_VALUES[option?.long ?? ""] ?? [];
  return values.map((value) => ({ value, help: "" }));
}
