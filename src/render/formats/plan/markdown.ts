import { isNothingRead } from "../../../report/forbidden.ts";
import { forbiddenText } from "../../words/forbidden.ts";
import type { KeptNamespace, Obstacle, PlannedNamespace, PlanStep, RolloutPlan } from "../../../report/rollout-plan.ts";
import { count } from "../../../api/words/plural.ts";
import { code, codeBlock, details, tableHead, tableRow } from "../../words/documents/markdown.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { comparedMarkdown } from "../../words/compared/compared-markdown.ts";
import { originLine } from "../../words/documents/origin-line.ts";
import {
  caveats,
  changeText,
  checksInTheWay,
  finishedPodsText,
  groupByChange,
  ownedNamespaces,
  planHeadline,
  stepHeadline,
  summaryText,
  workloadText,
} from "./words.ts";

/** The limit of listed namespaces with violations; GitHub allows comments of 65,536 characters. */
const SHOWN_NAMESPACES = 100;
const SHOWN_CHECKS = 3;

/** Renders a plan for an issue or a pull request. All text from the cluster is code, which Markdown does not interpret. */
export function* renderPlanMarkdown(plan: RolloutPlan, style: PaintedStyle): Generator<string, undefined> {
  yield `## Pod Security rollout\n\n${originLine(plan)}${code(planHeadline(plan))}\n\n`;
  yield comparedMarkdown(plan, style.arrow);
  if (isNothingRead(plan)) {
    yield `${code(forbiddenText(plan)?.fault ?? "")}\n`;
    return;
  }
  for (const step of plan.steps) yield* stepMarkdown(step);
  yield* keptMarkdown(plan.kept);
  yield* upgradeMarkdown(plan);
  for (const sentence of caveats(plan)) yield `${code(sentence)}\n\n`;
  yield `${summaryText(plan)}\n\n`;
  for (const [advice, names] of ownedNamespaces(plan)) {
    yield `Another tool manages the labels of ${someNames(names).join(", ")}, and undoes ${code("kubectl label")}: ${code(advice)}\n\n`;
  }
}

function* stepMarkdown(step: PlanStep): Generator<string, undefined> {
  yield `### ${stepHeadline(step)}\n\n`;
  if (step.namespaces.length === 0) return;
  yield `${step.why}\n\n`;
  if (step.safe) {
    yield tableHead(["Labels", "Namespaces"]);
    for (const [change, namespaces] of groupByChange(step.namespaces)) {
      yield tableRow([code(change), someNames(namespaces.map(({ name }) => name)).join(" ")]);
    }
    yield "\n";
  } else yield* blockedMarkdown(step.namespaces);
  const finished = finishedPodsText(step);
  if (finished !== undefined) yield `${finished}\n\n`;
  yield details(`${step.safe ? "Commands" : "Commands for afterwards"}, and what undoes them`, commandsBlock(step));
}

function* blockedMarkdown(namespaces: readonly PlannedNamespace[]): Generator<string, undefined> {
  yield tableHead(["Namespace", "Then", "To fix", "Checks"]);
  for (const namespace of namespaces.slice(0, SHOWN_NAMESPACES)) {
    const { name, blockedBy, workloads } = namespace;
    const [then = ""] = changeText(namespace).split(" ");
    yield tableRow([code(name), code(then), `${blockedBy.length} of ${workloads}`, checksText(blockedBy)]);
  }
  const others = namespaces.length - SHOWN_NAMESPACES;
  yield others > 0 ? `\nand ${count(others, "more namespace")}.\n\n` : "\n";
}

function* keptMarkdown(kept: readonly KeptNamespace[]): Generator<string, undefined> {
  if (kept.length === 0) return;
  yield `### No stricter enforce: ${count(kept.length, "namespace")}\n\n${tableHead(["Namespace", "Why", "Workloads by check", "Workloads"])}`;
  for (const { name, because, needs } of kept.slice(0, SHOWN_NAMESPACES)) {
    const workloads = needs
      .slice(0, SHOWN_CHECKS)
      .map((need) => code(workloadText(need)))
      .join(" ");
    yield tableRow([code(name), because, checksText(needs), workloads]);
  }
  const others = kept.length - SHOWN_NAMESPACES;
  yield others > 0 ? `\nand ${count(others, "more namespace")}.\n\n` : "\n";
}

function* upgradeMarkdown({ upgrade }: RolloutPlan): Generator<string, undefined> {
  if (upgrade === null) return;
  yield `### Upgrade from ${upgrade.from} to ${upgrade.to}\n\n`;
  const changes = upgrade.namespaces.flatMap(({ name, violates, holds }) => [
    ...violates.map((workload) => [name, workload, "will violate"] as const),
    ...holds.map((workload) => [name, workload, "will meet"] as const),
  ]);
  if (changes.length === 0) return yield "No verdict changes under the current labels.\n\n";
  yield tableHead(["Namespace", "Workload", "Change", "Checks"]);
  for (const [name, workload, verb] of changes.slice(0, SHOWN_NAMESPACES)) {
    const checks = workload.checks.map(({ check }) => check).join(", ");
    yield tableRow([code(name), code(workloadText(workload)), `${verb} ${workload.modes.join(", ")}`, checks]);
  }
  const others = changes.length - SHOWN_NAMESPACES;
  yield others > 0 ? `\nand ${count(others, "more workload")}.\n\n` : "\n";
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

function commandsBlock({ commands, undo }: PlanStep): string {
  const lines = [...commands, "", ...undo];
  const size = lines.reduce((sum, { length }) => sum + length, 0);
  return size > SHOWN_COMMANDS ? `${count(commands.length, "command")}: see \`-o commands\`.` : codeBlock(lines);
}

function checksText(obstacles: readonly Obstacle[]): string {
  return checksInTheWay(obstacles, SHOWN_CHECKS);
}
