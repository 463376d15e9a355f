import { Command, Option } from "commander";
import { addAudit } from "./commands/audit.ts";
import { addDryRun } from "./commands/dry-run.ts";
import { addName, LATE, type LateName } from "./commands/late/late-names.ts";
import { addLint, prepareLint } from "./commands/lint.ts";
import { addPlan } from "./commands/plan.ts";
import { addVersion, VERSION } from "./commands/version.ts";
import { addCompletion } from "./commands/completion.ts";
import { describeUsage } from "./errors.ts";
import type { AddCommand, Finish } from "./command.ts";
import { programName } from "./argv/program-name.ts";
import { createSuggestions } from "./options/suggestions.ts";
import { say, type Io } from "./terminal/io.ts";
import { parseVerbosity } from "./options/values/parse.ts";

let prepared: Command | undefined;

/**
 * Declares the program and its lint before the start-up snapshot of an executable is made, since this takes a tenth of a start. The next run uses them.
 */
export function prepareProgram(): void {
  prepared = declareProgram();
  prepareLint();
}

/**
 * Creates the command line. Parsing throws a CommanderError for wrong arguments, and the errors of the command.
 *
 * @param argv the arguments; if the first one is a command, only that command is created
 * @param finish is called once, by the command that runs
 */
export async function createProgram(io: Io, finish: Finish, argv: readonly string[]): Promise<Command> {
  const name = programName(io.env);
  const program = prepared ?? declareProgram();
  // A program keeps the values of one run.
  prepared = undefined;
  program
    .showHelpAfterError(helpText(name))
    .configureOutput({
      // Help needs no escaping: it contains only words of this program.
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text) => say(io.stderr, ...describeUsage(text, argv[0])),
      getOutHelpWidth: () => (io.stdout.isTTY === true ? (io.stdout.columns ?? 80) : 100),
      getErrHelpWidth: () => (io.stderr.isTTY === true ? (io.stderr.columns ?? 80) : 100),
    })
    .hook("preAction", async (_, command) => {
      if (command.registeredArguments.length > 0 || command.args.length === 0) return;
      // Loaded late, since only wrong arguments need it.
      const { refuseArguments } = await import("./argv/misplaced-arguments.ts");
      refuseArguments(program, command, argv, name);
    });
  // A run needs only the flags of one command. Those of all commands would take an eighth of a start.
  const named = NAMES.find((name) => name === argv[0]);
  const wanted = named === undefined ? NAMES : [named];
  // Only without a command: after `plan`, a user may mean the version of the labels, which is --pin.
  if (named === undefined) program.version(VERSION, "--version", "print the version of this program");
  const suggestions = createSuggestions(program, argv, io.env);
  const late = wanted.some(isLate) && !needsNames(argv) ? await loadLate() : undefined;
  for (const name of wanted) {
    const add = isLate(name) ? late?.[name] : COMMANDS[name];
    if (add !== undefined) add(program, io, finish, suggestions);
    else if (isLate(name)) addName(program, name);
  }
  for (const command of program.commands) {
    const own = `${name} ${command.name()}`;
    command.showHelpAfterError(helpText(own));
    for (const one of command.commands) one.showHelpAfterError(helpText(`${own} ${one.name()}`));
  }
  return program;
}

function declareProgram(): Command {
  return new Command("kubectl pss")
    .description(
      "Predicts what Pod Security Admission will allow, warn about or reject.\n\n" +
        "It never changes a cluster, and no file without a flag that says so.",
    )
    .usage("COMMAND [flags]")
    .helpCommand("help [COMMAND]", "Help for a command")
    .helpOption("-h, --help", "display help for command")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nExamples:\n" +
        "  # What is rejected now, and what blocks the next level?\n" +
        "  kubectl pss audit\n\n" +
        "  # What happens if a namespace enforces a level?\n" +
        "  kubectl pss dry-run -n payments --enforce restricted\n\n" +
        "  # Which kubectl label commands take the cluster to its strictest policy?\n" +
        "  kubectl pss plan\n\n" +
        "  # Do the manifests of a directory meet the policy?\n" +
        "  kubectl pss lint manifests/\n\n" +
        "  # Does a Helm chart meet the restricted level?\n" +
        "  helm template ./chart | kubectl pss lint --level restricted -\n\n" +
        "  # What does a check require, and how do I meet it?\n" +
        "  kubectl pss explain runAsNonRoot\n",
    )
    .addOption(
      new Option("-v, --v <LEVEL>", "log level: 1 adds stack traces of unexpected errors, 6 each request to a cluster")
        .argParser(parseVerbosity)
        .default(0),
    );
}

/** The line after an error of the command line. */
function helpText(command: string): string {
  return `Run ${command} --help for its flags and examples.`;
}

/** The commands that every start can run. `completion` also adds `__complete`. */
const COMMANDS = {
  audit: addAudit,
  "dry-run": addDryRun,
  plan: addPlan,
  lint: addLint,
  version: addVersion,
  completion: addCompletion,
} as const satisfies Readonly<Record<string, AddCommand>>;

/** The names of all commands, in the order of the help. `__complete` is not among them, so that it gets all commands. */
const NAMES: readonly (keyof typeof COMMANDS | LateName)[] = [
  "audit",
  "dry-run",
  "plan",
  "history",
  "lint",
  "fix",
  "from-psp",
  "explain",
  "export",
  "webhook",
  "version",
  "completion",
];

function isLate(name: keyof typeof COMMANDS | LateName): name is LateName {
  return name in LATE;
}

/** The first words after which a late command may still run, or print its help. */
const BEFORE_COMMANDS: ReadonlySet<string> = new Set(["help", "__complete"]);
const ALONE: ReadonlySet<string> = new Set(["-h", "--help", "--version"]);

/** Whether a command line needs only the names of the commands that it does not begin with: for the help of the program, and after an unknown word. */
function needsNames([first, ...others]: readonly string[]): boolean {
  if (first === undefined) return true;
  if (first.startsWith("-")) return others.length === 0 && ALONE.has(first);
  return !BEFORE_COMMANDS.has(first) && !NAMES.some((name) => name === first);
}

async function loadLate(): Promise<Readonly<Record<LateName, AddCommand>>> {
  return (await import("./commands/late/late-commands.ts")).LATE_COMMANDS;
}
