import type { FieldPlace, Source } from "../workloads/object.ts";

/**
 * The place of an object in words: `web.yaml:14`. The output of helm and kustomize has lines of its own, which are not lines of the file:
 * `charts/web/templates/web.yaml (rendered with prod.yaml, line 14)`. The text is not escaped.
 */
export function placeText({ file, line, rendered }: Pick<Source, "file" | "line" | "rendered">): string {
  if (rendered === undefined) return `${file}:${line}`;
  const { line: renderedLine, values } = rendered;
  const how = values.length === 0 ? "rendered" : `rendered with ${values.join(", ")},`;
  return `${file} (${how} line ${renderedLine})`;
}

/** The place of a field of an object. */
export function placeIn(source: Source, { line, renderedLine }: FieldPlace): Source {
  if (source.rendered === undefined || renderedLine === undefined) return { ...source, line };
  return { ...source, rendered: { ...source.rendered, line: renderedLine } };
}
