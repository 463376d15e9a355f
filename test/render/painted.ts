import { CHECKS } from "../../src/policy/checks.ts";
import { COLOURS } from "../../src/render/terminal/colours.ts";
import { NO_PAINT } from "../../src/render/terminal/paint.ts";
import type { PaintedStyle } from "../../src/render/terminal/style.ts";

/** What a pipe can show: no colours, and no end of the line. */
export const PIPE: PaintedStyle = {
  width: Infinity,
  headers: true,
  details: false,
  checks: CHECKS,
  paint: NO_PAINT,
  ellipsis: "…",
  arrow: "→",
};

/** A terminal without colours. */
export function terminal(width: number): PaintedStyle {
  return { ...PIPE, width };
}

/** A terminal with colours. */
export function colourTerminal(width: number): PaintedStyle {
  return { ...PIPE, width, paint: COLOURS };
}

/** All that a renderer yields, in one piece. */
export function text(pieces: Iterable<string>): string {
  return [...pieces].join("");
}
