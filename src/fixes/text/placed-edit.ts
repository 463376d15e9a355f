import type { TextChange } from "../../report/fix/fix-report.ts";
import type { TextEdit } from "../../text/edit/text-edit.ts";
import type { LineIndex } from "../../text/lines.ts";

/** Adds to an edit its places in the lines of the text. */
export function placedEdit({ start, end, text }: TextEdit, lines: LineIndex): TextChange {
  const { line, column } = lines.positionAt(start);
  const { line: endLine, column: endColumn } = lines.positionAt(end);
  return { start, end, text, line, column, endLine, endColumn };
}
