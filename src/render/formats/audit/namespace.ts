import { acceptanceText } from "../../words/acceptance.ts";
import { count } from "../../../api/words/plural.ts";
import type { DistinctViolation, FailOn, NamespaceReport, WorkloadReport } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { NO_PAINT } from "../../terminal/paint.ts";
import { isWhole } from "../../terminal/whole.ts";
import { cutEnd, largest, widthOf } from "../../terminal/width.ts";
import { escapeStartName, escapeText } from "../../words/escape.ts";
import { rejectionSource } from "../../words/audit/rejected-now.ts";
import { nonRootText } from "../../words/checks/check-text.ts";
import { namespaceFindingLines } from "../../words/findings.ts";
import { flow, wrap, wrapWords, type Piece } from "../../words/lines.ts";
import { levelColour, modeTexts, policyPartText, readyText, shownReady } from "../../words/namespace/namespace.ts";
import { podPlaceOf } from "../../../report/workload.ts";
import { shareOf } from "../../words/workload/share.ts";
import { fixWords } from "../../words/workload/violation-columns.ts";
import { escapedTitleOf, podsText, sentenceText, workloadLine } from "../../words/workload/workload.ts";
import { sectionsOf, type Section, type SectionWorkload } from "./sections.ts";

const INDENT = 4;
/** With less room than this, or than their longest word, beside the names of the checks, details are below them. */
const USEFUL_DETAIL = 40;
/** The note on workloads whose violations earlier sections list. */
const ENOUGH = "the fixes above are enough";

/**
 * Prints a namespace: its policy with the source of each part, its findings, and its workloads with the fields that are rejected now, that block the next
 * level, and that block the one after.
 */
export function* auditNamespace(
  namespace: NamespaceReport,
  failOn: FailOn,
  style: PaintedStyle,
): Generator<string, undefined> {
  const { paint } = style;
  const { workloads } = namespace;
  yield* lines([...headLines(namespace, style), ...namespaceFindingLines(withoutBlocks(namespace), style)]);
  const sections = sectionsOf(namespace, failOn);
  const widest = largest(
    sections.flatMap((section) =>
      section.workloads.flatMap(({ violations }) => violations.map(({ check }) => check.length)),
    ),
  );
  for (const { title, isRejection, workloads: listed } of sections) {
    const isSaid = ({ sentences }: SectionWorkload): boolean => style.messages !== true || sentences.length === 0;
    const repeats = listed.filter((each) => each.violations.length === 0 && each.repeated > 0 && isSaid(each));
    const enough = repeats.length === listed.length ? `; ${ENOUGH}` : "";
    const text = `${title}: ${listed.length} of ${count(workloads.length, "workload")}${enough}`;
    yield* lines(wrap(text, style.width).map(isRejection ? paint.bad : paint.caution));
    if (enough !== "") continue;
    for (const { workload, violations, repeated, sentences } of listed) {
      if (repeats.some((repeat) => repeat.workload === workload)) continue;
      const above = repeated === 0 ? "" : `and the ${count(repeated, "violation")} above`;
      yield* lines(workloadLines(workload, above, style));
      if (isRejection) yield* lines(reportedLines(workload, style));
      if (style.messages === true) yield* lines(sentences.flatMap((text) => sentenceText(text, style)));
      for (const violation of violations) yield* lines(violationLines(workload, violation, widest, style));
    }
    yield* lines(repeatedLines(repeats, style));
  }
  const checks = sections.flatMap((section) =>
    section.workloads.flatMap(({ violations }) => violations.map(({ check }) => check)),
  );
  yield* lines(wrap(nonRootText(checks), style.width - 2).flatMap((line) => (line === "" ? [] : [`  ${line}`])));
  yield* lines(cleanLines(namespace, style));
}

/** The workloads below show what blocks baseline. */
function withoutBlocks(namespace: NamespaceReport): NamespaceReport {
  return { ...namespace, findings: namespace.findings.filter(({ code }) => code !== "privileged") };
}

function* lines(all: readonly string[]): Generator<string, undefined> {
  for (const line of all) yield `${line}\n`;
}

function headLines(namespace: NamespaceReport, style: PaintedStyle): string[] {
  const { width, paint, ellipsis } = style;
  const { name, policy, exempt, workloads } = namespace;
  const ready = readyText(namespace);
  const pods = workloads.reduce((total, workload) => total + workload.pods, 0);
  const pieces: Piece[] = [
    { text: cutEnd(escapeStartName(name), isWhole(style) ? Infinity : width, ellipsis), colour: paint.heading },
    ...modeTexts(policy, (part) => `${policyPartText(part)}${originText(part.from)}`).map(([mode, text]) => ({
      text: `${mode}=${text}`,
    })),
    exempt
      ? { text: "exempt: no policy is in force", colour: paint.caution }
      : {
          text: ready === "-" ? "nothing runs here" : `READY FOR ${shownReady(ready)}`,
          colour: levelColour(ready, paint),
        },
    { text: count(workloads.length, "workload") },
    ...(workloads.length === 0 ? [] : [{ text: count(pods, "pod") }]),
  ];
  return flow(pieces, width);
}

/** The source of a part of a policy; labels are what everyone expects. */
function originText(from: string): string {
  return from === "configuration" || from === "implied" ? ` (${from})` : "";
}

/** The workloads of a section that need no other fixes than those of earlier sections. */
function repeatedLines(repeats: Section["workloads"], { width, paint }: PaintedStyle): string[] {
  if (repeats.length === 0) return [];
  const titles = repeats.map(({ workload }) => escapedTitleOf(workload)).join(", ");
  return wrap(`${ENOUGH}: ${titles}`, width, "    ", "  ").map(paint.faint);
}

/** The line of a workload, and the number of violations that an earlier section has: beside it, or below it on a narrow terminal. */
function workloadLines(workload: WorkloadReport, above: string, style: PaintedStyle): string[] {
  const { width, paint } = style;
  const pods = podsText(workload);
  const line = workloadLine(workload, style, pods);
  if (above === "") return [line];
  const plain = workloadLine(workload, { ...style, paint: NO_PAINT }, pods);
  if (widthOf(plain) + 2 + above.length <= width) return [`${line}  ${paint.faint(above)}`];
  return [line, paint.faint(" ".repeat(INDENT) + above)];
}

/** The API server's message about a workload whose pods are rejected at this moment. */
function reportedLines({ rejection }: WorkloadReport, { width, paint }: PaintedStyle): string[] {
  if (rejection === null) return [];
  const indent = " ".repeat(INDENT);
  return wrap(
    escapeText(`API server (${rejectionSource(rejection)}): ${rejection.message}`),
    width,
    `${indent}  `,
    indent,
  ).map(paint.bad);
}

function violationLines(
  workload: WorkloadReport,
  violation: DistinctViolation,
  widest: number,
  { width, paint, checks }: PaintedStyle,
): string[] {
  const { accepted } = violation;
  const results = [...workload.results, ...workload.otherResults];
  const share = shareOf({ ...workload, results }, violation);
  const words = fixWords(violation, podPlaceOf(workload, results, violation), share, checks);
  const text =
    accepted === null ? words : [...words, ...escapeText(`(accepted: ${acceptanceText(accepted)})`).split(" ")];
  const start = `${" ".repeat(INDENT)}${violation.check.padEnd(widest)}  `;
  // A field and its value are one word, so that they can be searched for.
  if (width - start.length < Math.max(USEFUL_DETAIL, largest(text.map(widthOf)))) {
    const below = " ".repeat(INDENT + 2);
    return [`${" ".repeat(INDENT)}${paint.heading(violation.check)}`, ...wrapWords(text, width, below, below)];
  }
  const [first = "", ...rest] = wrapWords(text, width, " ".repeat(start.length), start);
  return [first, ...rest];
}

/** The workloads that meet every level, and those that are not judged: exempt ones, and those that make no more pods. */
function cleanLines({ workloads, exempt }: NamespaceReport, { width, paint }: PaintedStyle): string[] {
  const judged = workloads.filter(({ results, otherResults }) => results.length + otherResults.length > 0);
  const clean = judged.filter(
    ({ results, otherResults, rejection }) =>
      rejection === null && [...results, ...otherResults].every(({ allowed }) => allowed),
  );
  const exemptOnes = exempt
    ? []
    : workloads.filter((workload) => workload.exempt !== null && !judged.includes(workload));
  return [
    ...listed("MEET RESTRICTED", clean, width).map(paint.good),
    ...listed("EXEMPT", exemptOnes, width).map(paint.faint),
    ...listed(
      "FINISHED",
      workloads.filter(({ finished }) => finished),
      width,
    ).map(paint.faint),
  ];
}

function listed(title: string, workloads: readonly WorkloadReport[], width: number): string[] {
  if (workloads.length === 0) return [];
  return wrap(`${title}: ${count(workloads.length, "workload")}: ${workloads.map(escapedTitleOf).join(", ")}`, width);
}
