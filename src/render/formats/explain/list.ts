import type {
  CheckDeclaration,
  LevelChanges,
  RevisedCheck,
  RevisionDeclaration,
} from "../../../api/check-declaration.ts";
import { changeBy, firstVersion } from "../../words/check-text.ts";
import { type HangingRow, hangingRows, paragraph } from "./lines.ts";
import { count } from "../../words/lines.ts";
import type { LevelRequirements, VersionChanges } from "../../../report/explanation.ts";
import type { Colour } from "../../terminal/paint.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

const INDENT = 4;

type ListStyle = Pick<PaintedStyle, "width" | "headers" | "paint">;

/** All checks, a line each. */
export function explainChecks(checks: readonly CheckDeclaration[], style: ListStyle): string[] {
  const rows = checks.map((check) => ({ cells: [check.id, check.level, firstVersion(check)], text: check.title }));
  return table({ cells: ["CHECK", "LEVEL", "SINCE"], text: "TITLE" }, rows, style);
}

/** What a level asks for at a version, check by check. */
export function explainLevel({ level, version, serverVersion, asked }: LevelRequirements, style: ListStyle): string[] {
  const policy = `${level}:${version}`;
  if (asked.length === 0) return paragraph(`${policy} asks for nothing: every pod meets it.`, style.width, 0);
  const rows = asked.map(({ check }) => ({ cells: [check.id, check.level], text: check.requirement }));
  const lines = table({ cells: ["CHECK", "LEVEL"], text: "WHAT IT ASKS FOR" }, rows, style);
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

/** What each level asks for differently at a later version; what levels share is said once. */
export function explainChanges({ from, to, levels }: VersionChanges, { width, headers, paint }: ListStyle): string[] {
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

/** Revisions that came to the same levels. */
export interface ChangeGroup {
  /** `baseline and restricted` */
  readonly heading: string;
  readonly revised: readonly RevisedCheck[];
}

/** The revisions by the levels that they came to, those that came to all of them first. */
export function groupChanges(levels: readonly LevelChanges[]): ChangeGroup[] {
  const groups = new Map<string, Map<RevisionDeclaration, RevisedCheck>>();
  const groupOf = (sharing: readonly LevelChanges[]): Map<RevisionDeclaration, RevisedCheck> => {
    const heading = sharing.map(({ level }) => level).join(" and ");
    const group = groups.get(heading) ?? new Map<RevisionDeclaration, RevisedCheck>();
    groups.set(heading, group);
    return group;
  };
  groupOf(levels);
  for (const entry of levels.flatMap(({ revised }) => revised)) {
    const { revision } = entry;
    groupOf(levels.filter(({ revised }) => revised.some((other) => other.revision === revision))).set(revision, entry);
  }
  return Array.from(groups, ([heading, group]) => ({ heading, revised: [...group.values()] })).filter(
    ({ revised }) => revised.length > 0,
  );
}

function table(heading: HangingRow, rows: readonly HangingRow[], { width, headers, paint }: ListStyle): string[] {
  const [first = [], ...others] = hangingRows([heading, ...rows], width);
  return [...(headers ? first.map(paint.heading) : []), ...others.flat()];
}
