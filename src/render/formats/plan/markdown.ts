import { cautionsText } from "../../words/plan/cautions.ts";
import { forbiddenText } from "../../words/rights/forbidden.ts";
import type {
  KeptNamespace,
  PlannedNamespace,
  PlanStep,
  RolloutPlan,
  StepGroup,
} from "../../../report/plan/rollout-plan.ts";
import type { Obstacle } from "../../../report/plan/obstacle.ts";
import { count } from "../../../api/words/plural.ts";
import { code, codeBlock, details, tableHead, tableRow } from "../../words/documents/markdown.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { comparedMarkdown } from "../../words/compared/compared-markdown.ts";
import { DENIED_HEADING, deniedTexts } from "../../words/policies/denying-policies.ts";
import { evidenceText, historyText, seenOnlyText } from "../../words/history/evidence-text.ts";
import { originLine } from "../../words/documents/origin-line.ts";
import { conditionsText, conditionsTitle, namespacesOf, stepHeadline } from "../../words/plan/step-words.ts";
import {
  caveats,
  checksInTheWay,
  finishedPodsText,
  goalText,
  keptByChoice,
  labelsText,
  ownerOf,
  planHeadline,
  raisedWithHistory,
  rejectedNowText,
  summaryText,
  toFixText,
  unmetText,
  workloadText,
} from "./words.ts";
import { explainUpgrade, impliedWarnText, OTHER_CHANGES, UNCHANGED } from "../../words/plan/upgrade.ts";

/** The limit of listed namespaces with violations; GitHub allows comments of 65,536 characters. */
const SHOWN_NAMESPACES = 100;
const SHOWN_CHECKS = 3;
const SHOWN_REASONS = 10;

/** Renders a plan for an issue or a pull request. All text from the cluster is code, which Markdown does not interpret. */
export function* renderPlanMarkdown(plan: RolloutPlan, style: PaintedStyle): Generator<string, undefined> {
  yield `## Pod Security rollout\n\n${originLine(plan)}${code(planHeadline(plan))}\n\n`;
  if (plan.history !== undefined) yield `${code(historyText(plan.history))}\n\n`;
  yield comparedMarkdown(plan, style.arrow);
  if (plan.noPlan !== null) {
    const fault = forbiddenText(plan)?.fault;
    if (fault !== undefined) yield `${code(fault)}\n\n`;
    yield* keptMarkdown(keptByChoice(plan));
    return;
  }
  const rejected = rejectedNowText(plan);
  if (rejected !== undefined) yield `${code(rejected)}\n\n`;
  for (const step of plan.steps) yield* stepMarkdown(step);
  yield* emptyMarkdown(plan.kept);
  yield* keptMarkdown(plan.kept.filter(({ reason }) => reason !== "empty"));
  yield* deniedMarkdown(plan);
  yield* upgradeMarkdown(plan);
  for (const sentence of caveats(plan)) yield `${code(sentence)}\n\n`;
  yield `${summaryText(plan)}\n\n`;
}

function* stepMarkdown(step: PlanStep): Generator<string, undefined> {
  yield `### ${stepHeadline(step)}\n\n`;
  if (step.namespaces.length === 0 && step.how.length === 0) return;
  yield `${step.why}\n\n`;
  for (const { text, command } of step.how) {
    yield `- ${text}\n`;
    if (command !== null) yield `\n${codeBlock([command])}`;
  }
  if (step.how.length > 0) yield "\n";
  if (step.namespaces.length === 0) return;
  yield* step.safe ? groupsMarkdown(step) : blockedMarkdown(step.namespaces);
  const finished = finishedPodsText(step);
  if (finished !== undefined) yield `${finished}\n\n`;
  yield* commandsMarkdown(step);
}

/** The labels of each group and its namespaces. The last column is there only if a group has a condition. */
function* groupsMarkdown(step: PlanStep): Generator<string, undefined> {
  const hasHistory = raisedWithHistory(step.namespaces).length > 0;
  const hasNotes = hasHistory || step.groups.some((group) => conditionsText(step, group) !== "");
  yield tableHead(["Labels", "Namespaces", ...(hasNotes ? ["Note"] : [])]);
  for (const group of step.groups) {
    const cells = [code(labelsText(group.labels)), someNames(group.namespaces).join(" ")];
    yield tableRow([...cells, ...(hasNotes ? [noteOf(step, group)] : [])]);
  }
  yield "\n";
}

/** The conditions of a group, with the reason in each namespace. */
function noteOf(step: PlanStep, group: StepGroup): string {
  const conditions = conditionsText(step, group);
  const namespaces = namespacesOf(step, group);
  const withHistory = raisedWithHistory(namespaces);
  if (conditions === "" && withHistory.length === 0) return "";
  const reasons = namespaces.map((namespace) => ({
    name: namespace.name,
    text: [
      ...(group.tool === null ? [] : [namespace.owner?.advice ?? ""]),
      ...(group.observeDays === null ? [] : [cautionsText(namespace)]),
      ...(withHistory.includes(namespace) ? [evidenceText(namespace)] : []),
    ].join("; "),
  }));
  const texts = [...Map.groupBy(reasons, ({ text }) => text)].slice(0, SHOWN_REASONS);
  const shown = texts.map(([text, some]) => `${someNames(some.map(({ name }) => name)).join(" ")}: ${code(text)}`);
  return [...(conditions === "" ? [] : [code(conditions)]), ...shown].join("<br/>");
}

function* blockedMarkdown(namespaces: readonly PlannedNamespace[]): Generator<string, undefined> {
  yield tableHead(["Namespace", "Then", "To fix", "Checks", "Note"]);
  for (const namespace of namespaces.slice(0, SHOWN_NAMESPACES)) {
    const { name, blockedBy, observeDays, relax, command } = namespace;
    const owner = ownerOf(namespace);
    const unmet = unmetText(namespace);
    const seen = seenOnlyText(blockedBy);
    const notes = [
      ...(unmet === undefined ? [] : [code(unmet)]),
      ...(seen === undefined ? [] : [code(seen)]),
      ...(relax === null ? [] : [`Relaxes enforce: ${code(relax.command)}`]),
      ...(owner === null ? [] : [code(owner.advice)]),
      ...(observeDays === null || command === null
        ? []
        : [code(`Observe ${observeDays} days before the command: ${cautionsText(namespace)}`)]),
    ].join("<br/>");
    yield tableRow([code(name), code(goalText(namespace)), toFixText(namespace), checksText(blockedBy), notes]);
  }
  const others = namespaces.length - SHOWN_NAMESPACES;
  yield others > 0 ? `\nand ${count(others, "more namespace")}.\n\n` : "\n";
}

/** The commands of a step, those with the same conditions in one block, and in blocks of their own what undoes them. */
function* commandsMarkdown(step: PlanStep): Generator<string, undefined> {
  if (step.commands.length === 0) return;
  const size = [...step.commands, ...step.undo].reduce((sum, { length }) => sum + length, 0);
  if (size > SHOWN_COMMANDS) {
    yield `${count(step.commands.length, "command")}: see \`-o commands\`.\n\n`;
    return;
  }
  const groups = step.safe
    ? Map.groupBy(step.groups, (group) => conditionsTitle(step, group))
    : new Map([["", step.groups]]);
  const blocks = Array.from(groups, ([conditions, some]) => {
    const title = conditions === "" ? "" : `${code(conditions)}\n\n`;
    return `${title}${codeBlock(some.flatMap(({ commands }) => commands))}`;
  });
  yield details(step.safe ? "Commands" : "Commands, each once its namespace is fixed", blocks.join(""));
  yield details("Undo", codeBlock(step.undo));
}

/** Lists the namespaces where nothing runs. */
function* emptyMarkdown(kept: readonly KeptNamespace[]): Generator<string, undefined> {
  const names = kept.filter(({ reason }) => reason === "empty").map(({ name }) => name);
  if (names.length === 0) return;
  yield `### Nothing runs here, so nothing was tested: ${count(names.length, "namespace")}\n\n`;
  yield `${someNames(names).join(" ")}\n\n\`--include-empty\` raises enforce there, too.\n\n`;
}

function* keptMarkdown(kept: readonly KeptNamespace[]): Generator<string, undefined> {
  if (kept.length === 0) return;
  yield `### No stricter enforce: ${count(kept.length, "namespace")}\n\n${tableHead(["Namespace", "Why", "Workloads by check", "Workloads"])}`;
  for (const { name, because, needs } of kept.slice(0, SHOWN_NAMESPACES)) {
    const workloads = needs
      .slice(0, SHOWN_CHECKS)
      .map((need) => code(workloadText(need)))
      .join(" ");
    yield tableRow([code(name), code(because), checksText(needs), workloads]);
  }
  const others = kept.length - SHOWN_NAMESPACES;
  yield others > 0 ? `\nand ${count(others, "more namespace")}.\n\n` : "\n";
}

function* deniedMarkdown(plan: RolloutPlan): Generator<string, undefined> {
  const denied = deniedTexts(plan);
  if (denied.length === 0) return;
  yield `### ${DENIED_HEADING}: ${count(denied.length, "namespace")}\n\n${tableHead(["Namespace", "Policies"])}`;
  for (const { name, text } of denied.slice(0, SHOWN_NAMESPACES)) yield tableRow([code(name), code(text)]);
  const others = denied.length - SHOWN_NAMESPACES;
  yield others > 0 ? `\nand ${count(others, "more namespace")}.\n\n` : "\n";
}

function* upgradeMarkdown({ upgrade }: RolloutPlan): Generator<string, undefined> {
  if (upgrade === null) return;
  yield `### Upgrade from ${upgrade.from} to ${upgrade.to}\n\n`;
  const changes = upgrade.namespaces.flatMap(({ name, violates, holds }) => [
    ...violates.map((workload) => [name, workload, "will violate"] as const),
    ...holds.map((workload) => [name, workload, "will meet"] as const),
  ]);
  yield changes.length === 0 ? `${UNCHANGED}\n` : tableHead(["Namespace", "Workload", "Change", "Checks"]);
  for (const [name, workload, verb] of changes.slice(0, SHOWN_NAMESPACES)) {
    const checks = workload.checks.map(({ check }) => check).join(", ");
    yield tableRow([code(name), code(workloadText(workload)), `${verb} ${workload.modes.join(", ")}`, checks]);
  }
  const others = changes.length - SHOWN_NAMESPACES;
  yield others > 0 ? `\nand ${count(others, "more workload")}.\n\n` : "\n";
  const warned = impliedWarnText(upgrade, code);
  if (warned !== undefined) yield `${warned}\n\n`;
  yield `${OTHER_CHANGES} ${code(explainUpgrade(upgrade))}\n\n`;
}

function someNames(names: readonly string[]): string[] {
  const others = names.length - SHOWN_NAMESPACES;
  return [
    ...names.slice(0, SHOWN_NAMESPACES).map(code),
    ...(others > 0 ? [`and ${count(others, "more namespace")}`] : []),
  ];
}

/** The limit of characters of commands. Those of thousands of namespaces would not fit in a comment; `-o commands` has them. */
const SHOWN_COMMANDS = 8000;

function checksText(obstacles: readonly Obstacle[]): string {
  return checksInTheWay(obstacles, SHOWN_CHECKS);
}
