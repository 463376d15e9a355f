import { reasonText } from "../../../../api/words/checks/violation-words.ts";
import type { ExplainedMessages, ExplainedViolation } from "../../../../report/explanation.ts";
import { escapeMarkdown } from "../../../words/checks/check-document.ts";
import { code } from "../../../words/documents/markdown.ts";
import { breakCommands } from "../../../words/escape.ts";
import {
  cutText,
  headline,
  linesToSet,
  otherLinesText,
  placeNotes,
  sameLinesText,
  unreadText,
} from "./message-words.ts";

/** Renders messages as Markdown: their checks, the API server's words, and the lines of YAML that fix them. */
export function* messagesMarkdown(explained: ExplainedMessages): Generator<string, undefined> {
  const told = new Set<string>();
  const written = new Map<string, string>();
  for (const [index, message] of explained.messages.entries()) {
    yield `${index === 0 ? "" : "\n"}## ${escapeMarkdown(headline(message))}\n\n`;
    for (const violation of message.violations) yield violationItem(violation);
    if (message.unknown !== "") yield `\nUnknown here: ${code(message.unknown)}\n`;
    const notes = placeNotes(message).filter((note) => !told.has(note));
    for (const note of notes) {
      told.add(note);
      yield `\n${note}\n`;
    }
    const { lines, sameAs } = linesToSet(message, written);
    if (sameAs === undefined) yield yamlBlock(lines);
    else yield `\n${escapeMarkdown(sameLinesText(sameAs))}\n`;
    if (message.cut) yield `\n${escapeMarkdown(cutText(message))}\n`;
  }
  for (const note of [unreadText(explained), otherLinesText(explained)]) if (note !== "") yield `\n${note}\n`;
}

function violationItem({ check, changes, ...words }: ExplainedViolation): string {
  const { id, level, requirement, remediation } = check;
  const advice = changes.length > 0 ? "" : ` ${escapeMarkdown(remediation)}`;
  return `- **${id}**, ${level}: ${escapeMarkdown(requirement)}${advice} ${code(reasonText(words))}\n`;
}

function yamlBlock(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  // The longest fence that a name or a value could close.
  const fence = "`".repeat(lines.reduce((most, line) => Math.max(most, longestRun(line) + 1), 3));
  return `\n${fence}yaml\n${breakCommands(lines.join("\n"))}\n${fence}\n`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}
