/** The commands of the program and their formats, from their own declarations, so that no test leaves out a new one. */
import type { Command, Option } from "commander";
import { PassThrough } from "node:stream";
import { createProgram } from "../../src/cli/program.ts";

const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
// The completion needs the flags of all commands.
const PROGRAM = await createProgram({ stdin, stdout, stderr, env: {} }, () => {}, ["__complete"]);

/** The commands that the help lists. */
const COMMANDS = PROGRAM.commands.filter((command) => !command.name().startsWith("__"));

/** The names of the commands in the help, in order. */
export const COMMAND_NAMES: readonly string[] = COMMANDS.map((command) => command.name());

/** A command that reads objects. */
export interface ReadingCommand {
  readonly name: string;
  /** The command, and the flags that it needs besides its input. */
  readonly args: readonly string[];
  /** Its formats, the default first. */
  readonly formats: readonly string[];
  /** Whether it can read a cluster. */
  readonly readsCluster: boolean;
  /** The arguments that name a file or a directory as its input. */
  input(path: string): readonly string[];
}

/** The flags that a command needs besides its input. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  audit: [],
  "dry-run": ["-A", "--enforce", "restricted"],
  plan: [],
  "from-psp": [],
  lint: [],
  fix: ["--force", "--take-away"],
};

/** The commands that read objects. */
export const READING: readonly ReadingCommand[] = COMMANDS.flatMap((command) => {
  const name = command.name();
  const isFlag = optionOf(command, "--filename") !== undefined;
  if (!isFlag && !command.registeredArguments.some((argument) => argument.name() === "PATH")) return [];
  const [needed, formats] = [NEEDED[name], optionOf(command, "--output")?.argChoices];
  if (needed === undefined || formats === undefined) {
    throw new Error(`the new command ${name} needs formats, and its flags in the list above`);
  }
  return [
    {
      name,
      args: [name, ...needed],
      formats,
      readsCluster: optionOf(command, "--kubeconfig") !== undefined,
      input: (path) => (isFlag ? ["-f", path] : [path]),
    },
  ];
});

/**
 * One of the commands that read objects.
 *
 * @throws Error if there is no command with this name
 */
export function reading(name: string): ReadingCommand {
  const command = READING.find((one) => one.name === name);
  if (command === undefined) throw new Error(`${name} is no command that reads objects`);
  return command;
}

function optionOf({ options }: Command, flag: string): Option | undefined {
  return options.find(({ long }) => long === flag);
}
