import type { NamespaceChange, NamespaceReport, PolicyPart } from "../../../report/report.ts";
import { partText } from "../namespace.ts";
import { isSame, outcomeOf } from "./outcome.ts";
import { escapeName, escapeText } from "../escape.ts";
import { count } from "../../../api/words/plural.ts";
import { flow, wrap, type Piece } from "../lines.ts";
import { MODES } from "../../../api/mode.ts";
import { LEVELS } from "../../../api/level.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { levelOf } from "../../../report/violations.ts";
import { cutEnd } from "../../terminal/width.ts";

/**
 * The lines about a namespace: its changes and the API server's answer, word for word and never cut, since kubectl prints warnings like
 * that. If the answer is silent about a violation, they say why.
 */
export function answerLines(namespace: NamespaceReport, change: NamespaceChange, style: PaintedStyle): string[] {
  const { width, paint, ellipsis, arrow } = style;
  const title: Piece = {
    text: cutEnd(`namespace/${escapeName(namespace.name)}`, width, ellipsis),
    colour: paint.heading,
  };
  if (change.denied !== null) {
    return [...flow([title, ...labelPieces(change)], width), `${paint.bad("Refused:")} ${escapeText(change.denied)}`];
  }
  const { from, to } = change;
  const changed = MODES.filter((mode) => from === null || !isSame(from[mode], to[mode]));
  const pieces = changed.map((mode) => ({
    text: `${mode}: ${from === null ? "unknown" : partText(from[mode])} ${arrow} ${newText(to[mode])}`,
  }));
  const unchanged: Piece = { text: "the policy in force stays what it is" };
  return [
    ...flow([title, ...(pieces.length === 0 ? [unchanged] : pieces)], width),
    ...change.serverWarnings.map((warning) => `${paint.caution("Warning:")} ${escapeText(warning)}`),
    ...wrapped(reasonForSilence(namespace, change), width),
    ...wrapped(allClear(namespace), width).map(paint.good),
  ];
}

/** The new part of a policy. A label needs no source, since it was asked for. */
function newText(part: PolicyPart): string {
  return part.from === "label" ? levelOf(part) : partText(part);
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

/** The reason why the API server does not mention a violation. */
function reasonForSilence(namespace: NamespaceReport, { from, to, serverWarnings }: NamespaceChange): string {
  const { workloads, exempt } = namespace;
  const violates = workloads.some(({ results }) => results.some(({ allowed }) => !allowed));
  if (!violates || exempt || serverWarnings.length > 0 || from === null) return "";
  return `The API server says nothing: ${ruleOfSilence(from.enforce, to.enforce)}`;
}

/** ValidateNamespace of admission/admission.go, k8s.io/pod-security-admission v0.37.2. */
function ruleOfSilence(from: PolicyPart, enforce: PolicyPart): string {
  if (isSame(from, enforce)) return "enforce stays what it is, and it looks at pods for nothing else.";
  if (enforce.level === "privileged") return "nothing is refused at privileged.";
  const isRelaxed = from.version === enforce.version && LEVELS.indexOf(enforce.level) < LEVELS.indexOf(from.level);
  if (isRelaxed) return "enforce asks for less than before.";
  return "no running pod violates enforce, and it looks at nothing that makes pods.";
}

function allClear(namespace: NamespaceReport): string {
  if (outcomeOf(namespace) !== "held") return "";
  const { exempt, workloads } = namespace;
  if (exempt) return "exempt: nothing of this is in force";
  const violating = workloads.filter(({ results }) => results.some(({ allowed }) => !allowed)).length;
  if (violating > 0)
    return `nothing newly violates; ${count(violating, "workload")} ${violating === 1 ? "does" : "do"} as before`;
  return workloads.length === 0
    ? "nothing runs here"
    : `nothing violates: ${count(workloads.length, "workload")} checked`;
}
