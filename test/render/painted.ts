import { CHECKS } from "../../src/policy/checks.ts";
import { COLOURS } from "../../src/render/terminal/colours.ts";
import { NO_PAINT } from "../../src/render/terminal/paint.ts";
import { renderGrid } from "../../src/render/terminal/grid.ts";
import type { GridStyle } from "../../src/render/terminal/style.ts";

/** The style of a pipe: no colours, and no limit of width. */
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

/** Joins the pieces of a renderer. */
export function text(pieces: Iterable<string>): string {
  return [...pieces].join("");
}
