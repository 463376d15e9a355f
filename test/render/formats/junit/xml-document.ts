import { type Document, DOMParser } from "@xmldom/xmldom";

/** Parses an XML document. The test fails if it is not well-formed. */
export function readXml(xml: string): Document {
  return new DOMParser({ onError: refuse }).parseFromString(xml, "text/xml");
}

/** The parser warns about U+FFFD, which is allowed in a document. */
function refuse(level: string, message: string): void {
  if (level !== "warning") throw new Error(`${level}: ${message}`);
}

/** The text that a reader gets: unchanged, except for characters that XML 1.0 cannot contain (§2.2). */
export function visibleText(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x80 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
