import type { GridStyle } from "./style.ts";

/** Loads the layout of grids for a renderer that prints one. */
export async function withGrid<Value, Style extends Pick<GridStyle, "renderGrid">>(
  render: (value: Value, style: Style) => Iterable<string>,
): Promise<(value: Value, style: Omit<Style, "renderGrid">) => Iterable<string>> {
  const { renderGrid } = await import("./grid.ts");
  return (value, style) => render(value, { ...style, renderGrid } as Style);
}
