import { cutText } from "../../../api/quoted.ts";
import { breakCommands, escapeDocument, escapeText, isPlain } from "../../words/escape.ts";

/** A piece of HTML: what is in it is escaped already. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a piece of HTML: text, which is escaped; HTML; lists of both; nothing. */
export type Content = string | number | Markup | undefined | readonly Content[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&#34;",
  "'": "&#39;",
  "\r": "&#13;",
};

/**
 * HTML from a template literal. Everything put in is escaped unless it is HTML itself, so that a forgotten call cannot let a name of a
 * manifest be markup. A value within a tag has to be quoted in the template.
 */
export function markup(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { markup: parts.reduce((whole, part, index) => whole + markupOf(contents[index - 1]) + part) };
}

function markupOf(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "number") return String(content);
  if (typeof content === "string") return escapeMarkup(content);
  return "markup" in content ? content.markup : content.map(markupOf).join("");
}

/**
 * HTML has no notation for NUL, and a parser drops it; half a character cannot be written in UTF-8 at all. What would be a command of a CI runner
 * that prints the page is written with a reference.
 */
function escapeMarkup(text: string): string {
  const escaped = text
    .toWellFormed()
    .replaceAll("\0", "\u{fffd}")
    .replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
  return breakCommands(escaped, reference);
}

/**
 * What cannot be seen in a browser, or changes the direction of what stands around it: the source of an expression for the flags `g` and
 * `u`, for the page's script takes it too. Joiners and selectors of variants are left alone, since emoji and scripts of Asia need them.
 */
export const HIDDEN =
  "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff" +
  "\\ufff0-\\ufffb\\u{e0000}-\\u{e007f}]";

/**
 * Text of a manifest or a cluster: isolated, so that its direction is its own affair, and each hidden character shown by its code, which
 * stands beside it and is no part of the text. NUL and C1 controls, which no parser hands on as they are, are their code alone.
 */
export function foreign(whole: string): Markup {
  const text = cutText(whole);
  if (isPlain(text)) return markup`<bdi>${text}</bdi>`;
  const parts = text
    .toWellFormed()
    .replaceAll(/[\0\u0080-\u009f]/g, escapeText)
    .split(new RegExp(`(${HIDDEN})`, "u"));
  const marked = parts.map((part, index) => (index % 2 === 0 ? escapeMarkup(part) : hiddenMark(part))).join("");
  // The page may be printed to a terminal, which must not get more than that as it is.
  return { markup: `<bdi>${escapeDocument(marked, reference)}</bdi>` };
}

function hiddenMark(character: string): string {
  return `<span class="hidden" data-code="${escapeText(character)}">${reference(character)}</span>`;
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
