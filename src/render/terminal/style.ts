import type { CheckDeclaration } from "../../api/check-declaration.ts";
import type { RenderGrid } from "./grid.ts";
import type { Paint } from "./paint.ts";

/** What the stream that a report goes to can show, and what of the report is wanted. */
export interface Style {
  /** The terminal's columns; Infinity where nothing is to be cut, as in a pipe. */
  readonly width: number;
  readonly colour: boolean;
  /** Whether marks of ours may be other than ASCII; they may unless this is false. */
  readonly unicode?: boolean;
  /** Whether column headings and the summary are wanted (`--no-headers`). */
  readonly headers: boolean;
  /** Whether an audit shows everything about each namespace, and not only what it comes to. */
  readonly details: boolean;
  /** What the checks say of themselves, for formats that explain them. */
  readonly checks: readonly CheckDeclaration[];
}

/** A style, with its colours at hand. */
export interface PaintedStyle extends Omit<Style, "colour" | "unicode"> {
  readonly paint: Paint;
  /** What stands for text that was cut away. */
  readonly ellipsis: string;
  /** What stands between before and after. */
  readonly arrow: string;
}

/** A style for a format that prints a grid, whose layout is loaded late. */
export interface GridStyle extends PaintedStyle {
  readonly renderGrid: RenderGrid;
}
