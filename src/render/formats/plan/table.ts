import type { RolloutPlan } from "../../../report/plan/rollout-plan.ts";
import { comparedHead, comparedSection } from "../../words/compared/compared-lines.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeName, escapeText, escapeWhole } from "../../words/escape.ts";
import { historyText } from "../../words/history/evidence-text.ts";
import { wrap } from "../../words/lines.ts";
import { DENIED_HEADING, deniedTexts } from "../../words/policies/denying-policies.ts";
import { nextLines } from "../../words/next-step.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { keptLines } from "./kept-lines.ts";
import { planNext } from "./next.ts";
import { newScript, planAgain } from "./script/plan-again.ts";
import { INDENT, indented, lines } from "./plan-lines.ts";
import { stepLines } from "./step-lines.ts";
import { upgradeLines } from "./upgrade-lines.ts";
import { isGuarded, keptByChoice, pinText, planHeadline, rejectedNowText, summaryText } from "./words.ts";

/** How to get the commands, and the command to run after each step. Only a script with a guard recognizes its cluster. */
function scriptsLines(plan: RolloutPlan, style: PaintedStyle): string[] {
  const { paint, width } = style;
  const where = isGuarded(plan) ? ", on this cluster only" : "";
  const again = planAgain(plan, style);
  const isDump = plan.source.type === "files";
  const from = again.isWhole ? (isDump ? ", from a new dump" : "") : "; FILE is a new dump";
  const text =
    `--step N prints the commands of a step. -o commands prints a script that applies or undoes the steps${where}. ` +
    `Plan again after each step${from}:`;
  return [...wrap(text, width), `${INDENT}${paint.good(`$ ${escapeWhole(again.text)}`)}`];
}

/** Renders a plan for people, nothing cut: every namespace and workload by name, and all commands. */
export function renderPlanWide(plan: RolloutPlan, terminal: GridStyle): Generator<string, undefined> {
  return renderPlanTable(plan, { ...terminal, whole: true, details: true });
}

/** Renders a plan for people: each step with its reason, its namespaces and its commands. No steps if there is no plan. */
export function* renderPlanTable(plan: RolloutPlan, style: GridStyle): Generator<string, undefined> {
  const { paint, headers, width } = style;
  if (headers) yield* lines(wrap(planHeadline(plan), width).map(paint.heading));
  if (headers && plan.history !== undefined) yield* lines(wrap(escapeText(historyText(plan.history)), width));
  if (headers) yield* lines(comparedHead(plan, style));
  if (plan.noPlan !== null) {
    yield* keptLines(keptByChoice(plan), [], style);
    return;
  }
  const rejected = rejectedNowText(plan);
  if (rejected !== undefined) yield* lines(wrap(rejected, width).map(paint.caution));
  const told = new Set<string>();
  for (const step of plan.steps) {
    if (headers || step.namespaces.length > 0) {
      // The first step may have set audit and warn already.
      const isObserving = step.id === "observe" && !isUnchanged(plan);
      yield* stepLines(step, isObserving, told, style);
    }
  }
  yield* keptLines(plan.kept, plan.steps, style);
  yield* lines(deniedLines(plan, style));
  yield* lines(upgradeLines(plan, style));
  yield* lines(pinLines(plan, style));
  if (headers) yield* lines([...comparedSection(plan, style), ...summaryLines(plan, style)]);
}

/** The command to run after a plan. */
export function planNextLines(plan: RolloutPlan, style: PaintedStyle): readonly string[] {
  return plan.noPlan === null ? nextLines(() => planNext(plan, newScript(style)), style) : [];
}

function isUnchanged({ steps }: RolloutPlan): boolean {
  return steps.every(({ safe, namespaces }) => !safe || namespaces.length === 0);
}

/** The admission policies that deny pods, whatever the plan does. */
function deniedLines(plan: RolloutPlan, { paint, width }: PaintedStyle): string[] {
  const denied = deniedTexts(plan);
  if (denied.length === 0) return [];
  const title = `${DENIED_HEADING}: ${count(denied.length, "namespace")}`;
  const texts = denied.map(({ name, text }) => `${escapeName(name)}: ${escapeText(text)}`);
  return ["", paint.heading(title), ...texts.flatMap((text) => indented(text, width))];
}

function pinLines({ pin }: RolloutPlan, { width }: PaintedStyle): string[] {
  return pin === null ? [] : ["", ...wrap(pinText(pin), width)];
}

function summaryLines(plan: RolloutPlan, style: PaintedStyle): string[] {
  const { width } = style;
  const hasCommands = plan.steps.some(({ safe, commands }) => safe && commands.length > 0);
  return ["", ...wrap(summaryText(plan), width), ...(hasCommands ? scriptsLines(plan, style) : [])];
}
