/** The options that several commands have. Each is declared once; parameters are the words that differ. */
import { Option, type Command } from "commander";
import type { FailOn } from "../../report/report.ts";
import { withChoices } from "./values/choices.ts";
import { outputsOption, type Outputs } from "./output-options.ts";
import { collectLevels, parseFailOn, parseFile, parseServerMinor } from "./values/parse.ts";

/** The values of the options that lint, audit and dry-run share, except those in other files of this folder. */
export interface ReportFlags<Format extends string> {
  readonly output: Outputs<Format>;
  readonly admissionConfig?: string;
  readonly serverVersion?: number;
  readonly failOn: FailOn;
  readonly failOnEmpty?: boolean;
  readonly podTemplate?: readonly string[];
  readonly strict?: boolean;
  readonly headers: boolean;
  readonly messages?: boolean;
  readonly timestamp: boolean;
}

/** `-o` */
export function outputOption(formats: readonly string[], help: string): Option {
  return withChoices(new Option("-o, --output <FORMAT>", help), formats);
}

/** `--admission-config` */
export function admissionConfigOption(): Option {
  return new Option(
    "--admission-config <FILE>",
    "the cluster's AdmissionConfiguration or PodSecurityConfiguration, a Talos machine configuration, or Rancher's template",
  );
}

/** `--level` */
export function levelOption(help: string): Option {
  return new Option("--level <LEVEL[:VERSION]>", help).argParser(collectLevels).default([], "the namespace's policy");
}

/** `--server-version` */
export function serverVersionOption(help: string): Option {
  return new Option("--server-version <v1.N>", help).argParser(parseServerMinor);
}

/** `--config` and `--print-config` */
export function addSettingsOptions(command: Command): Command {
  return command
    .addOption(configOption())
    .option("--print-config", "print what counts for this run and where it comes from, and judge nothing");
}

/** `--config` */
export function configOption(): Option {
  return new Option(
    "--config <FILE>",
    "the configuration (default: .kubectl-pss.yaml beside the first input, or above it in its Git repository)",
  ).argParser(parseFile);
}

/** `--as-user` */
export function asUserOption(): Option {
  return new Option("--as-user <NAME>", "the user whose requests are simulated, for exemptions by user name");
}

/** `--pod-template` */
export function podTemplateOption(): Option {
  return new Option(
    "--pod-template <GROUP/KIND=PATH>",
    "where a custom resource contains its pod: example.com/Widget=.spec.template; repeatable",
  ).argParser((value: string, previous: readonly string[] = []) => [...previous, value]);
}

/** `--fail-on` */
export function failOnOption(): Option {
  return new Option(
    "--fail-on <MODE>",
    "the mode whose violations make the exit code 1: enforce, audit, warn, any or none",
  )
    .argParser(parseFailOn)
    .default("enforce");
}

/** `--fail-on-empty` */
export function failOnEmptyOption(): Option {
  return new Option("--fail-on-empty", "end with exit code 2 if no workload is found");
}

/** `--strict` */
export function strictOption(mistakes: string): Option {
  return new Option("--strict", `treat ${mistakes} as errors`);
}

/** `--include-hidden` */
export function includeHiddenOption(): Option {
  return new Option(
    "--include-hidden",
    "read hidden files and directories too; .git and node_modules are never searched",
  );
}

/** `-R`: commands for kubectl often contain it. */
export function recursiveOption(): Option {
  return new Option("-R, --recursive", "accepted as for kubectl: directories are always read recursively");
}

/** `--no-headers` */
export function noHeadersOption(parts: string): Option {
  return new Option("--no-headers", `leave out ${parts}`);
}

/** `--no-timestamp` */
export function noTimestampOption(): Option {
  return new Option("--no-timestamp", "leave out the time, so that equal reports are equal files");
}

/** `--messages` */
export function messagesOption(): Option {
  return new Option("--messages", "print the API server's own texts below each workload (table, wide)");
}

/** Adds the options of audit and dry-run that say how to judge and how to print. */
export function addReportOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(outputsOption(formats))
    .addOption(admissionConfigOption())
    .addOption(serverVersionOption("judge as an API server of this minor (default: the cluster's version)"))
    .addOption(failOnOption())
    .addOption(failOnEmptyOption())
    .addOption(podTemplateOption())
    .addOption(strictOption("unknown fields and the like in a dump"))
    .addOption(noHeadersOption("headings and the summary (table, wide)"))
    .addOption(noTimestampOption());
}
