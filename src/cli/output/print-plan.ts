import { isLoss } from "../../report/gaps/losses.ts";
import type { RolloutPlan } from "../../report/plan/rollout-plan.ts";
import { renderDiagnostics, type Style } from "../../render/format.ts";
import { renderPlan, renderPlanNext, type PlanFormat } from "../../render/formats/plan/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { writeOutputs, styleOf, withoutAbsent } from "./print-report.ts";
import { timeOf, timestampOf, writeAll, type Io, type OutputStream } from "../terminal/io.ts";

/** The flags for the output of a plan. */
interface PlanOutput {
  readonly output?: PlanFormat;
  /** The only step to print, from 1. */
  readonly step?: number;
  readonly headers: boolean;
  readonly timestamp: boolean;
}

/** The format of a plan: a single step is for a shell, unless another format is named. */
export function formatOf({
  output,
  step,
}: {
  readonly output?: PlanFormat | undefined;
  readonly step?: number | undefined;
}): PlanFormat {
  return output ?? (step === undefined ? "table" : "commands");
}

/** Writes a plan to standard output, the notes about its inputs to standard error, and at the end the next command. */
export async function printPlan(
  plain: RolloutPlan,
  { output, step, headers, timestamp }: PlanOutput,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const plan = timestamp ? { ...plain, generatedAt: timestampOf(timeOf(io)) } : plain;
  const present = withoutAbsent(suggestions, plan.notes);
  const style = (stream: OutputStream): Style => ({
    ...styleOf(stream, io, { headers, details: false, suggestions: present }),
    pss: (words) => present.pss(words),
  });
  const format = formatOf({ output, step });
  const shown = step === undefined ? plan : onlyStep(plan, step);
  let isPrinted = false;
  await writeOutputs([
    async () => {
      // A page and a script name the commands to run next, wherever they are written to. The styles of a page look like commands of a CI runner.
      const isFile = format === "html" || format === "commands";
      const file = { ...style(io.stdout), suggestions: present };
      const isGuarded = format !== "html";
      await writeAll(io.stdout, await renderPlan(shown, format, isFile ? file : style(io.stdout)), { isGuarded });
      isPrinted = true;
    },
    async () => {
      // A complete document contains the notes itself.
      const isTold = isPrinted && (format === "json" || format === "yaml" || format === "html");
      if (isTold || shown.notes.length + plan.unreadable.length === 0) return;
      await writeAll(io.stderr, await renderDiagnostics(shown, "table", style(io.stderr)));
    },
    async () => {
      if (isPrinted) await writeAll(io.stdout, await renderPlanNext(shown, format, style(io.stdout)));
    },
  ]);
  if (plan.notes.some(({ severity }) => severity === "error")) return EXIT.wrong;
  return plan.noPlan !== null || isIncomplete(plan) ? EXIT.incomplete : EXIT.ok;
}

/** A plan with one step. The note about the assumed defaults concerns only the first step. */
function onlyStep(plan: RolloutPlan, step: number): RolloutPlan {
  const steps = plan.steps.filter(({ number }) => number === step);
  const isFirst = steps.some(({ id }) => id === "close-the-gap");
  return { ...plan, steps, notes: plan.notes.filter(({ code }) => isFirst || code !== "assumed-defaults") };
}

/** Whether something could not be read or judged, so that enforce may be raised further once it is. */
function isIncomplete({ unreadable, notes, kept }: RolloutPlan): boolean {
  return (
    unreadable.length > 0 || notes.some(({ code }) => isLoss(code)) || kept.some(({ reason }) => reason === "unread")
  );
}
