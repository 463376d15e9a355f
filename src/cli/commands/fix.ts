import { Option, type Command } from "commander";
import { UserError } from "../../api/user-error.ts";
import type { FixRequest } from "../../app/fix.ts";
import type { LevelVersion } from "../../app/values/levels-and-versions.ts";
import { FIX_FORMATS, isPatchFormat, type FixFormat } from "../../render/formats/fix/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import type { Finish } from "../command.ts";
import { addClusterFlags } from "../options/cluster-options.ts";
import { addRenderingOptions, renderingOf, type RenderingFlags } from "../options/rendering-options.ts";
import { collectNames, parseFile } from "../options/values/parse.ts";
import {
  admissionConfigOption,
  configOption,
  includeHiddenOption,
  levelOption,
  noHeadersOption,
  outputOption,
  podTemplateOption,
  recursiveOption,
  serverVersionOption,
} from "../options/shared-options.ts";
import { timeOf, timestampOf, type Io } from "../terminal/io.ts";
import { LATE } from "./late/late-names.ts";

interface FixFlags extends RenderingFlags, Pick<FixRequest, "evidence" | "config" | "accept"> {
  readonly v: number;
  readonly output?: FixFormat;
  readonly write?: true;
  readonly level: readonly LevelVersion[];
  readonly only?: readonly string[];
  readonly name?: readonly string[];
  readonly takeAway?: true;
  readonly force?: true;
  readonly exitCode?: true;
  readonly labels?: true;
  readonly plan?: string;
  readonly observed?: true;
  readonly filename?: readonly string[];
  readonly headers: boolean;
  readonly includeHidden?: boolean;
  readonly serverVersion?: number;
  readonly admissionConfig?: string;
  readonly namespace?: string;
  readonly podTemplate?: readonly string[];
}

const EXAMPLES = `
Examples:
  # Which edits make the manifests of a directory meet the policy?
  kubectl pss fix manifests/

  # Make them: each file keeps its comments, its order and its indentation
  kubectl pss fix --write manifests/

  # The restricted level, whatever the labels of the namespaces say
  kubectl pss fix --level restricted deploy.yaml

  # Also remove host ports, added capabilities and the like
  kubectl pss fix --take-away deploy.yaml

  # With the pods of the current cluster as evidence: what would an edit break?
  kubectl pss fix --evidence cluster manifests/
  kubectl get pods -A -o json | kubectl pss fix --evidence - manifests/

  # One check alone
  kubectl pss fix --only seccompProfile_restricted manifests/

  # A filter: the output of a chart, with the edits
  helm template ./chart | kubectl pss fix - | kubectl apply -f -

  # Patches for a chart whose templates belong to others
  helm template ./chart | kubectl pss fix -o kustomize - > kustomization.yaml

  # GitOps: the labels of a plan in the Namespace manifests of a repository
  kubectl pss plan -o json > plan.json
  kubectl pss fix --labels --plan plan.json clusters/prod/

  # In CI: fail if an edit is missing
  kubectl pss fix --exit-code manifests/

Without --write, no file is changed. Each result is read and judged again before
it is shown. Exit codes: 0 the output is complete, 1 with --exit-code: something
is left, 2 wrong flags, configuration or input, 3 something could not be read,
verified or written.
`;

/** Adds `kubectl pss fix`. */
export function addFix(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  const command = program.command("fix");
  command
    .summary(LATE.fix.summary)
    .description(
      "Finds the edits that make manifests meet the Pod Security Standards, verifies them, and prints them as a diff. With - alone it is a filter: it " +
        "prints standard input with the edits.\n\n" +
        "A workload should meet the strictest level among the modes of its namespace, or restricted if nothing is labelled. It is edited only if it " +
        "then meets that level.",
    )
    .usage("PATH... | - [flags]")
    .argument("[PATH...]", "files, directories (read recursively), globs, or - for standard input")
    .addOption(outputOption(FIX_FORMATS, "how to print the edits (default: diff, and with - the edited stream)"))
    .addOption(new Option("-i, --write", "edit the files"))
    .addOption(levelOption("the level that every workload should meet; repeatable"))
    .addOption(new Option("--only <CHECK,...>", "fix the violations of these checks alone").argParser(collectNames))
    .addOption(new Option("--name <NAME,...>", "fix the workloads with these names alone").argParser(collectNames))
    .addOption(
      new Option("--take-away", "also remove what is forbidden: host ports, capabilities, probes of other hosts"),
    )
    .addOption(
      new Option(
        "--force",
        "also make edits that do not suffice, that are known to break a workload, or that Helm would overwrite; with --labels: also lower a mode",
      ),
    )
    .addOption(
      new Option(
        "--evidence <SOURCE>",
        "mark each edit by what running pods of the same image tell: cluster, or a dump of pods; repeatable",
      ).argParser((value: string, previous: readonly string[] = []) => [...previous, parseFile(value)]),
    )
    .addOption(
      new Option("--labels", "set the labels of a plan in Namespace manifests, and edit nothing else; needs --plan"),
    )
    .addOption(new Option("--plan <FILE>", "the plan of --labels: a file of kubectl pss plan -o json"))
    .addOption(
      new Option("--observed", "with --labels: also raise enforce where the plan observes first, once that is done"),
    )
    .addOption(new Option("--exit-code", "end with exit code 1 if a violation is left, or an edit is not written"))
    .addOption(serverVersionOption("judge as an API server of this minor (default: the newest known)"))
    .addOption(admissionConfigOption())
    .addOption(podTemplateOption())
    .option("-f, --filename <PATH...>", "the same as PATH, as for kubectl")
    .addOption(recursiveOption())
    .addOption(includeHiddenOption())
    .option("-n, --namespace <NAME>", "the namespace of objects without one (default: default)")
    .addOption(noHeadersOption("the next command"))
    .addOption(configOption())
    .option("--accept <FILE>", "leave the violations in a list as they are, as lint accepts them");
  addClusterFlags(command);
  const own = command.options.length;
  addRenderingOptions(command);
  // Rendered output is not edited. The answer names the commands that do it.
  for (const option of command.options.slice(own)) option.hideHelp();
  command.addHelpText("after", EXAMPLES).action(async (named: string[]) => {
    const flags = command.optsWithGlobals<FixFlags>();
    const paths = [...named, ...(flags.filename ?? [])];
    const rendering = renderingOf(flags, flags.namespace);
    if (paths.length === 0 && flags.kustomize === undefined) {
      throw new UserError("nothing to fix", "Name files or directories, or - to read standard input.", {
        words: ["fix", "."],
        effect: "the manifests of this directory",
      });
    }
    const { output: format, level: levels, only = [], name: names = [], headers } = flags;
    const writes = flags.write === true;
    if (writes && paths.includes("-")) {
      throw new UserError(
        "--write cannot edit standard input",
        "Leave it out: with - alone, the edited text is printed.",
      );
    }
    if (writes && format !== undefined && isPatchFormat(format)) {
      throw new UserError(
        `--write edits files, and -o ${format} prints patches in their place`,
        "Leave one of them out.",
      );
    }
    if (flags.labels === true || flags.plan !== undefined || flags.observed === true) {
      const { printLabels } = await import("../output/fix/print-labels.ts");
      return finish(await printLabels({ ...flags, paths }, io, suggestions));
    }
    const request = {
      ...flags,
      ...{ paths, levels, only, names, rendering },
      verbosity: flags.v,
      today: timestampOf(timeOf(io)).slice(0, "YYYY-MM-DD".length),
      takesAway: flags.takeAway === true,
      isForced: flags.force === true,
      isPatch: format !== undefined && isPatchFormat(format),
      withoutPatches: format === undefined || format === "diff",
      isFilter: paths.length === 1 && paths[0] === "-" && format === undefined,
    };
    const { printFix } = await import("../output/fix/print-fix.ts");
    finish(await printFix(request, { format, writes, hasExitCode: flags.exitCode === true, headers }, io, suggestions));
  });
}
