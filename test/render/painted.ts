import { CHECKS } from "../../src/policy/checks.ts";
import { COLOURS } from "../../src/render/terminal/colours.ts";
import { NO_PAINT } from "../../src/render/terminal/paint.ts";
import { renderGrid } from "../../src/render/terminal/grid.ts";
import type { GridStyle } from "../../src/render/terminal/style.ts";

/** What a pipe can show: no colours, and no end of the line. */
export const PIPE: GridStyle = {
  width: Infinity,
  headers: true,
  details: false,
  checks: CHECKS,
  paint: NO_PAINT,
  ellipsis: "…",
  arrow: "→",
  renderGrid,
};

/** A terminal without colours. */
export function terminal(width: number): GridStyle {
  return { ...PIPE, width };
}

/** A terminal with colours. */
export function colourTerminal(width: number): GridStyle {
  return { ...PIPE, width, paint: COLOURS };
}

/** All that a renderer yields, in one piece. */
export function text(pieces: Iterable<string>): string {
  return [...pieces].join("");
}
