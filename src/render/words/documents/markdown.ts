/**
 * Text of manifests in GitHub's Markdown. Of everything in it only code is shown as it is: elsewhere GitHub makes links of `@name`, `#1`,
 * addresses and commits, however they are escaped. Characters that a terminal must not get are shown as everywhere else.
 */
import { breakCommands, escapeText, escapeWhole } from "../escape.ts";

/** A span of code. Empty text has none. */
export function code(text: string): string {
  const shown = escapeText(text);
  if (shown === "") return "";
  const fence = "`".repeat(longestRun(shown) + 1);
  // One space is taken away on both sides where there is one on both.
  const isPadded = /^`|`$/.test(shown) || (/^ .* $/.test(shown) && shown.trim() !== "");
  const padding = isPadded ? " " : "";
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Code between tags, for a line that is HTML, in which Markdown is not read. */
export function htmlCode(text: string): string {
  return `<code>${escapeText(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}</code>`;
}

/** Lines as they are, one below the other; nothing for none. */
export function codeBlock(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const shown = lines.map(escapeWhole);
  const fence = "`".repeat(Math.max(3, longestRun(shown.join("\n")) + 1));
  // Of all that Markdown shows, these lines alone begin with a text of others.
  return `${fence}text\n${breakCommands(shown.join("\n"))}\n${fence}\n\n`;
}

/** A row of a table. A `|` ends a cell even within code, but for one behind a backslash, which is taken away. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |\n`;
}

/** The first two lines of a table. */
export function tableHead(headings: readonly string[]): string {
  return tableRow(headings) + tableRow(headings.map(() => "---"));
}

/**
 * What is shown only to who asks for it.
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
