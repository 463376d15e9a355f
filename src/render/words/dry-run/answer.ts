import type { FailOn, NamespaceChange, NamespaceReport, PolicyPart } from "../../../report/report.ts";
import { modeTexts, partText } from "../namespace/namespace.ts";
import { isCompared, isSame, isWorse, modesOf, outcomeOf } from "./outcome.ts";
import { isTried } from "./tried-labels.ts";
import { observeFirstText } from "../plan/cautions.ts";
import { escapeName, escapeText } from "../escape.ts";
import { count } from "../../../api/words/plural.ts";
import { flow, wrap, type Piece } from "../lines.ts";
import { MODES } from "../../../api/mode.ts";
import { LEVELS } from "../../../api/level.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { levelOf } from "../../../report/violations.ts";
import { isWhole } from "../../terminal/whole.ts";
import { cutEnd } from "../../terminal/width.ts";

/**
 * The lines about a namespace: its changes and the API server's answer, with exactly its text and never truncated, because kubectl prints warnings
 * like that. If the answer does not mention new violations, they say why.
 *
 * @param failOn the mode whose violations fail the run
 */
export function answerLines(
  namespace: NamespaceReport,
  change: NamespaceChange,
  failOn: FailOn,
  style: PaintedStyle,
): string[] {
  const { width, paint, ellipsis, arrow } = style;
  const title: Piece = {
    text: cutEnd(`namespace/${escapeName(namespace.name)}`, isWhole(style) ? Infinity : width, ellipsis),
    colour: paint.heading,
  };
  if (change.denied !== null) {
    return [...flow([title, ...labelPieces(change)], width), `${paint.bad("Denied:")} ${escapeText(change.denied)}`];
  }
  const { from, to } = change;
  const changed = MODES.filter((mode) =>
    from === null ? isTried(change.labels, mode) : !isSame(from[mode], to[mode]),
  );
  const pieces = changed.map((mode) => ({
    text: `${mode}: ${from === null ? "unknown" : partText(from[mode])} ${arrow} ${newText(to[mode])}`,
  }));
  return [
    ...flow([title, ...(pieces.length === 0 ? unchangedPieces(namespace, failOn, arrow) : pieces)], width),
    ...change.serverWarnings.map((warning) => `${paint.caution("Warning:")} ${escapeText(warning)}`),
    ...wrapped(reasonForSilence(namespace, change), width),
    ...wrapped(observeFirstText(namespace), width).map(paint.caution),
    ...wrapped(allClear(namespace, failOn), width).map(paint.good),
  ];
}

/** The new part of a policy. A label needs no source, since it was asked for. */
function newText(part: PolicyPart): string {
  return part.from === "label" ? levelOf(part) : partText(part);
}

/**
 * The parts of a policy that the run is about, and whose levels stay as they are: `enforce: baseline:latest (label), unchanged`. If a label names the
 * level that is in force without one, both sources are shown.
 */
function unchangedPieces(namespace: NamespaceReport, failOn: FailOn, arrow: string): Piece[] {
  const from = namespace.change?.from ?? null;
  const before = new Map(modeTexts(from, partText));
  return modeTexts(namespace.policy, partText)
    .filter(([mode]) => modesOf(namespace, failOn).includes(mode))
    .map(([mode, after]) => {
      const earlier = from === null ? after : before.get(mode);
      return { text: `${mode}: ${earlier === after ? `${after}, unchanged` : `${earlier} ${arrow} ${after}`}` };
    });
}

function wrapped(text: string, width: number): string[] {
  return text === "" ? [] : wrap(text, width - 2).map((line) => `  ${line}`);
}

function labelPieces({ labels }: NamespaceChange): Piece[] {
  return Object.entries(labels).map(([name, value]) => ({
    // Like kubectl label: a dash after the name removes a label.
    text: escapeText(value === null ? `${name}-` : `${name}=${value}`),
  }));
}

/** The reason why the API server does not mention new violations. */
function reasonForSilence(
  { workloads, exempt }: NamespaceReport,
  { from, to, serverWarnings }: NamespaceChange,
): string {
  if (from === null) {
    return exempt
      ? ""
      : "The policy in force is unknown: nothing is compared with it, and the API server's warnings are not known.";
  }
  if (serverWarnings.length > 0 || !workloads.some(isWorse)) return "";
  return `The API server gives no warning: ${ruleOfSilence(from.enforce, to.enforce)}`;
}

/** ValidateNamespace of admission/admission.go, k8s.io/pod-security-admission v0.37.2. */
function ruleOfSilence(from: PolicyPart, enforce: PolicyPart): string {
  if (isSame(from, enforce)) return "it checks running pods only when enforce changes.";
  if (enforce.level === "privileged") return "privileged rejects nothing.";
  const isRelaxed = from.version === enforce.version && LEVELS.indexOf(enforce.level) < LEVELS.indexOf(from.level);
  if (isRelaxed) return "enforce becomes less strict.";
  return "it checks running pods, not the templates of new ones.";
}

function allClear(namespace: NamespaceReport, failOn: FailOn): string {
  if (outcomeOf(namespace, failOn) !== "safe") return "";
  const { exempt } = namespace;
  const workloads = namespace.workloads.filter(({ finished }) => !finished);
  if (exempt) return "exempt: no level applies here";
  const none = isCompared(namespace) ? "no new violations" : "no violations";
  return workloads.length === 0 ? "no workloads" : `${none}: ${count(workloads.length, "workload")} checked`;
}
