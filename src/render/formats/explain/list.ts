import type { CheckDeclaration } from "../../../api/check-declaration.ts";
import { changeBy, firstVersion } from "../../words/checks/check-text.ts";
import { count } from "../../../api/words/plural.ts";
import { paragraph } from "../../words/lines.ts";
import { groupChanges } from "./changes.ts";
import type { LevelRequirements, VersionChanges } from "../../../report/explanation.ts";
import type { Colour } from "../../terminal/paint.ts";
import type { GridStyle } from "../../terminal/style.ts";

const INDENT = 4;

type TextStyle = Pick<GridStyle, "width" | "headers" | "paint">;
type ListStyle = TextStyle & Pick<GridStyle, "renderGrid">;

/** Lists all checks, a row each. */
export function explainChecks(checks: readonly CheckDeclaration[], style: ListStyle): string[] {
  const rows = checks.map((check) => [check.id, check.level, firstVersion(check), check.title]);
  return table(["CHECK", "LEVEL", "SINCE", "TITLE"], rows, style);
}

/** Lists the requirements of a level at a version, check by check. */
export function explainLevel({ level, version, serverVersion, asked }: LevelRequirements, style: ListStyle): string[] {
  const policy = `${level}:${version}`;
  if (asked.length === 0) return paragraph(`${policy} asks for nothing: every pod meets it.`, style.width, 0);
  const rows = asked.map(({ check }) => [check.id, check.level, check.requirement]);
  const lines = table(["CHECK", "LEVEL", "WHAT IT ASKS FOR"], rows, style);
  if (!style.headers) return lines;
  const [meaning, since] =
    version === "latest"
      ? [`, which is ${serverVersion} here`, ""]
      : ["", ` What has changed since: kubectl pss explain ${version}..latest.`];
  return [
    ...paragraph(`${policy}${meaning}: ${count(asked.length, "check")}`, style.width, 0).map(style.paint.heading),
    ...lines,
    "",
    ...paragraph(`More of a check: kubectl pss explain CHECK.${since}`, style.width, 0),
  ];
}

/** Lists the changes of each level between two versions. A change of several levels is listed once. */
export function explainChanges({ from, to, levels }: VersionChanges, { width, headers, paint }: TextStyle): string[] {
  const groups = groupChanges(levels);
  if (groups.length === 0) return paragraph(`Nothing changes from ${from} to ${to}.`, width, 0);
  const colours: Readonly<Record<string, Colour>> = { tightens: paint.caution, relaxes: paint.good };
  return groups.flatMap(({ heading, revised }, index) => [
    ...(index === 0 ? [] : [""]),
    ...(headers ? paragraph(`${heading}, from ${from} to ${to}`, width, 0).map(paint.heading) : []),
    ...revised.flatMap((entry) => {
      const { version, effect, text } = changeBy(entry);
      const painted = colours[effect]?.(effect) ?? effect;
      return [`${version}  ${painted}  ${entry.check.id}`, ...paragraph(text, width, INDENT)];
    }),
  ]);
}

function table(heading: readonly string[], rows: readonly (readonly string[])[], style: ListStyle): string[] {
  const { width, headers, paint, renderGrid } = style;
  const cells = [
    heading.map((text) => ({ text, colour: paint.heading })),
    ...rows.map((row) => row.map((text) => ({ text }))),
  ];
  const [first = "", ...others] = renderGrid(cells, { width, ellipsis: "", overflow: "wrap" });
  return [...(headers ? [first] : []), ...others].map((row) => row.trimEnd());
}
