import type { Command } from "commander";
import { FROM_PSP_FORMATS, type FromPspFormat } from "../../render/formats/from-psp/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import type { Finish } from "../command.ts";
import { addClusterOptions, type ClusterOptions } from "../options/cluster-options.ts";
import { noHeadersOption, noTimestampOption, outputOption } from "../options/shared-options.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import type { Io } from "../terminal/io.ts";
import { LATE } from "./late/late-names.ts";

interface FromPspFlags extends ClusterOptions {
  readonly v: number;
  readonly output: FromPspFormat;
  readonly headers: boolean;
  readonly timestamp: boolean;
}

const EXAMPLES = `
Examples:
  # Which level replaces each PodSecurityPolicy? How does the cluster get there?
  kubectl pss from-psp

  # The same from a dump
  KINDS=psp,ns,pods,deploy,rs,sts,ds,cj,jobs,rc,roles,rolebindings
  kubectl get -A -o yaml $KINDS,clusterroles,clusterrolebindings > dump.yaml
  kubectl pss from-psp -f dump.yaml

  # A page for the ticket
  kubectl pss from-psp -f dump.yaml -o markdown

  # The mapping from the fields of a policy to the levels
  kubectl pss explain PodSecurityPolicy

Nothing is changed: it prints the steps of the migration guide as commands.
Exit codes: 0 everything was read, 2 wrong flags, kubeconfig or input, or
there is no PodSecurityPolicy, 3 something could not be read.
`;

/** Adds `kubectl pss from-psp`. */
export function addFromPsp(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  const command = program
    .command("from-psp")
    .allowExcessArguments()
    .summary(LATE["from-psp"].summary)
    .description(
      "Finds the level that replaces each PodSecurityPolicy, the fields that policies set in pods, and the level that each namespace can enforce " +
        "once its templates have these fields. It prints the steps of the migration as commands.",
    )
    .usage("[flags]")
    .addOption(outputOption(FROM_PSP_FORMATS, "how to print it").default("table"))
    .addOption(noHeadersOption("headings and reasons (table)"))
    .addOption(noTimestampOption());
  addClusterOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const flags = command.optsWithGlobals<FromPspFlags>();
      const { runFromPsp } = await import("../../app/cluster.ts");
      const migration = await runFromPsp({ ...flags, verbosity: flags.v }, terminalOf(io));
      const { printFromPsp } = await import("../output/print-from-psp.ts");
      finish(await printFromPsp(migration, flags, io, suggestions));
    });
}
