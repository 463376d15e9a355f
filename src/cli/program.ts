import { Command, Option } from "commander";
import { addAudit } from "./commands/audit.ts";
import { addDryRun } from "./commands/dry-run.ts";
import { addExport } from "./commands/export.ts";
import { addExplain } from "./commands/explain.ts";
import { addFix } from "./commands/fix.ts";
import { addFromPsp } from "./commands/from-psp.ts";
import { addHistory } from "./commands/history.ts";
import { addLint, prepareLint } from "./commands/lint.ts";
import { addPlan } from "./commands/plan.ts";
import { addWebhook } from "./commands/webhook/webhook.ts";
import { addVersion, VERSION } from "./commands/version.ts";
import { addCompletion } from "./commands/completion.ts";
import { describeUsage } from "./errors.ts";
import type { Finish } from "./command.ts";
import { programName } from "./argv/program-name.ts";
import { createSuggestions } from "./options/suggestions.ts";
import type { Suggestions } from "../render/terminal/style.ts";
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
export function createProgram(io: Io, finish: Finish, argv: readonly string[]): Command {
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
  const wanted = COMMANDS.filter(([name]) => name === argv[0]);
  // Only without a command: after `plan`, a user may mean the version of the labels, which is --pin.
  if (wanted.length === 0) program.version(VERSION, "--version", "print the version of this program");
  const suggestions = createSuggestions(program, argv, io.env);
  for (const [, add] of wanted.length > 0 ? wanted : COMMANDS) add(program, io, finish, suggestions);
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

/** The commands by name, in the order of the help. `__complete` is not among them, so that it gets all commands. */
type AddCommand = (program: Command, io: Io, finish: Finish, suggestions: Suggestions) => void;

const COMMANDS: readonly (readonly [name: string, add: AddCommand])[] = [
  ["audit", addAudit],
  ["dry-run", addDryRun],
  ["plan", addPlan],
  ["history", addHistory],
  ["lint", addLint],
  ["fix", addFix],
  ["from-psp", addFromPsp],
  ["explain", addExplain],
  ["export", addExport],
  ["webhook", addWebhook],
  ["version", addVersion],
  ["completion", addCompletion],
];
