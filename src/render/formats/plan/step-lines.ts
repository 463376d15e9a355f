import type { PlannedNamespace, PlanStep, StepGroup } from "../../../report/rollout-plan.ts";
import { count, plural } from "../../../api/words/plural.ts";
import { escapeName, escapeText, escapeWhole } from "../../words/escape.ts";
import { nameSome, wrap } from "../../words/lines.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import {
  cautionsText,
  checksInTheWay,
  finishedPodsText,
  goalText,
  conditionsText,
  labelsText,
  namespacesOf,
  stepHeadline,
  toFixText,
  workloadText,
} from "./words.ts";

/** The longest command that is shown. The script contains longer ones. */
const SHOWN_COMMAND = 400;
/** The limits of shown groups of a step, of namespaces and of checks. */
const SHOWN_GROUPS = 8;
const SHOWN_NAMESPACES = 10;
const SHOWN_CHECKS = 3;
const INDENT = "  ";

/**
 * Renders a step for people: its reason, and its namespaces with their commands.
 *
 * @param isUseful whether the reason matters even if the step changes nothing
 */
export function* stepLines(step: PlanStep, isUseful: boolean, style: GridStyle): Generator<string, undefined> {
  const { paint, width, headers } = style;
  yield `\n${(step.safe ? paint.heading : paint.caution)(stepHeadline(step))}\n`;
  const isEmpty = step.namespaces.length === 0;
  if (headers && (!isEmpty || isUseful)) yield* lines(indented(step.why, width).map(paint.faint));
  if (isEmpty) return;
  if (step.safe) yield* groupsLines(step, style);
  else yield* blockedLines(step, style);
  const finished = finishedPodsText(step);
  if (finished !== undefined) yield* lines(indented(finished, width));
}

function* groupsLines(step: PlanStep, style: PaintedStyle): Generator<string, undefined> {
  const shown = style.details ? step.groups : step.groups.slice(0, SHOWN_GROUPS);
  for (const group of shown) {
    yield* lines(groupLines(group, namespacesOf(step, group), style));
    yield* lines(commandLines(group.commands, step.number, style));
  }
  const others = step.groups.slice(shown.length).reduce((sum, { namespaces }) => sum + namespaces.length, 0);
  if (others === 0) return;
  const more = `and ${count(others, "more namespace")}: -o wide shows all of them, and --step ${step.number} prints all commands.`;
  yield* lines(indented(more, style.width));
}

/** The labels of a group and its namespaces; below them the reasons for an observation, and the places where a tool has the labels. */
function groupLines(group: StepGroup, namespaces: readonly PlannedNamespace[], style: PaintedStyle): string[] {
  const { paint, width } = style;
  const conditions = conditionsText(group);
  const text = `${labelsText(group.labels)}: ${someNames(group.namespaces, style)}`;
  const about = (textOf: (namespace: PlannedNamespace) => string): string[] =>
    reasonLines(Map.groupBy(namespaces, textOf), style);
  return [
    ...(conditions === "" ? [] : indented(`${conditions}:`, width).map(paint.caution)),
    ...indented(text, width),
    ...(group.observeDays === null ? [] : about(cautionsText)),
    ...(group.tool === null ? [] : about(({ owner }) => escapeText(owner?.advice ?? ""))),
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

function commandLines(commands: readonly string[], step: number, { paint, details }: PaintedStyle): string[] {
  const isShort = commands.every(({ length }) => length <= SHOWN_COMMAND);
  if (isShort || details) return commands.map((command) => `${INDENT}${paint.good(`$ ${escapeWhole(command)}`)}`);
  return [
    `${INDENT}${count(commands.length, "command")}: --step ${step} prints ${plural(commands.length, "it", "them")}.`,
  ];
}

/** Lists what must be fixed, a namespace per row, with as many checks as there is room for, and below each row how to find the fields and the command. */
function* blockedLines({ namespaces, number }: PlanStep, style: GridStyle): Generator<string, undefined> {
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
    const namespace = shown[row++];
    if (namespace !== undefined) yield* lines(fixLines(namespace, style));
  }
  const others = namespaces.length - shown.length;
  if (others === 0) return;
  const more = `and ${count(others, "more namespace")}: -o wide shows all of them, and --step ${number} prints all commands.`;
  yield* lines(indented(more, width));
}

function rowOf(namespace: PlannedNamespace, details: boolean): string[] {
  const checks = checksInTheWay(namespace.blockedBy, details ? Infinity : SHOWN_CHECKS);
  return [escapeName(namespace.name), goalText(namespace), toFixText(namespace), checks];
}

/** How to find the fields to fix in a namespace, the marks of its line, and its command. */
function fixLines(namespace: PlannedNamespace, style: PaintedStyle): string[] {
  const { name, command, blockedBy, owner, observeDays } = namespace;
  const { paint, details, width, suggestions } = style;
  const start = INDENT.repeat(2);
  const audit = suggestions?.pss(["audit", "-n", name]);
  const marks = [
    ...(owner === null ? [] : [escapeText(owner.advice)]),
    ...(observeDays === null || command === null
      ? []
      : [`observe ${observeDays} days before the command: ${cautionsText(namespace)}`]),
  ];
  return [
    ...(details ? workloadLines(blockedBy) : []),
    ...(audit === undefined ? [] : [`${start}fix:  ${escapeWhole(audit)}`]),
    ...marks.flatMap((mark) => wrap(mark, width, `${start}      `, `${start}note: `).map(paint.caution)),
    ...(command === null ? [] : [`${start}then: ${escapeWhole(command)}`]),
  ];
}

/** Each workload with its violations, and the API server's message if its pods are rejected now. */
export function workloadLines(obstacles: PlannedNamespace["blockedBy"]): string[] {
  return obstacles.flatMap((obstacle) => [
    `${INDENT.repeat(2)}${workloadText(obstacle)}`,
    ...obstacle.checks.map(({ check, detail }) => `${INDENT.repeat(3)}${check}: ${escapeText(detail)}`),
    ...(obstacle.rejected === null ? [] : [`${INDENT.repeat(3)}rejected now: ${escapeText(obstacle.rejected)}`]),
  ]);
}

export function someNames(names: readonly string[], { details }: Pick<PaintedStyle, "details">): string {
  const escaped = names.map(escapeName);
  return details ? escaped.join(", ") : nameSome(escaped);
}

export function indented(text: string, width: number): string[] {
  return wrap(text, width, INDENT.repeat(2), INDENT);
}

export function* lines(all: readonly string[]): Generator<string, undefined> {
  for (const line of all) yield `${line}\n`;
}
