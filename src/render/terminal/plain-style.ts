import { NO_PAINT } from "./paint.ts";
import type { PaintedStyle } from "./style.ts";

/** The same style for text within a document: without colours, and nothing is cut, however narrow the terminal is. */
export function plainStyle(style: PaintedStyle): PaintedStyle {
  return { ...style, width: Infinity, paint: NO_PAINT };
}
