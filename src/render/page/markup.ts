import { cutText } from "../../api/words/quoted.ts";
import { breakCommands, escapeDocument, escapeText, isPlain } from "../words/escape.ts";

/** A piece of HTML whose content is escaped. */
export interface Markup {
  readonly markup: string;
}

/** The content of a piece of HTML: text, which is escaped; HTML; lists of both; nothing. */
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
 * Makes HTML from a template literal. Every value is escaped unless it is HTML itself, so that a forgotten call cannot turn a name from a
 * manifest into markup. Values within a tag must be quoted in the template.
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
 * Escapes text for HTML. NUL, which a parser drops, and half of a surrogate pair, which UTF-8 cannot contain, become U+FFFD. A command for
 * a CI runner that prints the page is broken with a character reference.
 */
function escapeMarkup(text: string): string {
  const escaped = text
    .toWellFormed()
    .replaceAll("\0", "\u{fffd}")
    .replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
  return breakCommands(escaped, reference);
}

/**
 * Characters that are invisible in a browser, or change the direction of the text around them: the source of an expression for the flags
 * `g` and `u`, which the page's script uses too. Joiners and variation selectors are left out, since emoji and Asian scripts need them.
 */
export const HIDDEN =
  "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff" +
  "\\ufff0-\\ufffb\\u{e0000}-\\u{e007f}]";

/**
 * Marks up text from a manifest or a cluster. It is isolated, so that its direction affects nothing else. Each hidden character is shown by
 * its code, which is beside it and not part of the text. NUL and C1 controls, which no parser keeps, are replaced by their code.
 */
export function untrusted(whole: string): Markup {
  return untrustedWhole(cutText(whole));
}

/** Marks up text that must not be cut: a command. */
export function untrustedWhole(text: string): Markup {
  if (isPlain(text)) return markup`<bdi>${text}</bdi>`;
  const parts = text
    .toWellFormed()
    .replaceAll(/[\0\u0080-\u009f]/g, escapeText)
    .split(new RegExp(`(${HIDDEN})`, "u"));
  const marked = parts.map((part, index) => (index % 2 === 0 ? escapeMarkup(part) : hiddenMark(part))).join("");
  // The page may be printed to a terminal, so unprintable characters become references.
  return { markup: `<bdi>${escapeDocument(marked, reference)}</bdi>` };
}

function hiddenMark(character: string): string {
  return `<span class="hidden" data-code="${escapeText(character)}">${reference(character)}</span>`;
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
