import { Option, type Command } from "commander";
import { NO_EXEMPTIONS } from "../../admission/exemptions.ts";
import { lint } from "../../audit/lint.ts";
import type { LintOptions } from "../../audit/options.ts";
import type { AskedFailOn } from "../../report/report.ts";
import { UserError } from "../../api/user-error.ts";
import { CHECKS } from "../../policy/checks.ts";
import { createEvaluator, type LevelVersion } from "../../policy/evaluator.ts";
import { FORMATS, type Format } from "../../render/format.ts";
import { readAdmissionConfiguration } from "../../sources/configuration-file.ts";
import { addBaselineOptions, isIdentified, openBaseline, type BaselineFlags } from "../options/baseline-options.ts";
import type { ExitCode } from "../exit-codes.ts";
import { say, type Io } from "../terminal/io.ts";
import { INCLUDE_HIDDEN, collectLevels, parseFailOn, parseServerMinor } from "../options/options.ts";
import { printReport } from "../output/print-report.ts";
import { withProgress } from "../terminal/progress.ts";
import { openManifests } from "../../app/open-manifests.ts";
import type { Finish } from "../command.ts";

interface LintFlags extends BaselineFlags {
  readonly output: Format;
  readonly level: readonly LevelVersion[];
  readonly serverVersion?: number;
  readonly admissionConfig?: string;
  readonly asUser?: string;
  readonly failOn: AskedFailOn;
  readonly strict?: boolean;
  readonly includeHidden?: boolean;
  readonly namespace?: string;
  readonly headers: boolean;
}

const EXAMPLES = `
Examples:
  # Judge a directory of manifests by the labels of the namespaces among them
  kubectl pss lint manifests/

  # Judge every object by the restricted level, whatever its namespace
  kubectl pss lint --level restricted deploy.yaml

  # What a chart or an overlay makes, before it is applied
  helm template ./chart | kubectl pss lint -
  kustomize build overlays/prod | kubectl pss lint --strict -

  # By the defaults and exemptions of the cluster, as an API server of v1.33
  kubectl pss lint --admission-config admission.yaml --server-version v1.33 manifests/

  # Accept what violates today, and fail on what is new
  kubectl pss lint --baseline baseline.json --update-baseline manifests/
  kubectl pss lint --baseline baseline.json manifests/

  # In CI: fail also on what would only be warned about, and keep the report
  kubectl pss lint --fail-on any -o json manifests/ > report.json

Exit codes: 0 nothing violates, 1 violations, 2 wrong flags, configuration or input, 3 something could not be read.
`;

/** Adds `kubectl pss lint`. */
export function addLint(program: Command, io: Io, finish: Finish): void {
  const command = program
    .command("lint")
    .summary("Judge manifests before they are merged or applied")
    .description(
      "Reads manifests and says of each workload what Pod Security Admission would say.\n\n" +
        "A workload is judged by the labels of its namespace where that is among the inputs and has any, else by the " +
        "defaults of --admission-config, else as in a namespace labelled enforce=baseline, audit=restricted, warn=restricted.",
    )
    .usage("PATH... | - [flags]")
    .argument("[PATH...]", "files, directories (read recursively), globs, or - for standard input")
    .addOption(new Option("-o, --output <FORMAT>", "how to print the report").choices(FORMATS).default("table"))
    .addOption(
      new Option(
        "--level <LEVEL[:VERSION]>",
        "judge every object by this level, whatever its namespace's labels; repeatable",
      )
        .argParser(collectLevels)
        .default([], "the namespace's policy"),
    )
    .addOption(
      new Option(
        "--server-version <v1.N>",
        "judge as an API server of this minor would, and not of the newest known",
      ).argParser(parseServerMinor),
    )
    .option(
      "--admission-config <FILE>",
      "the cluster's AdmissionConfiguration, PodSecurityConfiguration or Talos machine configuration",
    )
    .option("--as-user <NAME>", "the user whose requests are simulated, for exemptions by user name")
    .addOption(
      new Option("--fail-on <MODE>", "which mode's violations make the exit code 1: enforce, audit, warn, any or none")
        .argParser(parseFailOn)
        .default("enforce"),
    )
    .option("--strict", "treat unknown fields, missing namespaces and the like as errors")
    .option(INCLUDE_HIDDEN.flag, INCLUDE_HIDDEN.help)
    .option("-n, --namespace <NAME>", "the namespace of objects that name none (default: default)")
    .option("--no-headers", "leave out headings and the summary (table, wide)");
  addBaselineOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async (paths: string[], flags: LintFlags) => {
      if (paths.length === 0) {
        throw new UserError("nothing to lint", "Name files or directories, or - to read standard input.");
      }
      finish(await runLint(paths, flags, io));
    });
}

async function runLint(paths: readonly string[], flags: LintFlags, io: Io): Promise<ExitCode> {
  const options = lintOptions(flags, io);
  const baseline = await openBaseline(flags);
  const { files, read } = await openManifests(paths, flags, io);
  const report = await withProgress(io, files, (observe) => lint(() => observe(read()), options));
  if (baseline === undefined) return printReport(report, flags, io, true);
  const settled = await baseline.settle(report, { type: "files", paths }, io.stderr);
  return printReport(settled, flags, io, true);
}

function lintOptions(flags: LintFlags, io: Io): LintOptions {
  const configuration =
    flags.admissionConfig === undefined ? undefined : readAdmissionConfiguration(flags.admissionConfig);
  const evaluator = createEvaluator(CHECKS, flags.serverVersion);
  if (flags.serverVersion !== undefined && flags.serverVersion > evaluator.maxMinor) {
    const known = `v1.${evaluator.maxMinor}`;
    say(io.stderr, `warning: v1.${flags.serverVersion} is newer than ${known}, the newest known: judged as ${known}`);
  }
  return {
    admission: { evaluator, exemptions: configuration?.exemptions ?? NO_EXEMPTIONS },
    defaults: configuration?.defaults,
    levels: flags.level,
    user: flags.asUser,
    namespace: flags.namespace,
    failOn: flags.failOn,
    strict: flags.strict === true,
    identify: isIdentified(flags.output, flags),
  };
}
