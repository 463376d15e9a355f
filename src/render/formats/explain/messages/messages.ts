import { reasonText } from "../../../../api/words/violation-words.ts";
import type { ExplainedMessage, ExplainedMessages, ExplainedViolation } from "../../../../report/explanation.ts";
import { escapeText } from "../../../words/escape.ts";
import { paragraph } from "../../../words/lines.ts";
import type { ExplainStyle } from "../explain-style.ts";
import { fixLines } from "../fix-lines.ts";
import { cutText, headline, LISTS, otherLinesText, PLACE, unknownText, unreadText } from "./message-words.ts";

const INDENT = 2;

/** Explains messages on a terminal: their checks, the API server's words, and the lines of YAML that fix them. */
export function explainMessages(explained: ExplainedMessages, style: ExplainStyle): string[] {
  const { width, headers, paint } = style;
  const changes = explained.messages.flatMap(({ violations }) => violations.flatMap((each) => each.changes));
  const notes = [
    ...(changes.length > 0 ? [PLACE] : []),
    ...(changes.some(({ item }) => item?.list === "containers") ? [LISTS] : []),
    otherLinesText(explained),
  ].filter((note) => note !== "");
  const unread = unreadText(explained);
  return [
    ...explained.messages.flatMap((message, index) => [...(index === 0 ? [] : [""]), ...messageLines(message, style)]),
    ...(unread === "" ? [] : ["", ...paragraph(unread, width, 0).map(paint.bad)]),
    ...(headers && notes.length > 0 ? ["", ...notes.flatMap((note) => paragraph(note, width, 0))] : []),
  ];
}

function messageLines(message: ExplainedMessage, { width, paint }: ExplainStyle): string[] {
  const { violations } = message;
  const lines = fixLines(violations.flatMap(({ changes }) => changes));
  const unknown = unknownText(message);
  const cut = cutText(message);
  return [
    ...paragraph(headline(message), width, 0).map(paint.heading),
    ...violations.flatMap((violation) => ["", ...violationLines(violation, width)]),
    ...(unknown === "" ? [] : ["", ...paragraph(unknown, width, 0)]),
    ...(lines.length === 0 ? [] : ["", paint.heading("LINES TO SET"), ...lines.map((line) => paint.good(`  ${line}`))]),
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
