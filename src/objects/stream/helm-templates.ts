/** The comment that `helm template` writes before each object (Helm v3.22, pkg/action/action.go; v4.3, the same file). */
const COMMENT = /^# Source: (.+?)\r?$/;
const SEPARATOR = /^---(?:\s|$)/;
/** The template of a chart or a subchart by its name in Helm: `web/charts/redis/templates/a.yaml`. */
const TEMPLATE = /^[\w.-]+(?:\/charts\/[\w.-]+)*\/(?:templates|crds)\/[^\\]+$/;

/** The lines of an object, from 1, and the name of its template. */
interface RenderedPart {
  readonly name: string;
  readonly first: number;
  /** Infinity for the last object. */
  last: number;
}

/**
 * Finds the objects in the output of `helm template`, and the template of each.
 *
 * @returns the name of the template of the object that a line belongs to; undefined for a line of other text. Lines count from 1
 */
export function templatesIn(text: string): (line: number) => string | undefined {
  const parts = text.includes("# Source: ") ? partsOf(text.split("\n")) : [];
  return (line) => parts.find(({ first, last }) => first <= line && line <= last)?.name;
}

function partsOf(lines: readonly string[]): readonly RenderedPart[] {
  const parts: RenderedPart[] = [];
  let open: RenderedPart | undefined;
  // The comment is the first line of an object.
  let isStart = true;
  for (const [index, line] of lines.entries()) {
    if (SEPARATOR.test(line)) {
      if (open !== undefined) open.last = index;
      open = undefined;
      isStart = true;
      continue;
    }
    const name = isStart ? COMMENT.exec(line)?.[1] : undefined;
    isStart &&= line.trim() === "";
    if (name === undefined || !isTemplate(name)) continue;
    parts.push((open = { name, first: index + 1, last: Infinity }));
  }
  return parts;
}

/** Whether a comment names a template. Comments of other tools name addresses, and a path must not lead out of the chart. */
function isTemplate(name: string): boolean {
  return TEMPLATE.test(name) && !name.split("/").some((part) => part === ".." || part === ".");
}
