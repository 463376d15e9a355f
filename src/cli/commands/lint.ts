import { Command, InvalidArgumentError, Option } from "commander";
import { UserError } from "../../api/user-error.ts";
import { describeSettings, runLint, type LintRequest } from "../../app/lint.ts";
import type { LevelVersion } from "../../app/values/levels-and-versions.ts";
import { FORMATS, identifies, showsEdits, showsSomePatches, type Format } from "../../render/format.ts";
import type { Finish } from "../command.ts";
import { acceptedRequestOf, addAcceptedOptions, type AcceptedFlags } from "../options/accepted-options.ts";
import { changedSinceOption, verifyChangedSince } from "../options/changed-since-option.ts";
import { addRenderingOptions, renderingOf, type RenderingFlags } from "../options/rendering-options.ts";
import {
  addSettingsOptions,
  admissionConfigOption,
  asUserOption,
  failOnEmptyOption,
  failOnOption,
  includeHiddenOption,
  levelOption,
  messagesOption,
  noHeadersOption,
  noTimestampOption,
  podTemplateOption,
  recursiveOption,
  serverVersionOption,
  strictOption,
  type ReportFlags,
} from "../options/shared-options.ts";
import { formatsOf, openOutputs, outputFiles, outputsOption, verifyMessages } from "../options/output-options.ts";
import { printReport } from "../output/print-report.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import { writeAll, type Io } from "../terminal/io.ts";
import type { Suggestions } from "../../render/terminal/style.ts";

interface LintFlags extends ReportFlags<Format>, AcceptedFlags, RenderingFlags {
  readonly level: readonly LevelVersion[];
  readonly asUser?: string;
  readonly changedSince?: string;
  readonly filename?: readonly string[];
  readonly includeHidden?: boolean;
  readonly namespace?: string;
  readonly config?: string;
  readonly printConfig?: true;
}

const EXAMPLES = `
Examples:
  # Judge a directory of manifests by the labels of the Namespaces in it
  kubectl pss lint manifests/

  # Judge a manifest by the labels that its namespace has in the cluster
  kubectl get ns payments -o yaml | kubectl pss lint - deploy.yaml

  # Judge every object by the restricted level; labels do not matter
  kubectl pss lint --level restricted deploy.yaml

  # Judge the output of charts and kustomizations
  kubectl pss lint --render charts/ overlays/
  kubectl pss lint --render --values dev.yaml --values prod.yaml charts/web
  kubectl pss lint -k overlays/prod
  helm template ./chart | kubectl pss lint -

  # With the defaults and exemptions of a cluster of v1.33
  kubectl pss lint --admission-config admission.yaml --server-version v1.33 k8s/

  # Accept today's violations, and fail on new ones
  kubectl pss lint --update-accept accepted.yaml --reason "old debt" manifests/
  kubectl pss lint --accept accepted.yaml manifests/

  # What counts for this run: the configuration, flags and defaults
  kubectl pss lint --print-config manifests/

  # In CI: fail on warnings, too, and keep the report in two formats
  kubectl pss lint --fail-on any -o sarif=pss.sarif -o junit=pss.xml manifests/

  # On a branch: only the workloads whose files differ from the main branch
  kubectl pss lint --changed-since origin/main manifests/

  # Also print the API server's own texts
  kubectl pss lint --messages deploy.yaml

  # The lines to set, for these texts or for what kubectl apply printed
  kubectl pss lint --messages deploy.yaml | kubectl pss explain -
  kubectl apply -f deploy.yaml 2>&1 | kubectl pss explain -

Exit codes: 0 nothing violates, 1 violations, 2 wrong flags, configuration or
input, 3 something could not be read. If several apply, 2 beats 3, and 3
beats 1.
`;

let prepared: Command | undefined;

/** Declares the flags before the start-up snapshot of an executable is made, since this takes a tenth of a start. The next run uses them. */
export function prepareLint(): void {
  prepared = declareLint();
}

function declareLint(): Command {
  const command = new Command("lint")
    .summary("Judge manifests before they are merged or applied")
    .description(
      "Reads manifests, and predicts what Pod Security Admission will allow, warn about or reject.\n\n" +
        "A workload is judged by the labels of its namespace, if the Namespace is among the inputs and has any; otherwise by the " +
        "defaults of --admission-config; otherwise as in a namespace labelled enforce=baseline, audit=warn=restricted.",
    )
    .usage("PATH... | - [flags]")
    .argument("[PATH...]", "files, directories (read recursively), globs, or - for standard input")
    .addOption(outputsOption(FORMATS))
    .addOption(levelOption("judge every object by this level, and ignore the labels of its namespace; repeatable"))
    .addOption(serverVersionOption("judge as an API server of this minor (default: the newest known)"))
    .addOption(admissionConfigOption())
    .addOption(asUserOption())
    .addOption(failOnOption())
    .addOption(failOnEmptyOption())
    .addOption(podTemplateOption())
    .addOption(changedSinceOption())
    .addOption(strictOption("unknown fields, objects without metadata.namespace and the like"))
    .option("-f, --filename <PATH...>", "the same as PATH, as for kubectl")
    .addOption(recursiveOption())
    .addOption(includeHiddenOption())
    .addOption(
      new Option("-n, --namespace <NAME>", "the namespace of objects without one (default: default)").argParser(
        parseNamespace,
      ),
    )
    .addOption(messagesOption())
    .addOption(noHeadersOption("headings and the summary (table, wide)"))
    .addOption(noTimestampOption());
  return addAcceptedOptions(addRenderingOptions(addSettingsOptions(command))).addHelpText("after", EXAMPLES);
}

/** Adds `kubectl pss lint`. */
export function addLint(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  const command = prepared ?? declareLint();
  // A command keeps the values of one run.
  prepared = undefined;
  program.addCommand(command.copyInheritedSettings(program));
  command.action(async (named: string[], flags: LintFlags) => {
    verifyMessages(flags);
    const paths = [...named, ...(flags.filename ?? [])];
    const rendering = renderingOf(flags, flags.namespace);
    if (paths.length === 0 && flags.kustomize === undefined) {
      throw new UserError("nothing to lint", "Name files or directories, or - to read standard input.", {
        words: ["lint", "."],
        effect: "the manifests of this directory",
      });
    }
    verifyChangedSince(flags);
    const { level: levels, strict, output, failOn, ...others } = flags;
    const inputs = [...named, ...(flags.values ?? []).flat()];
    const { files, refuseReplacing } = await openOutputs(output, flags, io, { inputs, isCluster: false });
    const accepted = await acceptedRequestOf(flags, io);
    const identify = formatsOf(output).some(identifies);
    const notInputs = [...outputFiles(output), ...(flags.values ?? []).flat()];
    const request = {
      ...others,
      ...(command.getOptionValueSource("failOn") !== "default" && { failOn }),
      ...{ paths, rendering, levels, strict: strict === true, identify, accepted, notInputs, refuseReplacing },
      ...editsOf(flags, io),
    };
    if (flags.printConfig === true) {
      const { renderSettings } = await import("../../render/formats/settings/settings.ts");
      await writeAll(io.stdout, renderSettings(await describeSettings(request)));
      return finish(0);
    }
    finish(await printReport(await runLint(request, terminalOf(io)), flags, io, true, suggestions, files));
  });
}

/** The edits that the run shows: the formats with edits need all, and the next command of a table their number. */
function editsOf({ output, headers, ...flags }: LintFlags, io: Io): Pick<LintRequest, "edits"> {
  const hasPage = formatsOf(output).some(showsSomePatches);
  if (formatsOf(output).some(showsEdits)) return { edits: hasPage ? "all and page" : "all" };
  if (hasPage) return { edits: "page" };
  const isSuggested = io.stdout.isTTY === true && headers && (output.stdout === "table" || output.stdout === "wide");
  // The command fix has no flags for charts and branches, and the messages and a new file have next commands of their own.
  const { changedSince, messages, updateAccept, render, kustomize } = flags;
  const isOther = changedSince ?? messages ?? updateAccept ?? render ?? kustomize;
  return isSuggested && isOther === undefined ? { edits: "count" } : {};
}

/** An audit accepts several namespaces with commas, but an object is in one. */
function parseNamespace(text: string): string {
  if (text.includes(",")) throw new InvalidArgumentError("It is one namespace: that of objects without one.");
  return text;
}
