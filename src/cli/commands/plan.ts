import { InvalidArgumentError, Option, type Command } from "commander";
import { LEVELS } from "../../api/level.ts";
import { USUAL_PLAN } from "../../app/values/plan-options.ts";
import { STANDARDS } from "../../app/standards.ts";
import { PLAN_FORMATS, type PlanFormat } from "../../render/formats/plan/format.ts";
import type { Target } from "../../report/plan/rollout-plan.ts";
import { withChoices } from "../options/values/choices.ts";
import { addClusterOptions, type ClusterOptions } from "../options/cluster-options.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import type { Io } from "../terminal/io.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { compareOption, verifyCompare } from "../options/compare-option.ts";
import { collectNames, parseFile, parseLabelVersion } from "../options/values/parse.ts";
import {
  admissionConfigOption,
  noHeadersOption,
  noTimestampOption,
  outputOption,
  podTemplateOption,
  serverVersionOption,
} from "../options/shared-options.ts";
import { formatOf, printPlan } from "../output/print-plan.ts";
import type { Finish } from "../command.ts";

interface PlanFlags extends ClusterOptions {
  readonly v: number;
  readonly output?: PlanFormat;
  readonly admissionConfig?: string;
  readonly serverVersion?: number;
  readonly target: Target;
  readonly maxStep: number;
  readonly pin?: string;
  readonly podTemplate?: readonly string[];
  readonly skip?: readonly string[];
  readonly skipManaged?: boolean;
  readonly includeEmpty?: boolean;
  readonly keepPrivileged?: readonly string[];
  readonly compare?: string;
  readonly history?: string;
  readonly step?: number;
  readonly headers: boolean;
  readonly timestamp: boolean;
}

/** The number of steps of a plan. */
export const STEPS = 4;

const EXAMPLES = `
Examples:
  # Which kubectl label commands take this cluster to its strictest policy?
  kubectl pss plan

  # All steps as a script that runs only on this cluster, with dry-run and undo
  kubectl pss plan -o commands > rollout.sh
  sh rollout.sh apply 1

  # The commands of a step, to read and paste
  kubectl pss plan --step 1

  # At most baseline, one level at a time, without two namespaces
  kubectl pss plan --target baseline --max-step 1 --skip legacy --skip build

  # Keep two namespaces privileged, and fix all others
  kubectl pss plan --keep-privileged kube-system,cni

  # A board to look at together, with buttons that copy the commands
  kubectl pss plan -o html > plan.html

  # What moved since last week?
  kubectl pss plan -o json > last-week.json
  kubectl pss plan --compare last-week.json

  # What did audit logs show in the meantime?
  kubectl pss history -o json audit-logs/ > history.json
  kubectl pss plan --history history.json

  # Namespace manifests for a repository
  kubectl pss plan -o manifests > namespaces.yaml

  # What an upgrade of the cluster changes
  kubectl pss plan --server-version ${STANDARDS.newest}

Nothing is changed: it reads what audit reads (docs/rbac.yaml) and prints
commands. The safe steps reject nothing that is allowed now.
Exit codes: 0 the plan is complete, 2 wrong flags, kubeconfig or input,
3 something could not be read or judged, so enforce is not raised there, or
there is no plan.
`;

/** Adds `kubectl pss plan`. */
export function addPlan(program: Command, io: Io, finish: Finish, suggestions: Suggestions): void {
  const command = program
    .command("plan")
    .allowExcessArguments()
    .summary("Plan the way to stricter policies, without breaking workloads")
    .description(
      "Plans in four steps how namespaces get to the strictest policy they can meet: set the labels that are in force, set audit and warn to the " +
        "level to enforce next, enforce what everything meets, and fix the rest. Each step has its kubectl label commands, and those that undo it.",
    )
    .usage("[flags]")
    .addOption(outputOption(PLAN_FORMATS, "how to print the plan (default: table, or commands with --step)"))
    .addOption(
      withChoices(
        new Option("--target <LEVEL>", "the strictest level to enforce"),
        LEVELS.filter((level) => level !== "privileged"),
      ).default(USUAL_PLAN.target),
    )
    .addOption(
      new Option("--max-step <LEVELS>", "the most levels that enforce is raised at once: 1 or 2")
        .argParser((text) => parseCount(text, 2))
        .default(USUAL_PLAN.maxStep),
    )
    .addOption(
      new Option(
        "--pin <VERSION>",
        "pin this version in the labels: latest, v1.N, or server for the server's version (default: no change)",
      ).argParser(parseLabelVersion),
    )
    .addOption(new Option("--skip <NAME>", "a namespace to skip; repeatable, or a,b").argParser(collectNames))
    .addOption(
      new Option(
        "--skip-managed",
        "skip namespaces whose labels Helm, Argo CD, Flux, OpenShift or another tool manages",
      ),
    )
    .addOption(
      new Option(
        "--keep-privileged <NAME>",
        "a namespace that stays privileged, such as kube-system; repeatable, or a,b",
      ).argParser(collectNames),
    )
    .addOption(new Option("--include-empty", "raise enforce also where nothing runs; nothing was tested there"))
    .addOption(
      new Option("--step <N>", "only this step, as commands for sh").argParser((text) => parseCount(text, STEPS)),
    )
    .addOption(compareOption("plan"))
    .addOption(
      new Option(
        "--history <FILE>",
        "keep enforce back where a report of history speaks against it, and show its evidence",
      ).argParser(parseFile),
    )
    .addOption(admissionConfigOption())
    .addOption(
      serverVersionOption("plan for an API server of this minor; if it is newer than the cluster, for the upgrade"),
    )
    .addOption(podTemplateOption())
    .addOption(noHeadersOption("headings, reasons and the summary (table, wide)"))
    .addOption(noTimestampOption());
  addClusterOptions(command)
    .addHelpText("after", EXAMPLES)
    .action(async () => {
      const flags = command.optsWithGlobals<PlanFlags>();
      verifyCompare(flags.compare, [formatOf(flags)]);
      const { runPlan } = await import("../../app/cluster.ts");
      const plan = await runPlan(
        { ...flags, verbosity: flags.v, countsFixable: isSuggested(flags, io) },
        terminalOf(io),
      );
      finish(await printPlan(plan, flags, io, suggestions));
    });
}

function parseCount(text: string, most: number): number {
  const count = Number(text);
  if (!/^\d$/.test(text) || count < 1 || count > most)
    throw new InvalidArgumentError(`It is a number from 1 to ${most}.`);
  return count;
}

/** Whether the plan is a table with commands: on a terminal, with headings. */
function isSuggested(flags: PlanFlags, io: Io): boolean {
  const format = formatOf(flags);
  return io.stdout.isTTY === true && flags.headers && (format === "table" || format === "wide");
}
