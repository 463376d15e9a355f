import { shellWord } from "../../../../../api/words/shell-word.ts";
import { escapeWhole } from "../../../../words/escape.ts";

/** A comment of one line. Names from a cluster cannot end it. */
export function comment(text: string): string {
  return text === "" ? "#" : `# ${escapeWhole(text)}`;
}

/** A text between quotes. It is escaped first, so plain quotes are enough, which every shell reads. */
export function quoted(text: string): string {
  return shellWord(escapeWhole(text));
}

/**
 * The command that prints these lines.
 *
 * @param indent the indentation of the command, for its further lines
 */
export function printed(lines: readonly string[], indent = ""): string {
  const separator = lines.length === 1 ? " " : ` \\\n${indent}  `;
  return [String.raw`printf '%s\n'`, ...lines.map(quoted)].join(separator);
}

/** The definition of a function. A shell accepts no empty one, nor one with only comments. */
export function shellFunction(name: string, lines: readonly string[]): string {
  const isEmpty = lines.every((line) => line.startsWith("#"));
  const body = isEmpty ? [...lines, ":"] : lines;
  return `${name}() {\n${body.map((line) => `  ${line}\n`).join("")}}\n`;
}
