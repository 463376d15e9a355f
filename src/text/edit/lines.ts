/** The offset of the beginning of the line of an offset. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The offset of the beginning of the next line. The text ends with a line break. */
export function nextLine(text: string, offset: number): number {
  return text.indexOf("\n", offset) + 1;
}

/** The column of an offset, from 0. A byte order mark is no column. */
export function columnOf(text: string, offset: number): number {
  const start = lineStart(text, offset);
  return offset - (start === 0 && text.startsWith("\uFEFF") ? 1 : start);
}

/** The white space at the beginning of the line of an offset. */
export function indentationAt(text: string, offset: number): string {
  const white = /[ \t]*/y;
  white.lastIndex = lineStart(text, offset);
  return white.exec(text)?.[0] ?? "";
}

/** Whether only white space precedes an offset in its line. */
export function isFirstInLine(text: string, offset: number): boolean {
  let at = offset;
  // The beginning of the line may be far away: a list in JSON may be one line.
  while (text[at - 1] === " " || text[at - 1] === "\t") at--;
  if (text[at - 1] === "\uFEFF") at--;
  return at === 0 || text[at - 1] === "\n";
}

/** The line break that the text has around an offset: that of the line before, or of the first line. */
export function lineBreakAt(text: string, offset: number): string {
  const before = text.lastIndexOf("\n", offset - 1);
  const at = before === -1 ? text.indexOf("\n") : before;
  return text[at - 1] === "\r" ? "\r\n" : "\n";
}

function beginsWithComment(text: string, lineStart: number): boolean {
  let at = lineStart;
  while (text[at] === " ") at++;
  return text[at] === "#";
}

/**
 * The offset after the comment lines that follow a block: lines without an empty line before them, with at least the
 * indentation of the block.
 *
 * @param from the beginning of a line
 */
export function afterComments(text: string, from: number, column: number): number {
  let at = from;
  for (;;) {
    // Few blocks have one, and a pattern costs more than this look.
    if (!beginsWithComment(text, at)) return at;
    const comment = /( *)#[^\n]*\n/y;
    comment.lastIndex = at;
    const [, indentation = ""] = comment.exec(text) ?? [];
    if (comment.lastIndex === 0 || indentation.length < column) return at;
    at = comment.lastIndex;
  }
}
