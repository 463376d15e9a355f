import type { PaintedStyle } from "./style.ts";

/** Whether everything is listed and nothing is cut: in a pipe, and for `-o wide`. */
export function isWhole({ width, whole = false }: Pick<PaintedStyle, "width" | "whole">): boolean {
  return whole || width === Infinity;
}
