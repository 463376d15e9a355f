import { count, plural } from "../../../api/words/plural.ts";
import { planAgain } from "../../../report/document/plan-command.ts";
import type { FixOutcome } from "../../../report/fix/fix-report.ts";
import type { LabelReport } from "../../../report/fix/label-report.ts";
import { placeText } from "../../../report/place.ts";
import { paintStyle } from "../../terminal/paint-style.ts";
import type { Style } from "../../terminal/style.ts";
import { escapeName, escapeStart, escapeText, escapeWhole } from "../../words/escape.ts";
import { paragraph, wrap } from "../../words/lines.ts";
import { nextLines, pssStep, type NextStep } from "../../words/next-step.ts";
import { renderDiff } from "./diff.ts";

/** Renders the edits of Namespace manifests as a unified diff. */
export async function renderLabelDiff({ files }: LabelReport, style: Style): Promise<Iterable<string>> {
  return renderDiff({ files }, await paintStyle(style));
}

/** Renders how many manifests have the labels of the plan, and the namespaces that have none or must wait, for standard error. */
export async function renderLabelSummary(
  report: LabelReport,
  outcome: FixOutcome,
  style: Style,
): Promise<Iterable<string>> {
  const painted = await paintStyle(style);
  const { width } = style;
  const { files, manifests, missing, observed, newerPlan } = report;
  const left = manifests.filter(({ state }) => state === "left");
  const lines = [
    ...wrap(headline(report, outcome), width),
    ...files.flatMap(({ file, failure }) =>
      failure === null ? [] : wrap(`${escapeStart(file)}: left alone, because ${escapeText(failure)}`, width),
    ),
    ...left.flatMap(({ name, source, reason }) =>
      wrap(`${escapeStart(placeText(source))}: Namespace/${escapeName(name)}: ${escapeText(reason)}`, width),
    ),
    ...(newerPlan === null
      ? []
      : [
          ...wrap(`Apply the stricter manifests, and ${planAgain(newerPlan)}`, width),
          ...(newerPlan.text === null ? [] : [`  ${escapeWhole(newerPlan.text)}`]),
        ]),
    ...(missing.length === 0
      ? []
      : [
          ...wrap(
            `${count(missing.length, "namespace")} of the plan ${plural(missing.length, "has", "have")} no manifest among the inputs:`,
            width,
          ),
          ...paragraph(missing.map(escapeName).join(", "), width, 2),
        ]),
    ...(observed.length === 0
      ? []
      : [
          ...wrap(
            `${count(observed.length, "namespace")} ${plural(observed.length, "keeps", "keep")} enforce, because the plan observes first; then --observed raises it:`,
            width,
          ),
          ...paragraph(
            observed.map(({ name, observeDays }) => `${escapeName(name)} (${observeDays} days)`).join(", "),
            width,
            2,
          ),
        ]),
    ...nextLines(() => nextStep(report, outcome), painted),
  ];
  return lines.map((line) => `${line}\n`);
}

function headline({ manifests, missing }: LabelReport, outcome: FixOutcome): string {
  const edited = manifests.filter(({ state }) => state === "edited").length;
  const same = manifests.filter(({ state }) => state === "same").length;
  if (manifests.length + missing.length === 0) return "nothing to label: the plan changes no namespace";
  const verb = outcome === "written" ? plural(edited, "gets", "get") : "would get";
  const others = same === 0 ? "" : `; ${same} ${plural(same, "has", "have")} them already`;
  return `${count(edited, "Namespace manifest")} ${verb} the labels of the plan${others}`;
}

function nextStep({ files }: LabelReport, outcome: FixOutcome): NextStep | undefined {
  const hasEdits = files.some(({ edits }) => edits.length > 0);
  return outcome === "shown" && hasEdits ? pssStep(["fix", "--labels", "--write"], "edits the files") : undefined;
}
