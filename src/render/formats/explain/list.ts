import type { CheckDeclaration } from "../../../api/checks/check-declaration.ts";
import { changeBy, firstVersion } from "../../words/checks/check-text.ts";
import { count } from "../../../api/words/plural.ts";
import { paragraph, type Piece } from "../../words/lines.ts";
import { groupChanges } from "./changes.ts";
import type { LevelRequirements, VersionChanges } from "../../../report/explanation.ts";
import type { Colour } from "../../terminal/paint.ts";
import { alignRows } from "../../terminal/columns.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

const INDENT = 4;

type ListStyle = Pick<PaintedStyle, "width" | "headers" | "paint">;

/** Lists all checks, a row each. */
export async function explainChecks(checks: readonly CheckDeclaration[], style: ListStyle): Promise<string[]> {
  const rows = checks.map((check) => [check.id, check.level, firstVersion(check), check.title]);
  return table(["CHECK", "LEVEL", "SINCE", "TITLE"], rows, style);
}

/** Lists the requirements of a level at a version, check by check. */
export async function explainLevel(
  { level, version, serverVersion, revised }: LevelRequirements,
  style: ListStyle,
): Promise<string[]> {
  const policy = `${level}:${version}`;
  if (revised.length === 0) return paragraph(`${policy} has no requirements: every pod meets it.`, style.width, 0);
  const rows = revised.map(({ check }) => [check.id, check.level, check.requirement]);
  const lines = await table(["CHECK", "LEVEL", "REQUIREMENT"], rows, style);
  if (!style.headers) return lines;
  const meaning = version === "latest" ? `, which is ${serverVersion} here` : "";
  return [
    ...paragraph(`${policy}${meaning}: ${count(revised.length, "check")}`, style.width, 0).map(style.paint.heading),
    ...lines,
  ];
}

/** Lists the changes of each level between two versions, and those of the API server itself. A change of several levels is listed once. */
export function explainChanges(changes: VersionChanges, { width, headers, paint }: ListStyle): string[] {
  const { from, to, levels, releases } = changes;
  const groups = groupChanges(levels);
  if (groups.length + releases.length === 0) return paragraph(`Nothing changes from ${from} to ${to}.`, width, 0);
  const colours: Readonly<Record<string, Colour>> = { tightens: paint.caution, relaxes: paint.good };
  const lines = groups.flatMap(({ heading, revised }, index) => [
    ...(index === 0 ? [] : [""]),
    ...(headers ? paragraph(`${heading}, from ${from} to ${to}`, width, 0).map(paint.heading) : []),
    ...revised.flatMap((entry) => {
      const { version, effect, label, text } = changeBy(entry);
      return [`${version}  ${entry.check.id}  ${colours[effect]?.(label) ?? label}`, ...paragraph(text, width, INDENT)];
    }),
  ]);
  if (releases.length === 0) return lines;
  const heading = `API servers from ${from} to ${to}, at every policy version`;
  return [
    ...lines,
    ...(lines.length === 0 ? [] : [""]),
    ...(headers ? paragraph(heading, width, 0).map(paint.heading) : []),
    ...releases.flatMap(({ version, about, change }) => [`${version}  ${about}`, ...paragraph(change, width, INDENT)]),
  ];
}

async function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  { width, headers, paint }: ListStyle,
): Promise<string[]> {
  const cells = [
    heading.map((text) => ({ text, colour: paint.heading })),
    ...rows.map((row) => row.map((text) => ({ text }))),
  ];
  const lines = alignRows(cells, width) ?? (await wrapRows(cells, width));
  return headers ? lines : lines.slice(1);
}

/** Loads the grid, since a list that fits on the terminal does not need it. */
async function wrapRows(cells: readonly (readonly Piece[])[], width: number): Promise<string[]> {
  const { renderGrid } = await import("../../terminal/grid.ts");
  return Array.from(renderGrid(cells, { width, ellipsis: "", overflow: "wrap" }), (row) => row.trimEnd());
}
