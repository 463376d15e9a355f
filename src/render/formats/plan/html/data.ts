/** The data of the plan's page: namespaces. The records are declared here, and for the page's script in page/script/data.js. */
import { isObservedEnough } from "../../../../report/plan/caution.ts";
import { cautionsText } from "../../../words/plan/cautions.ts";
import { evidenceText } from "../../../words/history/evidence-text.ts";
import { dataBlocks } from "../../../page/data-blocks.ts";
import type { Markup } from "../../../page/markup.ts";
import { Strings } from "../../../page/strings.ts";
import { labelsText, needText, unmetText } from "../words.ts";
import { columnOf, type BoardNamespace, type BoardStep } from "./board.ts";

/** The number of a string. */
type Text = number;

/**
 * A step in a namespace: the labels that it sets, and its commands. A command is whole, and empty if there is none. `unmet` says what enforce rejects although it
 * is already set, and `relax` is the command that lowers it.
 */
export type StepRow = readonly [
  number: number,
  safe: 0 | 1,
  labels: Text,
  command: string,
  dryRun: string,
  undo: string,
  unmet: Text,
  relax: string,
];

/** A workload to fix: the numbers of the checks, and the API server's message if its pods are rejected now. */
export type NeedRow = readonly [workload: Text, checks: readonly number[], rejected: Text];

/** A namespace on the board. Texts that are missing are empty. */
export interface BoardRecord {
  readonly name: string;
  /** The ID of its column. */
  readonly column: string;
  /** The level of enforce now, and after the safe steps; empty if its labels could not be read. */
  readonly levels: readonly string[];
  /** `enforce=baseline audit=restricted`; empty if there are none. */
  readonly labels: Text;
  readonly because: Text;
  readonly workloads: number;
  readonly rejectedNow: number;
  /** The days to observe it before a stricter enforce; 0 if there is no caution. */
  readonly observe: number;
  /** Whether these days are over. */
  readonly over: 0 | 1;
  readonly cautions: Text;
  readonly tool: Text;
  readonly advice: Text;
  /** The evidence of the history; empty without one. */
  readonly history: Text;
  readonly steps: readonly StepRow[];
  readonly needs: readonly NeedRow[];
}

/** The IDs of the checks that workloads must be fixed for, in the order in which they are first named. */
export function checksIn(board: readonly BoardNamespace[]): readonly string[] {
  return [
    ...new Set(board.flatMap(({ needs }) => needs.flatMap(({ checks }) => checks.map(({ check }) => check)))),
  ].toSorted();
}

/**
 * Yields the data of all namespaces, as elements of the page.
 *
 * @param checks the IDs of checks; a check's position is its number
 */
export function planBlocks(board: readonly BoardNamespace[], checks: readonly string[]): Generator<Markup, undefined> {
  const strings = new Strings();
  const numbers = new Map(checks.map((check, index) => [check, index]));
  return dataBlocks(records(board, numbers, strings), strings);
}

function* records(
  board: readonly BoardNamespace[],
  checks: ReadonlyMap<string, number>,
  strings: Strings,
): Generator<BoardRecord, undefined> {
  for (const namespace of board) {
    const { name, enforce, labels, because, workloads, rejectedNow, observeDays, owner, steps, needs } = namespace;
    yield {
      name,
      column: columnOf(namespace).id,
      levels: enforce === null ? [] : [enforce.now, enforce.planned],
      labels: strings.numberOf(labelsText(labels ?? {})),
      because: strings.numberOf(because),
      workloads,
      rejectedNow,
      observe: observeDays ?? 0,
      over: isObservedEnough(namespace) ? 1 : 0,
      cautions: strings.numberOf(cautionsText(namespace)),
      tool: strings.numberOf(owner?.tool ?? ""),
      advice: strings.numberOf(owner?.advice ?? ""),
      history: strings.numberOf(evidenceText(namespace)),
      steps: steps.map((step) => stepRow(step, strings)),
      needs: needs.map((need) => [
        strings.numberOf(needText(need)),
        need.checks.flatMap(({ check }) => checks.get(check) ?? []),
        strings.numberOf(need.rejected ?? ""),
      ]),
    };
  }
}

function stepRow(step: BoardStep, strings: Strings): StepRow {
  const { number, safe, from, to, command, dryRun, undo, relax } = step;
  const changed = Object.fromEntries(Object.entries(to).filter(([label, value]) => from[label] !== value));
  const labels = strings.numberOf(labelsText(changed));
  const unmet = strings.numberOf(unmetText(step) ?? "");
  return [number, safe ? 1 : 0, labels, command ?? "", dryRun ?? "", undo ?? "", unmet, relax?.command ?? ""];
}
