import type { PaintedStyle } from "../../terminal/style.ts";

/** The part of a style that an explanation uses. Texts are wrapped at its width, which is finite. */
export type ExplainStyle = Pick<PaintedStyle, "width" | "headers" | "paint"> & {
  /** Whether the output ends with the next command. */
  readonly isTerminal?: boolean;
};
