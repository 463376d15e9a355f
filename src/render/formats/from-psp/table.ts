import { count } from "../../../api/words/plural.ts";
import type { MigrationStep, PspMigration } from "../../../report/psp/psp-report.ts";
import type { GridStyle, PaintedStyle } from "../../terminal/style.ts";
import { escapeName, escapeText, escapeWhole } from "../../words/escape.ts";
import { wrap, type Piece } from "../../words/lines.ts";
import { nextLines, pssStep } from "../../words/next-step.ts";
import {
  changeText,
  headline,
  namespaceFact,
  nothingToDo,
  policyFacts,
  recommendedText,
  usedText,
  workloadText,
} from "./words.ts";

const INDENT = "  ";

/** Renders a migration for people: the policies, the namespaces, and the steps. */
export function* renderFromPspTable(migration: PspMigration, style: GridStyle): Generator<string, undefined> {
  const { policies, namespaces, steps } = migration;
  const { headers, width, paint } = style;
  if (headers) yield* lines([...wrap(headline(migration), width).map(paint.heading), ""]);
  yield* grid(
    ["POLICY", "BY THE LETTER", "IN SPIRIT", "PODS", "CHANGES"],
    policies.map(({ name, letter, spirit, fault, pods, mutations }) => [
      name,
      letter ?? "-",
      spirit ?? "-",
      String(pods),
      fault !== null ? "-" : mutations.length === 0 ? "nothing" : count(mutations.length, "field"),
    ]),
    style,
  );
  for (const policy of policies) {
    yield* lines(["", paint.heading(escapeName(policy.name))]);
    for (const fact of policyFacts(policy)) yield* lines(indented(escapeText(fact), width, 1));
  }
  if (namespaces.length > 0) yield "\n";
  yield* grid(
    ["NAMESPACE", "PODS", "MEETS NOW", "RECOMMENDED", "POLICIES"],
    namespaces.map((namespace) => [
      namespace.name,
      String(namespace.pods),
      namespace.unknown === "empty" ? "" : namespace.meets,
      recommendedText(namespace),
      usedText(namespace),
    ]),
    style,
  );
  for (const namespace of namespaces) {
    const fact = namespaceFact(namespace);
    if (fact === undefined && namespace.changed.length === 0) continue;
    yield* lines(["", paint.heading(escapeName(namespace.name)) + (fact === undefined ? "" : `: ${fact}`)]);
    for (const workload of namespace.changed) {
      yield* lines(indented(escapeText(workloadText(workload)), width, 1));
      for (const change of workload.changes) yield* lines(indented(escapeText(changeText(change)), width, 2));
    }
  }
  for (const step of steps) yield* stepLines(step, style);
}

/** The command to run after a migration. */
export function fromPspNextLines(_migration: PspMigration, style: PaintedStyle): readonly string[] {
  return nextLines(() => pssStep(["plan"], "the labels step by step, once no policy changes a pod"), style);
}

function* stepLines(step: MigrationStep, style: GridStyle): Generator<string, undefined> {
  const { number, title, why, commands } = step;
  const { headers, width, paint } = style;
  if (!headers && commands.length === 0) return;
  yield* lines(["", paint.heading(`Step ${number}: ${title}`)]);
  const nothing = nothingToDo(step);
  if (headers) yield* lines(indented(nothing === undefined ? why : `${why} ${nothing}`, width, 1));
  yield* lines(commands.map((command) => `${INDENT}${paint.good(`$ ${escapeWhole(command)}`)}`));
}

function* grid(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  style: GridStyle,
): Generator<string, undefined> {
  if (rows.length === 0) return;
  const { headers, width, ellipsis, paint } = style;
  const cells: Piece[][] = rows.map((row) => row.map((text) => ({ text: escapeName(text) })));
  const head = headers ? [heading.map((text) => ({ text, colour: paint.heading }))] : [];
  for (const row of style.renderGrid([...head, ...cells], { width, ellipsis, overflow: "wrap" }))
    yield `${row.trimEnd()}\n`;
}

function indented(text: string, width: number, depth: number): string[] {
  return wrap(text, width, INDENT.repeat(depth + 1), INDENT.repeat(depth));
}

function* lines(all: readonly string[]): Generator<string, undefined> {
  for (const line of all) yield `${line}\n`;
}
