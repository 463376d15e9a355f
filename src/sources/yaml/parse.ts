import { YAMLException, parseEvents, type Event } from "js-yaml";

/** The events of a text, which may have been indented further to get them. */
export interface ParsedEvents {
  readonly source: string;
  readonly events: readonly Event[];
  /** How many spaces `source` has more than the text at the beginning of a line; lines count from 1. */
  readonly added: ReadonlyMap<number, number>;
}

/** Far beyond what any API object nests, and well within the stack. go-yaml itself gives up at 10,000. */
const MAX_DEPTH = 1000;

/** How much text may be parsed again in all, so that a hostile document costs no more than a large one. */
const MAX_PARSED_AGAIN = 32 * 1024 * 1024;
const INDENTATION = 32;

/**
 * Parses a text as leniently as libyaml, and so kubectl: inside `[ ]`, `{ }` and quotes it does not look at indentation, where js-yaml
 * 5 goes by the letter of YAML 1.2 and wants each line indented deeper than the key before the bracket. Files with
 *
 *     args: [
 *       "-v"
 *     ]
 *
 * are common, so a line that js-yaml refuses for its indentation is indented further and the text parsed again. On the line with the
 * bracket it refuses tabs by the same rule: there, spaces take their place.
 *
 * @throws YAMLException where the text is no YAML
 */
export function parseLeniently(text: string): ParsedEvents {
  const added = new Map<number, number>();
  let source = text;
  let parsed = 0;
  for (;;) {
    try {
      return { source, events: parseEvents(source, { maxDepth: MAX_DEPTH }), added };
    } catch (error) {
      parsed += source.length;
      if (!(error instanceof YAMLException) || error.reason !== "deficient indentation") throw error;
      const mended =
        error.mark === undefined || parsed > MAX_PARSED_AGAIN ? undefined : mend(source, error.mark, added);
      if (mended === undefined) throw error;
      source = mended;
    }
  }
}

function mend(
  source: string,
  mark: { line: number; position: number },
  added: Map<number, number>,
): string | undefined {
  const lineStart = source.lastIndexOf("\n", mark.position - 1) + 1;
  const before = source.slice(lineStart, mark.position);
  // Only a line that begins inside the brackets or quotes may be indented at will.
  if (before.trim() !== "") {
    const tabless = replaceTab(before);
    return tabless === undefined ? undefined : source.slice(0, lineStart) + tabless + source.slice(mark.position);
  }
  const line = mark.line + 1;
  // Deep enough at the first try for all but the oddest documents, and doubled for those.
  const spaces = Math.max(INDENTATION, added.get(line) ?? 0);
  added.set(line, (added.get(line) ?? 0) + spaces);
  return `${source.slice(0, lineStart)}${" ".repeat(spaces)}${source.slice(lineStart)}`;
}

/** What js-yaml has refused are tabs at the end of what it has read, or else before the last bracket there. */
function replaceTab(before: string): string | undefined {
  const bracket = Math.max(before.lastIndexOf("["), before.lastIndexOf("{"));
  for (const head of [before, before.slice(0, bracket)]) {
    const end = head.trimEnd().length;
    const blanks = head.slice(end);
    if (blanks.includes("\t")) return head.slice(0, end) + " ".repeat(blanks.length) + before.slice(head.length);
  }
  return undefined;
}
