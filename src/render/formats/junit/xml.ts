import { escapeCodePoint } from "../../../api/words/output-text.ts";
import { escapeDocument } from "../../words/escape.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Escapes text between two tags of XML 1.0. A reader gets it back unchanged, except characters that XML cannot contain, not even as a
 * reference (§2.2: most control characters, halves of surrogate pairs, U+FFFE and U+FFFF): those are escaped like Go's `%q`, `\x1b`. Other
 * unprintable characters become references, since the document may be printed to a terminal. `>` does too, so that no `]]>` can occur.
 */
export function xmlText(text: string): string {
  const escaped = text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
  return escapeDocument(escaped, escapeForXml);
}

/**
 * Escapes the value of an attribute, without its quotes. A line feed becomes a reference, since readers turn a raw one into a space
 * (§3.3.3).
 *
 * @internal exported for its test
 */
export function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('"', "&quot;").replaceAll("\n", "&#xa;");
}

/** Attributes, each after a space, in the order of the object. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${xmlAttribute(String(value))}"`)
    .join("");
}

function escapeForXml(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return isXmlCharacter(code) ? `&#x${code.toString(16)};` : escapeCodePoint(character);
}

/** The production Char of XML 1.0, fifth edition, §2.2. */
function isXmlCharacter(code: number): boolean {
  if (code < 0x20) return code === 0x9 || code === 0xa || code === 0xd;
  return code < 0xd800 || (code > 0xdfff && code !== 0xfffe && code !== 0xffff);
}
