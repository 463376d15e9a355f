import { isNothingRead } from "../../../report/forbidden.ts";
import type { KeptNamespace, PlannedNamespace, PlanStep, RolloutPlan } from "../../../report/rollout-plan.ts";
import { escapeName, escapeText, escapeWhole } from "../../words/escape.ts";
import { count } from "../../../api/words/plural.ts";
import { nameSome, wrap } from "../../words/lines.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { comparedHead, comparedSection } from "../../words/compared/compared-lines.ts";
import { nextLines } from "../../words/next-step.ts";
import { planNext } from "./next.ts";
import { upgradeLines } from "./upgrade-lines.ts";
import {
  changeText,
  checksInTheWay,
  finishedPodsText,
  groupByChange,
  ownedNamespaces,
  pinText,
  planHeadline,
  stepHeadline,
  summaryText,
  workloadText,
} from "./words.ts";

/** The longest command that is shown. The script contains longer ones. */
const SHOWN_COMMAND = 400;
/** The limits of shown commands of a step, and of shown namespaces and checks. */
const SHOWN_COMMANDS = 5;
const SHOWN_NAMESPACES = 10;
const SHOWN_CHECKS = 3;
const INDENT = "  ";
const SCRIPTS =
  "--step N prints a step as a script for sh; plan again after it. -o commands prints all steps, and how to undo them.";

/** Renders a plan for people, nothing cut: every namespace and workload by name, and all commands. */
export function renderPlanWide(plan: RolloutPlan, terminal: GridStyle): Generator<string, undefined> {
  return renderPlanTable(plan, { ...terminal, width: Infinity, details: true });
}

/** Renders a plan for people: each step with its reason, its namespaces and its commands, if they are few. No steps if nothing could be read. */
export function* renderPlanTable(plan: RolloutPlan, style: GridStyle): Generator<string, undefined> {
  const { paint, headers } = style;
  if (headers) yield* lines(wrap(planHeadline(plan), style.width).map(paint.heading));
  if (headers) yield* lines(comparedHead(plan, style));
  if (isNothingRead(plan)) return;
  for (const step of plan.steps) {
    if (headers || step.namespaces.length > 0) yield* stepLines(step, style);
  }
  yield* keptLines(plan.kept, style);
  yield* lines(ownerLines(plan, style));
  yield* lines(upgradeLines(plan, style));
  yield* lines(pinLines(plan, style));
  if (headers) yield* lines([...comparedSection(plan, style), ...summaryLines(plan, style)]);
}

function* lines(some: readonly string[]): Generator<string, undefined> {
  for (const line of some) yield `${line}\n`;
}

function* stepLines(step: PlanStep, style: GridStyle): Generator<string, undefined> {
  const { paint, width, headers } = style;
  yield `\n${(step.safe ? paint.heading : paint.caution)(stepHeadline(step))}\n`;
  if (step.namespaces.length === 0) return;
  if (headers) yield* lines(indented(step.why, width).map(paint.faint));
  if (step.safe)
    yield* lines([...groupByChange(step.namespaces)].flatMap(([change, some]) => groupLines(change, some, style)));
  else yield* obstacleLines(step.namespaces, style);
  const finished = finishedPodsText(step);
  if (finished !== undefined) yield* lines(indented(finished, width));
  const isShort =
    step.commands.length <= SHOWN_COMMANDS && step.commands.every(({ length }) => length <= SHOWN_COMMAND);
  if (isShort || style.details) {
    const mark = step.safe ? "$ " : "# ";
    yield* lines(
      step.commands.map((command) => INDENT + (step.safe ? paint.good : paint.faint)(mark + escapeWhole(command))),
    );
  } else {
    const commands = `${count(step.commands.length, "command")}: --step ${step.number} prints ${step.commands.length === 1 ? "it" : "them"}.`;
    yield* lines(indented(commands, width));
  }
}

function groupLines(
  change: string,
  namespaces: readonly PlannedNamespace[],
  { details, width }: PaintedStyle,
): string[] {
  const names = namespaces.map(({ name }) => escapeName(name));
  return indented(`${change}: ${details ? names.join(", ") : nameSome(names)}`, width);
}

/** Lists the obstacles, a namespace per line, with as many checks as there is room for. */
function* obstacleLines(namespaces: readonly PlannedNamespace[], style: GridStyle): Generator<string, undefined> {
  const { paint, details, headers, width } = style;
  const shown = details ? namespaces : namespaces.slice(0, SHOWN_NAMESPACES);
  const rows = shown.map((namespace) => rowOf(namespace, details));
  if (headers) rows.unshift(["NAMESPACE", "THEN", "TO FIX", "WORKLOADS BY CHECK"]);
  const cells = rows.map((row, index) =>
    row.map((text) => (headers && index === 0 ? { text, colour: paint.faint } : { text })),
  );
  let row = headers ? -1 : 0;
  for (const line of style.renderGrid(cells, { ...style, indent: INDENT.length, overflow: "cut" })) {
    yield line;
    if (details && row >= 0) yield* lines(workloadLines(shown[row]?.blockedBy ?? []));
    row++;
  }
  const others = namespaces.length - shown.length;
  if (others > 0) yield* lines(indented(`and ${count(others, "more namespace")}: -o wide shows all of them.`, width));
}

/** The cells of a namespace. The first label of its change is enforce, if enforce is raised. */
function rowOf(namespace: PlannedNamespace, details: boolean): string[] {
  const { name, blockedBy, workloads } = namespace;
  const [then] = changeText(namespace).split(" ");
  const checks = checksInTheWay(blockedBy, details ? Infinity : SHOWN_CHECKS);
  return [
    escapeName(name),
    then === undefined || then === "" ? "no change" : then,
    `${blockedBy.length}/${workloads}`,
    checks,
  ];
}

function workloadLines(obstacles: PlannedNamespace["blockedBy"]): string[] {
  return obstacles.flatMap((obstacle) => [
    `${INDENT.repeat(2)}${workloadText(obstacle)}`,
    ...obstacle.checks.map(({ check, detail }) => `${INDENT.repeat(3)}${check}: ${escapeText(detail)}`),
  ]);
}

function* keptLines(kept: readonly KeptNamespace[], style: PaintedStyle): Generator<string, undefined> {
  if (kept.length === 0) return;
  const { paint, width, details } = style;
  yield `\n${paint.heading(`No stricter enforce: ${count(kept.length, "namespace")}`)}\n`;
  const shown = details ? kept : kept.slice(0, SHOWN_NAMESPACES);
  for (const { name, because, needs } of shown) {
    const checks = checksInTheWay(needs, details ? Infinity : SHOWN_CHECKS);
    yield* lines(indented(`${escapeName(name)}: ${because}${checks === "" ? "" : ` (by check: ${checks})`}`, width));
    if (details) yield* lines(workloadLines(needs));
  }
  const others = kept.length - shown.length;
  if (others > 0) yield* lines(indented(`and ${count(others, "more namespace")}: -o wide shows all of them.`, width));
}

function ownerLines(plan: RolloutPlan, { paint, width, details }: PaintedStyle): string[] {
  const owned = [...ownedNamespaces(plan)];
  if (owned.length === 0) return [];
  const text = owned.flatMap(([advice, names]) => {
    const shown = names.map(escapeName);
    return indented(`${details ? shown.join(", ") : nameSome(shown)}: ${escapeText(advice)}`, width);
  });
  return ["", paint.caution("Another tool manages these labels, and undoes kubectl label:"), ...text];
}

function pinLines({ pin }: RolloutPlan, { width }: PaintedStyle): string[] {
  return pin === null ? [] : ["", ...wrap(pinText(pin), width)];
}

function summaryLines(plan: RolloutPlan, style: PaintedStyle): string[] {
  const { width } = style;
  const hasCommands = plan.steps.some(({ safe, commands }) => safe && commands.length > 0);
  return [
    "",
    ...wrap(summaryText(plan), width),
    ...(hasCommands ? wrap(SCRIPTS, width) : []),
    ...nextLines(() => planNext(plan), style),
  ];
}

function indented(text: string, width: number): string[] {
  return wrap(text, width - INDENT.length).map((line) => INDENT + line);
}
