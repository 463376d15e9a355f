import type { PaintedStyle } from "../../terminal/style.ts";
import { wrap } from "../lines.ts";

/** The mark of a warn that no label sets (ResolvedLevelVersion of src/admission/labels.ts). */
export const IMPLIED = "(implied)";

const LEGEND = "(implied): warn follows enforce, because no warn label is set.";

/** Explains the mark once, below the lines that contain it. */
export function impliedLegend(isShown: boolean, { width, paint }: PaintedStyle): string[] {
  return isShown ? wrap(LEGEND, width).map(paint.faint) : [];
}
