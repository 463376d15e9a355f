import { InvalidArgumentError, Option, type Command } from "commander";
import { MODES, type Mode } from "../../api/mode.ts";
import { UserError } from "../../api/user-error.ts";
import type { ModeChange, PolicyChange } from "../../app/dry-run.ts";
import { DRY_RUN_FORMATS, identifies, showsCautions, type Format } from "../../render/format.ts";
import { didYouMean } from "../options/values/choices.ts";
import { addClusterOptions, type ClusterOptions } from "../options/cluster-options.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import type { Io } from "../terminal/io.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { parseLevelVersion } from "../options/values/parse.ts";
import { formatsOf, openOutputs, outputFiles } from "../options/output-options.ts";
import { addReportOptions, asUserOption, type ReportFlags } from "../options/shared-options.ts";
import { printReport } from "../output/print-report.ts";
import type { Finish } from "../command.ts";

interface DryRunFlags extends ClusterOptions, ReportFlags<Format>, Partial<Record<Mode, ModeChange>> {
  readonly v: number;
  readonly remove?: readonly Mode[];
  readonly asUser?: string;
}

const EXAMPLES = `
Examples:
  # What does the API server answer, and what breaks?
  kubectl pss dry-run -n payments --enforce restricted

  # All namespaces, with a pinned version
  kubectl pss dry-run -A --enforce baseline:v1.33 --warn restricted

  # Remove a label, in a cluster with defaults
  kubectl pss dry-run -l team=a --remove enforce --admission-config config.yaml

Without a version, the label of the version does not change, as with kubectl
label.
A change that the API server denies makes the exit code 1, whatever --fail-on
says. Workloads that already violate count too.
Exit codes: 0 nothing violates enforce, 1 something does, 2 wrong flags,
kubeconfig or input, 3 something could not be read. If several apply, 2 beats 3,
and 3 beats 1.
`;

/** Adds `kubectl pss dry-run`. */
export function addDryRun(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  const command = program
    .command("dry-run")
    .allowExcessArguments()
    .summary("Show what happens if pod-security labels are set")
    .description(
      "Shows what the API server would answer if the labels were set, over all pods, and what it does not say: which workloads get new " +
        "violations, which violate already, and where the labels loosen a level. Nothing is changed.",
    )
    .usage("--enforce LEVEL[:VERSION] [flags]")
    .optionsGroup("Labels:");
  for (const mode of MODES) {
    command.addOption(
      new Option(`--${mode} <LEVEL[:VERSION]>`, `the level of ${mode}, and the version to pin`).argParser(
        parseModeChange,
      ),
    );
  }
  command
    .addOption(new Option("--remove <MODE>", "remove the labels of a mode; repeatable").argParser(collectModes))
    .addOption(asUserOption())
    .optionsGroup("Options:");
  addReportOptions(command, DRY_RUN_FORMATS);
  addClusterOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const flags = command.optsWithGlobals<DryRunFlags>();
      const changes = changeOf(flags);
      const { v: verbosity, strict, output } = flags;
      const { runDryRun } = await import("../../app/cluster.ts");
      const { files } = await openOutputs(output, flags, io, { isCluster: flags.filename === undefined });
      const hasCautions = formatsOf(output).some(showsCautions);
      const identify = formatsOf(output).some(identifies);
      const notInputs = outputFiles(output);
      const request = { ...flags, verbosity, strict: strict === true, identify, changes, hasCautions, notInputs };
      const report = await runDryRun(request, terminalOf(io));
      finish(await printReport(report, flags, io, true, suggestions, files));
    });
}

function changeOf(flags: DryRunFlags): PolicyChange {
  const change: Partial<Record<Mode, ModeChange>> = {};
  for (const mode of MODES) {
    const wanted = flags[mode];
    const isRemoved = flags.remove?.includes(mode) === true;
    if (wanted !== undefined && isRemoved) {
      throw new UserError(`--${mode} and --remove ${mode} contradict each other`, "Leave one of them out.");
    }
    if (isRemoved) change[mode] = { type: "remove" };
    else if (wanted !== undefined) change[mode] = wanted;
  }
  if (Object.keys(change).length === 0) {
    throw new UserError(
      "nothing to try: no label is set or removed",
      "Name a level with --enforce, --audit or --warn, or a mode with --remove.",
      { words: ["dry-run", "--enforce", "baseline"], effect: "tries the baseline level" },
    );
  }
  return change;
}

function parseModeChange(text: string): ModeChange {
  const { level, version } = parseLevelVersion(text);
  return { type: "set", level, version: text.includes(":") ? version.text : undefined };
}

function collectModes(text: string, previous: readonly Mode[] = []): readonly Mode[] {
  const mode = MODES.find((known) => known === text);
  if (mode === undefined) throw new InvalidArgumentError(`It is one of ${MODES.join(", ")}.${didYouMean(text, MODES)}`);
  return [...previous, mode];
}
