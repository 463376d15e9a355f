import { escapeCodePoint } from "../../../api/output-text.ts";
import { escapeDocument } from "../../words/escape.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/**
 * Text between two tags of XML 1.0. A reader gets it back unchanged but for characters that XML cannot hold at all, not even as a
 * reference (§2.2: most control characters, halves of characters, U+FFFE and U+FFFF): those are shown as Go's `%q` shows them, `\x1b`. Whatever
 * else is unprintable is a reference, since the document may go to a terminal. `>` is one too, so that no `]]>` can arise.
 */
export function xmlText(text: string): string {
  const escaped = text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
  return escapeDocument(escaped, escapeForXml);
}

/**
 * The value of an attribute, without the quotes around it. A line feed is a reference: a reader would take a raw one for a space (§3.3.3).
 *
 * @internal exported for its test
 */
export function xmlAttribute(text: string): string {
  return xmlText(text).replaceAll('"', "&quot;").replaceAll("\n", "&#xa;");
}

/** Attributes with a space before each, in the order of the object. */
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
