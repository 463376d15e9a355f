/** Prints and writes the labels of Namespace manifests. The bundle has it and the use case in a separate file, since few runs of fix need them. */
import { UserError } from "../../../api/user-error.ts";
import { CLUSTER_FLAGS } from "../../../app/inputs/objects-request.ts";
import { runLabels } from "../../../app/fix/labels.ts";
import { renderDiagnostics, type Style } from "../../../render/format.ts";
import { renderLabelDiff, renderLabelSummary } from "../../../render/formats/fix/labels.ts";
import type { Suggestions } from "../../../render/terminal/style.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { terminalOf } from "../../terminal/app-terminal.ts";
import { writeAll, type Io, type OutputStream } from "../../terminal/io.ts";
import { styleOf, writeOutputs } from "../print-report.ts";
import { writeEdits } from "./write-edits.ts";

/** The flags about workloads, about the cluster of their evidence, and about rendered output, by the names of their values. */
const OF_WORKLOADS = {
  level: "--level",
  only: "--only",
  name: "--name",
  takeAway: "--take-away",
  evidence: "--evidence",
  accept: "--accept",
  serverVersion: "--server-version",
  admissionConfig: "--admission-config",
  podTemplate: "--pod-template",
  namespace: "-n",
  render: "--render",
  kustomize: "-k",
  ...CLUSTER_FLAGS,
} as const;

/** The flags of a run with labels; those that plan edits of workloads are refused. */
interface LabelFlags extends Partial<Record<keyof typeof OF_WORKLOADS, unknown>> {
  readonly paths: readonly string[];
  readonly labels?: true;
  readonly plan?: string;
  readonly observed?: true;
  readonly write?: true;
  readonly force?: true;
  readonly exitCode?: true;
  readonly output?: string;
  readonly headers: boolean;
  readonly includeHidden?: boolean;
  readonly config?: string;
}

/**
 * Prints the edits that give Namespace manifests the labels of a plan, or makes them.
 *
 * @throws UserError if the flags or the plan are wrong, or there is nothing to read
 */
export async function printLabels(flags: LabelFlags, io: Io, suggestions: Suggestions): Promise<ExitCode> {
  const plan = planOf(flags);
  const { paths, includeHidden, config, headers } = flags;
  const request = {
    ...{ paths, plan, isObserved: flags.observed === true, isForced: flags.force === true },
    ...(includeHidden !== undefined && { includeHidden }),
    ...(config !== undefined && { config }),
  };
  const report = await runLabels(request, terminalOf(io));
  const style = (stream: OutputStream): Style => styleOf(stream, io, { headers, details: true, suggestions });
  const outcome = flags.write === true ? "written" : "shown";
  let isWhole = true;
  await writeOutputs([
    async () => {
      if (outcome === "written") isWhole = (await writeEdits(report.files, io)).size === 0;
    },
    async () => {
      if (outcome === "shown" || flags.output !== undefined)
        await writeAll(io.stdout, await renderLabelDiff(report, style(io.stdout)));
    },
    async () => {
      const notes = report.notes.filter(({ severity }) => severity !== "info");
      const extent = { notes, unreadable: report.unreadable, summary: { namespaces: 0 } };
      await writeAll(io.stderr, await renderDiagnostics(extent, "table", style(io.stderr)));
      await writeAll(io.stderr, await renderLabelSummary(report, outcome, style(io.stderr)));
    },
  ]);
  const { files, manifests, missing, unreadable } = report;
  if (!isWhole || unreadable.length > 0 || files.some(({ failure }) => failure !== null)) return EXIT.incomplete;
  const isLeft = missing.length > 0 || manifests.some(({ state }) => state === "left");
  const isUnwritten = outcome === "shown" && files.length > 0;
  return flags.exitCode === true && (isLeft || isUnwritten) ? EXIT.violations : EXIT.ok;
}

/** @throws UserError if the flags do not fit together */
function planOf(flags: LabelFlags): string {
  const { labels, plan, output, paths } = flags;
  if (labels === undefined) {
    throw new UserError(
      "--plan and --observed are for --labels",
      "Add --labels, which sets the labels of the plan in Namespace manifests.",
    );
  }
  if (plan === undefined) {
    throw new UserError("--labels needs a plan", "Add --plan FILE: kubectl pss plan -o json > FILE writes one.");
  }
  for (const name of Object.keys(OF_WORKLOADS) as (keyof typeof OF_WORKLOADS)[]) {
    const value = flags[name];
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    throw new UserError(
      `${OF_WORKLOADS[name]} has no effect with --labels, which edits the files of Namespaces alone`,
      "Leave one of them out.",
    );
  }
  if (output !== undefined && output !== "diff") {
    throw new UserError(
      `-o ${output} is not for --labels, which prints a diff`,
      "Leave it out, or write the files: --write",
    );
  }
  if (flags.write === true && paths.includes("-")) {
    throw new UserError("--write cannot edit standard input", "Name files or directories.");
  }
  return plan;
}
