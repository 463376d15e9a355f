import { NO_PAINT } from "./paint.ts";
import type { PaintedStyle, Style } from "./style.ts";

/** Adds the colours to a style, and loads them only if there are any. */
export async function paintStyle({ colour, unicode, ...style }: Style): Promise<PaintedStyle> {
  const paint = colour ? (await import("./colours.ts")).COLOURS : NO_PAINT;
  const marks = unicode === false ? { ellipsis: "...", arrow: "->" } : { ellipsis: "…", arrow: "→" };
  return { ...style, paint, ...marks };
}
