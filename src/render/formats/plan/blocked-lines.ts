import { cautionsText } from "../../words/plan/cautions.ts";
import type { PlannedNamespace, PlanStep } from "../../../report/plan/rollout-plan.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeName, escapeText, escapeWhole } from "../../words/escape.ts";
import { seenOnlyText } from "../../words/history/evidence-text.ts";
import { wrap } from "../../words/lines.ts";
import type { GridStyle } from "../../terminal/style.ts";
import { INDENT, indented, lines, pastedCommand, workloadLines } from "./plan-lines.ts";
import { checksInTheWay, goalText, ownerOf, toFixText, unmetText } from "./words.ts";

/** The limits of shown namespaces, of those that each have their own commands, and of checks. */
const SHOWN_NAMESPACES = 10;
const WITH_COMMANDS = 5;
const SHOWN_CHECKS = 3;
const START = INDENT.repeat(2);

/**
 * Lists what must be fixed, a namespace per row, and below each row what to know about it. A short list, or one with all details, also has the commands of each
 * namespace.
 *
 * @param told the namespaces with advice about the owner of their labels in an earlier step
 */
export function* blockedLines(
  { namespaces, number }: PlanStep,
  told: ReadonlySet<string>,
  style: GridStyle,
): Generator<string, undefined> {
  const { paint, details, headers, width } = style;
  const shown = details ? namespaces : namespaces.slice(0, SHOWN_NAMESPACES);
  const hasCommands = details || namespaces.length <= WITH_COMMANDS;
  const rows = shown.map((namespace) => rowOf(namespace, told, details));
  if (headers) rows.unshift(["NAMESPACE", "THEN", "TO FIX", "WORKLOADS BY CHECK"]);
  const cells = rows.map((row, index) =>
    row.map((text) => (headers && index === 0 ? { text, colour: paint.faint } : { text })),
  );
  let row = headers ? -1 : 0;
  for (const line of style.renderGrid(cells, { ...style, indent: INDENT.length, overflow: "wrap" })) {
    yield line;
    const namespace = shown[row++];
    if (namespace !== undefined) yield* lines(namespaceLines(namespace, told, hasCommands, style));
  }
  const others = namespaces.length - shown.length;
  if (others > 0) yield* lines(indented(`and ${count(others, "more namespace")}: -o wide shows all of them.`, width));
  if (hasCommands) return;
  const audit = pastedCommand(["audit", "-n", "NAME"], style);
  if (audit !== undefined) yield `${INDENT}The fields to fix: ${audit}\n`;
  const step = pastedCommand(["plan", "--step", `${number}`], style);
  if (step === undefined) yield* lines(indented(`The commands for afterwards: --step ${number} prints them.`, width));
  else yield `${INDENT}The commands for afterwards: ${step}\n`;
}

function rowOf(namespace: PlannedNamespace, told: ReadonlySet<string>, details: boolean): string[] {
  const checks = checksInTheWay(namespace.blockedBy, details ? Infinity : SHOWN_CHECKS);
  const owner = told.has(namespace.name) ? ownerOf(namespace) : null;
  const mark = owner === null ? "" : ` (${escapeText(owner.tool)})`;
  return [escapeName(namespace.name) + mark, goalText(namespace), toFixText(namespace), checks];
}

/** The notes about a namespace; with `hasCommands` also the command that finds the fields to fix, and its own command. */
function namespaceLines(
  namespace: PlannedNamespace,
  told: ReadonlySet<string>,
  hasCommands: boolean,
  style: GridStyle,
): string[] {
  const { name, command, blockedBy, relax, observeDays } = namespace;
  const { paint, details, width, suggestions } = style;
  const audit = hasCommands ? suggestions?.pss(["audit", "-n", name]) : undefined;
  const owner = told.has(name) ? null : ownerOf(namespace);
  const unmet = unmetText(namespace);
  const seen = seenOnlyText(blockedBy);
  const marks = [
    ...(unmet === undefined ? [] : [unmet]),
    ...(seen === undefined ? [] : [escapeText(seen)]),
    ...(owner === null ? [] : [escapeText(owner.advice)]),
    ...(observeDays === null || command === null
      ? []
      : [`observe ${observeDays} days before the command: ${cautionsText(namespace)}`]),
  ];
  return [
    ...(details ? workloadLines(blockedBy, width) : []),
    ...(audit === undefined ? [] : [`${START}fix:  ${escapeWhole(audit.text)}`]),
    ...(hasCommands ? patchLines(namespace, style) : []),
    ...marks.flatMap((mark) => wrap(mark, width, `${START}      `, `${START}note: `).map(paint.caution)),
    ...(relax === null ? [] : [`${START}or:   ${escapeWhole(relax.command)}  # relaxes enforce`]),
    ...(command === null || !hasCommands ? [] : [`${START}then: ${escapeWhole(command)}`]),
  ];
}

/** The command for the patches of a namespace, if there are any. */
function patchLines({ name, fixable, blockedBy }: PlannedNamespace, { suggestions }: GridStyle): string[] {
  if (suggestions === undefined || fixable === undefined || fixable.workloads === 0) return [];
  const { text } = suggestions.pss(["audit", "-n", name, "--level", fixable.level, "-o", "patches"]);
  const effect = `adds the fields of ${fixable.workloads} of ${count(blockedBy.length, "workload")}`;
  return [`${START}fix:  ${escapeWhole(text)}  # ${effect}`];
}
