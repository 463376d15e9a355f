/**
 * Text of manifests in GitHub's Markdown. It is always code: elsewhere GitHub makes links of `@name`, `#1`, addresses and commits, however
 * they are escaped. Unprintable characters are escaped as in every format.
 */
import { breakCommands, escapeText, escapeWhole } from "../escape.ts";

/** A span of code. Empty text has none. */
export function code(text: string): string {
  const shown = escapeText(text);
  if (shown === "") return "";
  const fence = "`".repeat(longestRun(shown) + 1);
  // Markdown removes one space on each side if both sides have one.
  const isPadded = /^`|`$/.test(shown) || (/^ .* $/.test(shown) && shown.trim() !== "");
  const padding = isPadded ? " " : "";
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Code as HTML, for a line in which Markdown is not interpreted. */
export function htmlCode(text: string): string {
  return `<code>${escapeText(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</code>`;
}

/** A block of lines, unchanged; empty for no lines. */
export function codeBlock(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const shown = lines.map(escapeWhole);
  const fence = "`".repeat(Math.max(3, longestRun(shown.join("\n")) + 1));
  // Only these lines begin with text from outside.
  return `${fence}text\n${breakCommands(shown.join("\n"))}\n${fence}\n\n`;
}

/** A row of a table. A `|` ends a cell even within code, unless a backslash is before it, which Markdown removes. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |\n`;
}

/** The first two lines of a table. */
export function tableHead(headings: readonly string[]): string {
  return tableRow(headings) + tableRow(headings.map(() => "---"));
}

/**
 * Folded text.
 *
 * @param summary HTML of one line
 * @param body Markdown
 */
export function details(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body.trimEnd()}\n\n</details>\n\n`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}
