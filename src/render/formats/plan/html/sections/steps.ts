import { cautionsText } from "../../../../words/plan/cautions.ts";
import { evidenceText, seenOnlyText } from "../../../../words/history/evidence-text.ts";
import { count } from "../../../../../api/words/plural.ts";
import type { PlannedNamespace, PlanStep, RolloutPlan, StepGroup } from "../../../../../report/plan/rollout-plan.ts";
import { untrusted, untrustedWhole, markup, type Content, type Markup } from "../../../../page/markup.ts";
import type { PaintedStyle, SuggestedCommand } from "../../../../terminal/style.ts";
import { conditionsText, namespacesOf, stepHeadline } from "../../../../words/plan/step-words.ts";
import {
  checksInTheWay,
  finishedPodsText,
  goalText,
  isGuarded,
  labelsText,
  raisedWithHistory,
  toFixText,
  unmetText,
} from "../../words.ts";
import { newScript } from "../../script/plan-again.ts";
import { commandList } from "./commands.ts";

/** The limits of shown groups of a step, of names, and of namespaces to fix. The board has them all. */
const SHOWN_GROUPS = 8;
const SHOWN_NAMES = 30;
const SHOWN_TO_FIX = 20;
const SHOWN_CHECKS = 3;
/** The longest commands of a group that the page repeats, in characters. The board has those of each namespace. */
const LONGEST = 1500;
/** Beside a command that reads FILE in place of a pipe. */
const READ_ONCE = "FILE is the input of this run, which can be read only once: save it first.";

/** The order of the steps, with the commands of each, and how to get them as one script. */
export function stepsSection(plan: RolloutPlan, style: PaintedStyle): Markup {
  const again = planCommand([], style);
  return markup`<section aria-labelledby="steps-heading">
<h2 id="steps-heading">The steps, in order</h2>
<p class="faint">Run one step, watch what the API server reports, and plan again${plan.source.type === "files" ? " from a new dump" : ""}: the next step depends on what runs then.</p>
${again.isWhole ? undefined : markup`<p>FILE is a new dump.</p>\n`}${commandList([again.text])}
${plan.steps.map((step) => stepPart(step, style))}${scriptPart(plan, style)}</section>
`;
}

/** The commands as a script, and whether it checks the cluster before it changes anything. */
function scriptPart(plan: RolloutPlan, style: PaintedStyle): Markup {
  const { text, isWhole } = planCommand(["-o", "commands"], style);
  const file = newScript(style);
  const where = isGuarded(plan)
    ? markup`<p>The script runs only on the cluster that the plan was made for.</p>`
    : markup`<p class="caution">The script runs on any cluster that kubectl talks to: the dump has no uid of namespace kube-system.</p>`;
  return markup`<article class="step" aria-labelledby="script-heading">
<h3 id="script-heading">All steps as a script</h3>
${where}
${isWhole ? undefined : markup`<p>${READ_ONCE}</p>\n`}<p>Use a new file for each plan: the script of an earlier plan undoes its steps.</p>
${commandList([`${text} > ${file}`, `sh ${file} dry-run 1`, `sh ${file} apply 1`, `sh ${file} undo 1`])}</article>
`;
}

function stepPart(step: PlanStep, style: PaintedStyle): Markup {
  const { number, why, how, safe, namespaces, undo } = step;
  const finished = finishedPodsText(step);
  const content = safe ? groupParts(step, style) : toFixParts(step, style);
  return markup`<article class="step${namespaces.length === 0 ? " done" : ""}" aria-labelledby="step-${number}">
<h3 id="step-${number}">${stepHeadline(step)}</h3>
${
  namespaces.length === 0
    ? howPart(how)
    : markup`<p class="faint">${why}</p>
${howPart(how)}${finished === undefined ? undefined : markup`<p>${finished}</p>\n`}${content}${safe ? undoPart(undo, number, style) : undefined}`
}</article>
`;
}

/** How to do a step, beside its commands. */
function howPart(how: PlanStep["how"]): Content {
  if (how.length === 0) return undefined;
  return markup`<ul class="to-fix">
${how.map(({ text, command }) => markup`<li>${untrusted(text)}${command === null ? undefined : markup`\n${commandList([command])}`}</li>\n`)}</ul>
`;
}

function groupParts(step: PlanStep, style: PaintedStyle): Content {
  const shown = step.groups.slice(0, SHOWN_GROUPS);
  const others = step.groups.slice(SHOWN_GROUPS).reduce((sum, { namespaces }) => sum + namespaces.length, 0);
  return [
    ...shown.map((group) => groupPart(step, group, style)),
    others === 0
      ? undefined
      : markup`<p>and ${count(others, "more namespace")}: ${stepCommand(step.number, style)}</p>\n`,
  ];
}

function groupPart(step: PlanStep, group: StepGroup, style: PaintedStyle): Markup {
  const conditions = conditionsText(step, group);
  return markup`<p class="group"><code>${untrusted(labelsText(group.labels))}</code> ${names(group.namespaces)}</p>
${conditions === "" ? undefined : markup`<p class="caution">${untrusted(conditions)}</p>\n`}${reasonsPart(group, namespacesOf(step, group))}${commandsPart(group.commands, step.number, style)}`;
}

/** Why each namespace must be observed, and what a history says about it. */
function reasonsPart({ observeDays }: StepGroup, all: readonly PlannedNamespace[]): Content {
  const isObserved = observeDays !== null;
  const namespaces = isObserved ? all : raisedWithHistory(all);
  if (namespaces.length === 0) return undefined;
  const textOf = (namespace: PlannedNamespace): string =>
    [isObserved ? cautionsText(namespace) : "", evidenceText(namespace)].filter((text) => text !== "").join("; ");
  const others = namespaces.length - SHOWN_NAMES;
  return markup`<ul class="to-fix">
${namespaces
  .slice(0, SHOWN_NAMES)
  .map(
    (namespace) => markup`<li><strong>${untrusted(namespace.name)}</strong> ${untrusted(textOf(namespace))}</li>\n`,
  )}${others > 0 ? markup`<li>and ${count(others, "more namespace")}: the board has them</li>\n` : undefined}</ul>
`;
}

function toFixParts({ namespaces, number }: PlanStep, style: PaintedStyle): Content {
  const others = namespaces.length - SHOWN_TO_FIX;
  return markup`<ul class="to-fix">
${namespaces.slice(0, SHOWN_TO_FIX).map(toFixPart)}</ul>
${others > 0 ? markup`<p>and ${count(others, "more namespace")}: ${stepCommand(number, style)}</p>\n` : undefined}`;
}

function toFixPart(namespace: PlannedNamespace): Markup {
  const { name, blockedBy, relax, command } = namespace;
  const unmet = unmetText(namespace);
  const seen = seenOnlyText(blockedBy);
  return markup`<li><strong>${untrusted(name)}</strong> fix ${toFixText(namespace)}: ${checksInTheWay(blockedBy, SHOWN_CHECKS)}${
    unmet === undefined ? undefined : markup`<br>${untrusted(unmet)}`
  }${seen === undefined ? undefined : markup`<br>${untrusted(seen)}`}${relax === null ? undefined : markup`\n${commandList([relax.command])}`}${
    command === null ? undefined : markup`, then <code>${goalText(namespace)}</code>\n${commandList([command])}`
  }</li>
`;
}

function undoPart(undo: readonly string[], number: number, style: PaintedStyle): Content {
  if (undo.length === 0) return undefined;
  return markup`<details><summary>Undo this step</summary>
${commandsPart(undo, number, style)}</details>
`;
}

function commandsPart(commands: readonly string[], number: number, style: PaintedStyle): Content {
  const length = commands.reduce((sum, command) => sum + command.length, 0);
  if (length <= LONGEST) return commandList(commands);
  return markup`<p>${count(commands.length, "command")}: ${stepCommand(number, style)}</p>\n`;
}

function stepCommand(number: number, style: PaintedStyle): Markup {
  const { text, isWhole } = planCommand(["--step", String(number)], style);
  return markup`<code>${untrustedWhole(text)}</code> prints them${isWhole ? undefined : markup`. ${READ_ONCE}`}`;
}

/** The command that makes this plan again, with other arguments. */
function planCommand(words: readonly string[], { suggestions }: PaintedStyle): SuggestedCommand {
  const all = ["plan", ...words];
  return suggestions?.pss(all) ?? { text: `kubectl pss ${all.join(" ")}`, isWhole: true };
}

function names(all: readonly string[]): Content {
  const others = all.length - SHOWN_NAMES;
  return [untrusted(all.slice(0, SHOWN_NAMES).join(", ")), others > 0 ? ` and ${count(others, "more namespace")}` : ""];
}
