import { cautionsText } from "../../words/plan/cautions.ts";
import type { PlannedNamespace, PlanStep, StepGroup } from "../../../report/plan/rollout-plan.ts";
import { count, plural } from "../../../api/words/plural.ts";
import { evidenceText } from "../../words/history/evidence-text.ts";
import { escapeText, escapeWhole } from "../../words/escape.ts";
import { wrap } from "../../words/lines.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { isObserved, OBSERVED, overText } from "./script/parts.ts";
import { blockedLines } from "./blocked-lines.ts";
import { INDENT, indented, lines, pastedCommand, SHOWN_COMMAND, someNames } from "./plan-lines.ts";
import { conditionsTitle, namespacesOf, stepHeadline } from "../../words/plan/step-words.ts";
import { raisedWithHistory, finishedPodsText, labelsText } from "./words.ts";

/** The limits of shown groups of a step, and of namespaces. */
const SHOWN_GROUPS = 8;
const SHOWN_NAMESPACES = 10;

/**
 * Renders a step for people: its reason, and its namespaces with their commands.
 *
 * @param isUseful whether the reason matters even if the step changes nothing
 * @param told the namespaces with advice about the owner of their labels in an earlier step; those of this step are added
 */
export function* stepLines(
  step: PlanStep,
  isUseful: boolean,
  told: Set<string>,
  style: GridStyle,
): Generator<string, undefined> {
  const { paint, width, headers } = style;
  yield `\n${(step.safe ? paint.heading : paint.caution)(stepHeadline(step))}\n`;
  const isEmpty = step.namespaces.length === 0;
  if (headers && (!isEmpty || isUseful)) {
    yield* lines(indented(step.why, width).map(paint.faint));
    const how = shownHow(step, style.details);
    for (const { text, command } of how) {
      yield* lines(indented(escapeText(text), width));
      if (command !== null) yield* lines(commandLines([command], step.number, style));
    }
  }
  if (isEmpty) return;
  if (step.safe) yield* groupsLines(step, told, style);
  else yield* blockedLines(step, told, style);
  const finished = finishedPodsText(step);
  if (finished !== undefined) yield* lines(indented(finished, width));
}

/** The instructions of a step. Those for the day when the observation ends are in the wide format, since the plan of that day repeats them. */
function shownHow({ how }: PlanStep, isWide: boolean): PlanStep["how"] {
  const first = how.findIndex(({ command }) => command !== null);
  // The days are over where no instruction is before the first command.
  if (isWide || first <= 0) return how;
  return [...how.slice(0, first), { text: LATER, command: null }];
}

const LATER = "Then check the audit logs, or the metrics of the API server: -o wide has the commands.";

function* groupsLines(step: PlanStep, told: Set<string>, style: PaintedStyle): Generator<string, undefined> {
  const shown = style.details ? step.groups : step.groups.slice(0, SHOWN_GROUPS);
  for (const group of shown) {
    yield* lines(groupLines(step, group, told, style));
    yield* lines(
      isObserved(group) ? heldBackLines(group, step, style) : commandLines(group.commands, step.number, style),
    );
  }
  if (style.headers && shown.some(isObserved)) yield* lines(indented(heldBackText(step), style.width));
  const others = step.groups.slice(shown.length).reduce((sum, { namespaces }) => sum + namespaces.length, 0);
  if (others === 0) return;
  const more = `and ${count(others, "more namespace")}: -o wide shows all of them, and --step ${step.number} prints all commands.`;
  yield* lines(indented(more, style.width));
}

/** The safe way to run the commands that are comments. */
function heldBackText(step: PlanStep): string {
  const over = overText(step);
  const [state, effect] =
    over === undefined
      ? ["The commands after # wait for the observation.", "runs them when the days are over"]
      : [`${over}. Do what step 2 says before you run the commands after #.`, "runs them where the days are over"];
  return `${state} The script of -o commands counts the days: its argument apply ${OBSERVED} ${effect}.`;
}

/** The labels of a group and its namespaces; below them the reasons for an observation, and the places where a tool has the labels. */
function groupLines(step: PlanStep, group: StepGroup, told: Set<string>, style: PaintedStyle): string[] {
  const { paint, width } = style;
  const namespaces = namespacesOf(step, group);
  const untold = group.tool === null ? [] : namespaces.filter(({ name }) => !told.has(name));
  const isTold = group.tool !== null && untold.length === 0;
  const conditions = conditionsTitle(step, isTold ? { ...group, tool: null } : group);
  const mark = isTold ? ` (${escapeText(group.tool ?? "")})` : "";
  const text = `${labelsText(group.labels)}${mark}: ${someNames(group.namespaces, style)}`;
  const about = (some: readonly PlannedNamespace[], textOf: (namespace: PlannedNamespace) => string): string[] =>
    reasonLines(Map.groupBy(some, textOf), style);
  for (const { name } of untold) told.add(name);
  return [
    ...(conditions === "" ? [] : indented(conditions, width).map(paint.caution)),
    ...indented(text, width),
    ...(group.observeDays === null ? [] : about(namespaces, cautionsText)),
    ...about(raisedWithHistory(namespaces), (namespace) => escapeText(evidenceText(namespace))),
    ...about(untold, ({ owner }) => escapeText(owner?.advice ?? "")),
  ];
}

/** `shop, web: Argo CD sets them …`, a line for each text. */
function reasonLines(texts: ReadonlyMap<string, readonly PlannedNamespace[]>, style: PaintedStyle): string[] {
  const shown = style.details ? [...texts] : [...texts].slice(0, SHOWN_NAMESPACES);
  const others = [...texts].slice(shown.length).reduce((sum, [, some]) => sum + some.length, 0);
  const more = others === 0 ? [] : [`and ${count(others, "more namespace")}: -o wide shows all of them.`];
  const namesOf = (some: readonly PlannedNamespace[]): string =>
    someNames(
      some.map(({ name }) => name),
      style,
    );
  return [...shown.map(([text, some]) => `${namesOf(some)}: ${text}`), ...more].flatMap((line) =>
    wrap(line, style.width, INDENT.repeat(3), INDENT.repeat(2)),
  );
}

/** The commands that wait for an observation are comments, so that they are not pasted with those that are safe now. */
function heldBackLines({ commands }: StepGroup, { number }: PlanStep, style: PaintedStyle): string[] {
  return shownCommands(commands, number, style, (command) => style.paint.faint(`# ${command}`));
}

function commandLines(commands: readonly string[], step: number, style: PaintedStyle): string[] {
  return shownCommands(commands, step, style, (command) => style.paint.good(`$ ${command}`));
}

function shownCommands(
  commands: readonly string[],
  step: number,
  style: PaintedStyle,
  painted: (command: string) => string,
): string[] {
  const { details, paint } = style;
  const isShort = commands.every(({ length }) => length <= SHOWN_COMMAND);
  if (isShort || details) return commands.map((command) => `${INDENT}${painted(escapeWhole(command))}`);
  const commandCount = count(commands.length, "command");
  const printing = pastedCommand(["plan", "--step", `${step}`], style);
  if (printing === undefined)
    return [`${INDENT}${commandCount}: --step ${step} prints ${plural(commands.length, "it", "them")}.`];
  return [`${INDENT}${commandCount}, printed by: ${paint.good(printing)}`];
}
