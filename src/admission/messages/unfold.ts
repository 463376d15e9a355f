/** Undoes what terminals, mail, `fold` and YAML do to long lines. */

/** A way to write the lines of a wrapped text as one line again. */
export type Unfold = (text: string) => string;

/** The beginning of a quoted line of mail. */
const MAIL = /^(?:[ \t]*>)+ ?/;
/** The words that a quoted message contains. */
const MAIL_MESSAGE = /violates?\b|PodSecurity/;
/** A line that a single-quoted YAML scalar begins in, perhaps after a key. */
const QUOTED_BEGIN = /^[ \t]*(?:- )?(?:[\w./-]+:[ \t]+)?'/;
/** The largest number of lines between the opening quote and a sentence. */
const MAX_LINES = 16;
/** An escape sequence of JSON or of a double-quoted YAML scalar. */
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g;
const ESCAPED = new Map(
  Object.entries({
    0: "\0",
    a: "\u0007",
    b: "\b",
    t: "\t",
    n: "\n",
    v: "\v",
    f: "\f",
    r: "\r",
    e: "\u001B",
    N: "\u0085",
    _: "\u00A0",
    L: "\u2028",
    P: "\u2029",
  }),
);

/** Removes the `> ` of mail from neighbouring lines that quote a message. */
export function withoutMailQuotes(lines: readonly string[]): readonly string[] {
  const runs: (readonly string[])[] = [];
  for (let from = 0; from < lines.length;) {
    const isQuoted = MAIL.test(lines[from] ?? "");
    let to = from + 1;
    while (to < lines.length && MAIL.test(lines[to] ?? "") === isQuoted) to++;
    const run = lines.slice(from, to);
    // A value of a wrapped message can put a `>` at the beginning of a line, too.
    const isBlock = from === 0 || /^\s*$|:\s*$/.test(lines[from - 1] ?? "");
    const isMail = isQuoted && (isBlock || run.some((line) => MAIL_MESSAGE.test(line)));
    runs.push(isMail ? withoutQuotes(run) : run);
    from = to;
  }
  return runs.flat();
}

/** Removes as many `>` as every line has. */
function withoutQuotes(lines: readonly string[]): string[] {
  const depth = smallest(lines.map((line) => (MAIL.exec(line)?.[0] ?? "").split(">").length - 1));
  const quotes = new RegExp(`^(?:[ \\t]*>){${depth}} ?`);
  return lines.map((line) => line.replace(quotes, ""));
}

/** The smallest of some numbers, which may be many. */
function smallest(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number), Infinity);
}

/**
 * The ways to unfold the end of a text, the likeliest first.
 *
 * @param text the lines to unfold: the first is the end of a line
 * @param before the text before it, which says whether it is in quotes
 */
export function unfoldings(text: string, before: string): readonly Unfold[] {
  const isQuoted = text.includes("''") && isInQuotes(before);
  if (!text.includes("\n")) return isQuoted ? [singleQuoted, concatenated] : [concatenated];
  if (isQuoted) return [singleQuoted, spaced];
  const lines = text.split("\n");
  const indent = smallest(lines.slice(1).map((line) => line.search(/\S|$/)));
  // Values have no spaces. So without an indentation, a line that is cut in a value goes on without one.
  if (indent <= 1) return [concatenated, spaced];
  const dedented: Unfold = (part) => part.replaceAll(`\n${" ".repeat(indent)}`, "");
  return wasCut(lines) ? [dedented, spaced] : [spaced, dedented];
}

/** Whether a single-quoted YAML scalar begins in a text, and does not end in it. */
function isInQuotes(before: string): boolean {
  const lines = before.split("\n").slice(-MAX_LINES);
  const begin = lines.findLastIndex((line) => QUOTED_BEGIN.test(line));
  // A quotation mark in the scalar is written twice.
  return begin !== -1 && lines.slice(begin).join("").split("'").length % 2 === 0;
}

/** Whether lines were cut at a column, so that nothing is between them. Programs that wrap words remove the space. */
function wasCut(lines: readonly string[]): boolean {
  const before = lines.slice(0, -1);
  if (before.some((line) => /[ \t]$/.test(line))) return true;
  const [first, ...others] = before.slice(1).map(({ length }) => length);
  // Two wrapped lines often have one length by chance.
  return others.length > 1 && others.every((length) => length === first);
}

/** Puts one space between lines, as YAML does, and removes the spaces around it. */
export function spaced(text: string): string {
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? line.trimEnd() : line.trim()))
    .join(" ");
}

/** Puts nothing between lines. */
export function concatenated(text: string): string {
  return text.replaceAll("\n", "");
}

/** Unfolds a single-quoted YAML scalar. */
function singleQuoted(text: string): string {
  return spaced(text).replaceAll("''", "'");
}

/** Unfolds a text of JSON or of a double-quoted YAML scalar. */
export function doubleQuoted(text: string): string {
  const lines = text.split("\n").map((line, index) => (index === 0 ? line.trimEnd() : line.trim()));
  const folded = lines
    .map((line, index) => {
      if (index === lines.length - 1) return line;
      return isOpen(line) ? line.slice(0, -1) : `${line} `;
    })
    .join("");
  return folded.replaceAll(ESCAPE, (_, x?: string, u?: string, long?: string, letter = "") => {
    const code = x ?? u ?? long;
    if (code === undefined) return ESCAPED.get(letter) ?? letter;
    const point = Number.parseInt(code, 16);
    return point > 0x10_ff_ff ? "\uFFFD" : String.fromCodePoint(point);
  });
}

/** Whether a line ends with a `\` that is not escaped itself. */
function isOpen(line: string): boolean {
  let slashes = 0;
  while (line.charAt(line.length - 1 - slashes) === "\\") slashes++;
  return slashes % 2 === 1;
}
