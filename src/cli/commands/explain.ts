import type { Command } from "commander";
import type { ExplainFormat } from "../../render/formats/explain/explain.ts";
import { noHeadersOption, outputOption } from "../options/shared-options.ts";
import { EXIT } from "../exit-codes.ts";
import type { Io } from "../terminal/io.ts";
import type { Finish } from "../command.ts";

interface ExplainFlags {
  readonly output: ExplainFormat;
  readonly headers: boolean;
}

const FORMATS: readonly ExplainFormat[] = ["table", "markdown", "json", "yaml"];

const EXAMPLES = `
Examples:
  # Every check: its level, since when it is there, and what it is about
  kubectl pss explain

  # What a check asks for, why, and how to meet it
  kubectl pss explain capabilities_restricted

  # What a level asks for at a version
  kubectl pss explain restricted:v1.30

  # What a newer version would ask for, before the labels name it
  kubectl pss explain v1.30..latest

  # All that is known of the checks, for programs
  kubectl pss explain -o json
`;

/** Adds `kubectl pss explain`. */
export function addExplain(program: Command, io: Io, finish: Finish): void {
  program
    .command("explain")
    .summary("Explain a check, a level, or what changed between versions")
    .description(
      "Says what a check of the Pod Security Standards asks for, since which version, why, and how to meet it; what a level asks for at a " +
        "version; or what changed between two versions. It needs no cluster.\n\n" +
        "privileged is the check of that name; the level is privileged:latest.",
    )
    .usage("[CHECK | LEVEL[:VERSION] | VERSION..VERSION] [flags]")
    .argument("[TOPIC]", "a check, a level at a version, or two versions; else all checks are listed")
    .addOption(outputOption(FORMATS, "how to print it").default("table"))
    .addOption(noHeadersOption("headings (table)"))
    .addHelpText("after", EXAMPLES)
    .action(async (topic: string | undefined, flags: ExplainFlags) => {
      // Loaded late, since other commands do not need it.
      const { printExplanation } = await import("../output/print-explanation.ts");
      await printExplanation(topic, flags, io);
      finish(EXIT.ok);
    });
}
