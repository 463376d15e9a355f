import { count, plural } from "../../../api/words/plural.ts";
import { placeText } from "../../../report/place.ts";
import { titleOf } from "../../../report/workload.ts";
import type { FixOutcome, FixReport, FixedWorkload, LeftViolation } from "../../../report/fix/fix-report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { escapeStart, escapeText } from "../../words/escape.ts";
import { paragraph, wrap } from "../../words/lines.ts";
import { evidenceLines } from "./evidence.ts";
import { nextLines, pssStep, type NextStep } from "../../words/next-step.ts";

/** Renders what the edits fix, and each violation that is left with what to do about it. */
export function* renderSummary(
  report: FixReport,
  outcome: FixOutcome,
  style: PaintedStyle,
): Generator<string, undefined> {
  const { width } = style;
  const lines = [
    ...wrap(headline(report, outcome), width),
    ...report.files.flatMap(({ file, failure }) =>
      failure === null ? [] : wrap(`${escapeStart(file)}: left alone, because ${escapeText(failure)}`, width),
    ),
    ...report.workloads.flatMap((workload) => leftLines(workload, width)),
    ...acceptedLines(report, width),
    ...optionLines(report, width),
    ...evidenceLines(report, width),
    ...nonRootLines(report, width),
    ...nextLines(() => nextStep(report, outcome), style),
  ];
  for (const line of lines) yield `${line}\n`;
}

function headline({ summary, workloads }: FixReport, outcome: FixOutcome): string {
  const { workloads: all, violating, fixed, improved, edits, accepted, unreadable } = summary;
  if (all === 0 && unreadable > 0) return "nothing is fixed: no workload could be read";
  if (all === 0) return "nothing to fix: no workload among the inputs";
  if (violating === 0 && accepted > 0) return `nothing to fix: all violations are accepted`;
  if (violating === 0)
    return `nothing to fix: ${count(all, "workload")} ${plural(all, "meets its level", "meet their levels")}`;
  const levels = [...new Set(workloads.flatMap((one) => (one.state === "accepted" ? [] : one.levels)))].join(", ");
  const violators = `${count(violating, "workload")} that ${plural(violating, "violates", "violate")} ${levels}`;
  if (edits === 0 && workloads.some(({ state }) => state === "failed")) {
    return `no edits: ${violators} ${plural(violating, "is in a file", "are in files")} that could not be edited`;
  }
  if (edits === 0) return `no edits: there is no safe edit for ${violators}`;
  const verb =
    outcome === "shown"
      ? `${count(edits, "edit")} would fix`
      : `${count(edits, "edit")} ${plural(edits, "fixes", "fix")}`;
  const better = improved === 0 ? "" : `, and ${improved} would violate fewer checks`;
  return `${verb} ${fixed} of ${violators}${better}`;
}

const REASONS: Readonly<Record<LeftViolation["reason"], string>> = {
  decide: "a decision is needed",
  "take away": "--take-away makes the edit",
  breaks: "the edit would break it",
  incomplete: "",
  text: "the text cannot be edited",
  "not asked": "",
  accepted: "",
};

/** The reasons that are counted, and not listed. */
const QUIET: ReadonlySet<LeftViolation["reason"]> = new Set(["incomplete", "not asked", "accepted"]);

/** The lines about what is left of a workload. Edits that only wait for a decision are counted. */
function leftLines({ source, left, ...workload }: FixedWorkload, width: number): string[] {
  const waiting = left.filter(({ reason }) => reason === "incomplete");
  const shown = left.filter(({ reason }) => !QUIET.has(reason));
  if (shown.length === 0) return [];
  const place = placeText(source);
  const head = wrap(`${escapeStart(place)}: ${escapeText(titleOf(workload))}`, width);
  const byReason = Map.groupBy(shown, ({ reason, message }) => `${reason}: ${message}`);
  const body = [...byReason.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const checks = group.map(
      ({ check, line }) => check + (line === 0 || line === source.line ? "" : ` (line ${line})`),
    );
    const why = first.reason === "decide" && first.message === DECISION ? "" : `: ${escapeText(first.message)}`;
    return paragraph(`${checks.join(", ")}: ${REASONS[first.reason]}${why}`, width, 2);
  });
  const rest = `${count(waiting.length, "other violation")} ${plural(waiting.length, "has an edit that waits", "have edits that wait")} for this; --force makes them`;
  return [...head, ...body, ...(waiting.length === 0 ? [] : paragraph(rest, width, 2))];
}

/** The message that says no more than the options do. */
const DECISION = "a decision is needed";

/** The line about accepted violations. */
function acceptedLines({ summary: { accepted }, workloads }: FixReport, width: number): string[] {
  if (accepted === 0) return [];
  const left = workloads.flatMap((one) => one.left).filter(({ reason }) => reason === "accepted");
  const checks = [...new Set(left.map(({ check }) => check))];
  const verb = plural(
    accepted,
    "violation is accepted, and stays as it is",
    "violations are accepted, and stay as they are",
  );
  return wrap(
    `${accepted} ${verb} (${checks.join(", ")}); --only ${checks[0] ?? "CHECK"} edits it all the same`,
    width,
  );
}

/** The options for each check that needs a decision, in two lines each. */
function optionLines({ workloads }: FixReport, width: number): string[] {
  const left = workloads.flatMap((one) => one.left).filter(({ options }) => options.length > 0);
  const byCheck = new Map(left.map(({ check, options }) => [check, options]));
  return [...byCheck].flatMap(([check, options]) => [
    `${check}: it depends on the purpose`,
    ...options.flatMap(({ when, change }) => [...paragraph(`${when}:`, width, 2), ...paragraph(change, width, 4)]),
  ]);
}

/** The warning about the edit that is most likely to break a workload. */
function nonRootLines({ workloads }: FixReport, width: number): string[] {
  const unknown = workloads.filter(({ edits }) =>
    edits.some(({ check, evidence }) => check === "runAsNonRoot" && evidence === "unknown"),
  ).length;
  if (unknown === 0) return [];
  const text =
    `runAsNonRoot: ${count(unknown, "workload")} ${plural(unknown, "runs", "run")} as the user of the image, which is not known here. ` +
    "If a container does not start (CreateContainerConfigError), look for these messages:";
  return [
    ...wrap(text, width),
    "  container has runAsNonRoot and image will run as root",
    ...paragraph("the image needs another user, or runAsUser", width, 4),
    "  image has non-numeric user (NAME), cannot verify user is non-root",
    ...paragraph("set runAsUser to the number of that user", width, 4),
  ];
}

function nextStep({ files, workloads }: FixReport, outcome: FixOutcome): NextStep | undefined {
  if (outcome === "filtered") return undefined;
  if (outcome === "shown" && files.some(({ edits }) => edits.length > 0))
    return pssStep(["fix", "--write"], "edits the files");
  const left = workloads.flatMap((one) => one.left);
  const [first] = left;
  if (outcome === "written") return pssStep(["lint"], "judges the edited files");
  if (left.some(({ reason }) => reason === "take away"))
    return pssStep(["fix", "--take-away"], "also removes what violates");
  return first === undefined ? undefined : pssStep(["explain", first.check], "what the check requires");
}
