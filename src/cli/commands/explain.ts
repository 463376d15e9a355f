import type { Command } from "commander";
import type { ExplainFormat } from "../../render/formats/explain/explain.ts";
import { noHeadersOption, outputOption } from "../options/shared-options.ts";
import type { Io } from "../terminal/io.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import type { Finish } from "../command.ts";
import { LATE } from "./late/late-names.ts";

interface ExplainFlags {
  readonly output: ExplainFormat;
  readonly headers: boolean;
}

const FORMATS: readonly ExplainFormat[] = ["table", "markdown", "json", "yaml"];

const EXAMPLES = `
Examples:
  # List all checks, with their levels
  kubectl pss explain

  # What a check requires, why, and how to meet it
  kubectl pss explain capabilities_restricted

  # Several checks, levels or fields, each in turn
  kubectl pss explain hostPorts restrictedVolumes

  # What a level requires at a version
  kubectl pss explain restricted:v1.30

  # What changes from one version to another
  kubectl pss explain v1.30..latest

  # Which lines fix a rejected manifest
  kubectl apply -f web.yaml 2>&1 | kubectl pss explain -

  # Why a workload has no pods
  kubectl get events -n shop | kubectl pss explain -
  kubectl pss explain FailedCreate

  # Explain a message, an event or a warning
  kubectl pss explain 'violates PodSecurity "restricted:latest": privileged (…)'

  # Which check restricts a field, or has a reason
  kubectl pss explain 'spec.containers[*].securityContext.privileged'
  kubectl pss explain drop ALL

  # Where a custom resource contains pods, and what its operator fills in
  kubectl pss explain RayCluster

  # All facts about the checks, for programs
  kubectl pss explain -o json
`;

/** Adds `kubectl pss explain`. */
export function addExplain(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  program
    .command("explain")
    .summary(LATE.explain.summary)
    .description(
      "Explains the requirement of a check of the Pod Security Standards and how to meet it; a level at a version; the changes between two " +
        "versions; or an error or warning of the API server, with the lines of YAML to set. Several topics are explained in turn. " +
        "It needs no cluster.\n\n" +
        '"privileged" is a check; the level is privileged:latest.',
    )
    .usage("[TOPIC... | MESSAGE | -] [flags]")
    .argument(
      "[TOPIC...]",
      "a check, a level, two versions, a field, a reason, a kind of custom resource, or messages of the API server (- reads standard input); default: all checks",
    )
    .addOption(outputOption(FORMATS, "how to print it").default("table"))
    .addOption(noHeadersOption("headings (table)"))
    .addHelpText("after", EXAMPLES)
    .action(async (words: string[], flags: ExplainFlags) => {
      // Loaded late, since other commands do not need it.
      const { printExplanation } = await import("../output/print-explanation.ts");
      finish(await printExplanation(words, flags, io, suggestions));
    });
}
