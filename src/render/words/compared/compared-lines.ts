import type { Paint } from "../../terminal/paint.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { isWhole } from "../../terminal/whole.ts";
import { escapeText } from "../escape.ts";
import { wrap } from "../lines.ts";
import { comparedText, type ComparedGroup } from "./compared-text.ts";

type Compared = Parameters<typeof comparedText>[0];

/** The most items of a group on a terminal. */
const MOST = 5;
const INDENT = "  ";

/** The changes since an earlier report, in a line below the first one; empty if the run compares nothing. */
export function comparedHead(report: Compared, { width, arrow }: PaintedStyle): string[] {
  const text = comparedText(report, arrow);
  return text === undefined ? [] : wrap(escapeText(text.headline), width);
}

/** The section about what moved, after an empty line; empty if nothing did. */
export function comparedSection(report: Compared, style: PaintedStyle): string[] {
  const text = comparedText(report, style.arrow);
  if (text === undefined) return [];
  const lines = [
    ...text.doubts.flatMap((doubt) => wrap(escapeText(doubt), style.width).map(style.paint.caution)),
    ...text.groups.flatMap((group) => groupLines(group, style)),
  ];
  return lines.length === 0 ? [] : ["", ...lines];
}

function groupLines({ title, tone, items }: ComparedGroup, style: PaintedStyle): string[] {
  const { width, paint } = style;
  const shown = isWhole(style) ? items : items.slice(0, MOST);
  const others = items.length - shown.length;
  return [
    colourOf(tone, paint)(`${title.toUpperCase()}:`),
    ...shown.flatMap((item) => wrap(escapeText(item), width, INDENT.repeat(2), INDENT)),
    ...(others === 0 ? [] : [`${INDENT}and ${others} more: -o wide lists all`]),
  ];
}

function colourOf(tone: ComparedGroup["tone"], { bad, good, heading }: Paint): (text: string) => string {
  if (tone === "bad") return bad;
  return tone === "good" ? good : heading;
}
