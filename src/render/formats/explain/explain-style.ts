import type { PaintedStyle } from "../../terminal/style.ts";

/** The part of a style that an explanation uses. Texts are wrapped at its width, which is finite. */
export type ExplainStyle = Pick<PaintedStyle, "width" | "headers" | "paint" | "suggestions">;
