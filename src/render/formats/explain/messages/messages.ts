import { reasonText } from "../../../../api/words/checks/violation-words.ts";
import type { ExplainedMessage, ExplainedMessages, ExplainedViolation } from "../../../../report/explanation.ts";
import { escapeText } from "../../../words/escape.ts";
import { paragraph } from "../../../words/lines.ts";
import type { ExplainStyle } from "../explain-style.ts";
import {
  cutText,
  headline,
  linesToSet,
  otherLinesText,
  placeNotes,
  sameLinesText,
  unknownText,
  unreadText,
} from "./message-words.ts";

const INDENT = 2;

/** Explains messages on a terminal: their checks, the API server's words, and the lines of YAML that fix them. */
export function explainMessages(explained: ExplainedMessages, style: ExplainStyle): string[] {
  const { width, headers, paint } = style;
  const told = new Set<string>();
  const written = new Map<string, string>();
  const others = otherLinesText(explained);
  const unread = unreadText(explained);
  return [
    ...explained.messages.flatMap((message, index) => [
      ...(index === 0 ? [] : [""]),
      ...messageLines(message, told, written, style),
    ]),
    ...(unread === "" ? [] : ["", ...paragraph(unread, width, 0).map(paint.bad)]),
    ...(headers && others !== "" ? ["", ...paragraph(others, width, 0)] : []),
  ];
}

/**
 * @param told the notes that are above the lines of an earlier message; those of this one are added
 * @param written the headlines of earlier messages by their lines to set; that of this one is added
 */
function messageLines(
  message: ExplainedMessage,
  told: Set<string>,
  written: Map<string, string>,
  { width, headers, paint }: ExplainStyle,
): string[] {
  const { violations } = message;
  const { lines, sameAs } = linesToSet(message, written);
  const unknown = unknownText(message);
  const cut = cutText(message);
  const notes = headers ? placeNotes(message).filter((note) => !told.has(note)) : [];
  for (const note of notes) told.add(note);
  return [
    ...paragraph(headline(message), width, 0).map(paint.heading),
    ...violations.flatMap((violation) => ["", ...violationLines(violation, width)]),
    ...(unknown === "" ? [] : ["", ...paragraph(unknown, width, 0)]),
    ...(lines.length === 0 && sameAs === undefined
      ? []
      : [
          "",
          paint.heading("LINES TO SET"),
          ...notes.flatMap((note) => paragraph(note, width, 0)),
          ...lines.map((line) => paint.good(`  ${line}`)),
          ...(sameAs === undefined ? [] : paragraph(sameLinesText(sameAs), width, 0)),
        ]),
    ...(cut === "" ? [] : ["", ...paragraph(cut, width, 0).map(paint.bad)]),
  ];
}

function violationLines({ check, changes, ...words }: ExplainedViolation, width: number): string[] {
  return [
    ...paragraph(`${check.id}, ${check.level}: ${check.requirement}`, width, 0),
    ...paragraph(escapeText(reasonText(words)), width, INDENT),
    ...(changes.length > 0 ? [] : paragraph(check.remediation, width, INDENT)),
  ];
}
